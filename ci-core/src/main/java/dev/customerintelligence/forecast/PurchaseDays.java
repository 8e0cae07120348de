package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.profile.ProfilePolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The UTC days on which one customer bought, and for how much: several orders of a day are one
 * purchase. Immutable.
 *
 * <p>It does not know whose they are.
 */
public final class PurchaseDays {
  private static final int FIRST_YEAR = 1000;
  private static final int LAST_YEAR = 9999;

  private final int[] days;
  private final double[] amounts;

  private PurchaseDays(SortedMap<Integer, BigDecimal> amountByDay) {
    days = new int[amountByDay.size()];
    amounts = new double[days.length];
    int i = 0;
    for (Map.Entry<Integer, BigDecimal> entry : amountByDay.entrySet()) {
      days[i] = entry.getKey();
      amounts[i++] = entry.getValue().doubleValue();
    }
  }

  /**
   * Merges the orders of one customer that count by the policy; what was refunded is taken off.
   *
   * @param orders orders of one customer, of every status, in any order
   * @throws InvalidInputException naming {@code orders}, when they are of several customers; {@code
   *     currency}, when those that count have several
   */
  public static PurchaseDays of(List<Order> orders, ProfilePolicy policy) {
    Inputs.required("policy", policy);
    List<Order> all = Inputs.list("orders", orders);
    SortedMap<Integer, BigDecimal> amountByDay = new TreeMap<>();
    String currency = "";
    for (Order order : all) {
      if (!order.customer().equals(all.get(0).customer())) {
        throw new InvalidInputException(
            "orders", "must all be of one customer; order " + order.orderId() + " is another's");
      }
      if (policy.counts(order)) {
        String paidIn = order.currency().getCurrencyCode();
        if (!currency.isEmpty() && !currency.equals(paidIn)) {
          throw new InvalidInputException(
              "currency",
              "must be one for all orders of a customer, is " + currency + " and " + paidIn);
        }
        currency = paidIn;
        amountByDay.merge(epochDay(order.orderedAt()), order.netTotal(), BigDecimal::add);
      }
    }
    return new PurchaseDays(amountByDay);
  }

  /**
   * Takes amounts by day as they are.
   *
   * @param amountByDay what was bought for on each day with a purchase, each 0 to 99,999,999.99
   * @throws InvalidInputException naming {@code amountByDay} or the amount that is out of range
   */
  public static PurchaseDays of(Map<LocalDate, BigDecimal> amountByDay) {
    SortedMap<Integer, BigDecimal> sorted = new TreeMap<>();
    Inputs.required("amountByDay", amountByDay)
        .forEach(
            (day, amount) ->
                sorted.put(
                    epochDay(Inputs.required("amountByDay", day)),
                    Inputs.amount("amountByDay", amount)));
    return new PurchaseDays(sorted);
  }

  /** Returns the number of days with a purchase. */
  public int size() {
    return days.length;
  }

  /**
   * Returns the day of a purchase.
   *
   * @param index 0 for the first, below {@link #size}
   * @throws InvalidInputException naming {@code index}, when there is no such purchase
   */
  public LocalDate day(int index) {
    return LocalDate.ofEpochDay(days[Inputs.between("index", index, 0, days.length - 1)]);
  }

  /**
   * Summarises the purchases up to the UTC day of a moment, that day included; empty when the
   * customer's first purchase came later. Times are in days.
   */
  public Optional<PurchaseSummary> summary(Instant end) {
    return summaryOn(epochDay(Inputs.moment("end", end)));
  }

  /**
   * Summarises the purchases up to a day, that day included; empty when the customer's first
   * purchase came later. Times are in days.
   */
  public Optional<PurchaseSummary> summary(LocalDate end) {
    return summaryOn(epochDay(Inputs.required("end", end)));
  }

  /** Summarises all customers who had bought by a day, that day included. */
  public static List<PurchaseSummary> summaries(List<PurchaseDays> shop, LocalDate end) {
    Inputs.required("end", end);
    return Inputs.list("shop", shop).stream().flatMap(days -> days.summary(end).stream()).toList();
  }

  private Optional<PurchaseSummary> summaryOn(int end) {
    int count = countUntil(end);
    return count == 0 ? Optional.empty() : Optional.of(summaryOf(count, end));
  }

  /** The summary of the first so many purchases, observed until {@code end}. */
  PurchaseSummary summaryOf(int count, int end) {
    double logGaps = 0;
    double spend = 0;
    for (int i = 1; i < count; i++) {
      logGaps += Math.log(days[i] - days[i - 1]);
      spend += amounts[i];
    }
    int repeats = count - 1;
    return new PurchaseSummary(
        repeats,
        days[repeats] - days[0],
        end - days[0],
        logGaps,
        repeats == 0 ? 0 : spend / repeats);
  }

  /** How many purchases lie on or before the day. */
  int countUntil(int epochDay) {
    int count = 0;
    while (count < days.length && days[count] <= epochDay) {
      count++;
    }
    return count;
  }

  int epochDayOf(int index) {
    return days[index];
  }

  static int epochDay(LocalDate day) {
    if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
      throw new InvalidInputException("day", "must lie in the years 1000 to 9999, is " + day);
    }
    return (int) day.toEpochDay();
  }

  private static int epochDay(Instant moment) {
    return epochDay(moment.atOffset(ZoneOffset.UTC).toLocalDate());
  }

  @Override
  public String toString() {
    return "PurchaseDays[" + days.length + " days]";
  }
}
