package dev.customerintelligence.profile;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Calculates a purchase profile from orders. Pure and thread-safe: the same orders, in whatever
 * sequence, under the same policy at the same moment give the same profile.
 */
public final class ProfileCalculator {
  private static final BigDecimal MAX_SCORE = BigDecimal.valueOf(100);

  /** Written out, as the comparators that Comparator makes take longer than the comparison. */
  static final Comparator<Order> NEWEST_FIRST =
      (one, other) -> {
        int byTime = other.orderedAt().compareTo(one.orderedAt());
        return byTime == 0 ? other.orderId().compareTo(one.orderId()) : byTime;
      };

  private ProfileCalculator() {}

  /**
   * Calculates the profile of one customer. The prime window is the rule's, whatever source of it
   * the policy names.
   *
   * @param orders all orders of the customer, of every status; may be empty
   * @param policy the rules
   * @param now the moment from which days count
   * @throws InvalidInputException naming {@code orders}, when one is given twice or is of another
   *     customer; {@code orderedAt}, when one lies after {@code now}; {@code currency}, when those
   *     that count have several; {@code quantity}, when one holds more items than fit a column; or
   *     the argument that is null
   */
  public static PurchaseProfile calculate(List<Order> orders, ProfilePolicy policy, Instant now) {
    Inputs.required("policy", policy);
    List<Order> counted = counted(orders, policy, Inputs.moment("now", now));
    if (counted.isEmpty()) {
      BigDecimal zero = BigDecimal.ZERO;
      return new PurchaseProfile(
          0, zero, 0, zero, null, policy.cycle().defaultDays(), null, List.of(), zero);
    }
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal peakAmount = BigDecimal.ZERO;
    int peakQuantity = 0;
    for (Order order : counted) {
      BigDecimal net = order.netTotal();
      sum = sum.add(net);
      peakAmount = peakAmount.max(net);
      peakQuantity = Math.max(peakQuantity, quantity(order, policy));
    }
    BigDecimal average =
        sum.divide(
            BigDecimal.valueOf(counted.size()), Inputs.COLUMN_DECIMALS, RoundingMode.HALF_UP);
    Instant last = counted.get(0).orderedAt();
    int cycle = cycleDays(counted, policy.cycle());
    return new PurchaseProfile(
        counted.size(),
        average,
        peakQuantity,
        peakAmount,
        last,
        cycle,
        primeWindow(last, cycle, policy.cycle()),
        Favorites.of(counted, policy),
        score(counted.size(), average, days(last, now), policy.score()));
  }

  private static List<Order> counted(List<Order> orders, ProfilePolicy policy, Instant now) {
    Inputs.required("orders", orders);
    Set<String> ids = new HashSet<>();
    for (Order order : orders) {
      Inputs.required("orders", order);
      if (!ids.add(order.orderId())) {
        throw new InvalidInputException(
            "orders", "must be given once each; order " + order.orderId() + " is given twice");
      }
      if (!order.customer().equals(orders.get(0).customer())) {
        throw new InvalidInputException(
            "orders", "must all be of one customer; order " + order.orderId() + " is another's");
      }
      if (order.orderedAt().isAfter(now)) {
        throw new InvalidInputException(
            "orderedAt",
            "must not lie after "
                + now
                + "; that of order "
                + order.orderId()
                + " is "
                + order.orderedAt());
      }
    }
    List<Order> counted = new ArrayList<>(orders.size());
    for (Order order : orders) {
      if (policy.counts(order)) {
        counted.add(order);
      }
    }
    counted.sort(NEWEST_FIRST);
    for (Order order : counted) {
      if (!order.currency().equals(counted.get(0).currency())) {
        throw new InvalidInputException(
            "currency",
            "must be one for all orders of a customer; orders "
                + counted.get(0).orderId()
                + " and "
                + order.orderId()
                + " are in "
                + counted.get(0).currency()
                + " and "
                + order.currency());
      }
    }
    return counted;
  }

  private static int quantity(Order order, ProfilePolicy policy) {
    long items = 0;
    for (OrderLine line : order.lines()) {
      if (!policy.excludedProducts().contains(line.productId())) {
        items += line.netQuantity();
      }
    }
    return Inputs.count("quantity", items);
  }

  private static int cycleDays(List<Order> newestFirst, ProfilePolicy.CycleRule rule) {
    int gaps = newestFirst.size() - 1;
    if (gaps < 1) {
      return rule.defaultDays();
    }
    long days = 0;
    for (int i = 0; i < gaps; i++) {
      days += days(newestFirst.get(i + 1).orderedAt(), newestFirst.get(i).orderedAt());
    }
    // Half of a day is rounded up.
    long mean = (2 * days + gaps) / (2L * gaps);
    return Math.max(rule.minDays(), Math.toIntExact(mean));
  }

  private static PrimeWindow primeWindow(Instant last, int cycle, ProfilePolicy.CycleRule rule) {
    return new PrimeWindow(
        last.plus(days(cycle, rule.windowStart(), RoundingMode.FLOOR), ChronoUnit.DAYS),
        last.plus(days(cycle, rule.windowEnd(), RoundingMode.CEILING), ChronoUnit.DAYS));
  }

  private static long days(int cycle, BigDecimal share, RoundingMode rounding) {
    return share.multiply(BigDecimal.valueOf(cycle)).setScale(0, rounding).longValueExact();
  }

  private static long days(Instant from, Instant to) {
    return from.until(to, ChronoUnit.DAYS);
  }

  static BigDecimal score(
      int orders, BigDecimal average, long daysSinceLast, ProfilePolicy.ScoreRule rule) {
    BigDecimal frequency =
        rule.pointsPerOrder()
            .multiply(BigDecimal.valueOf(orders))
            .min(BigDecimal.valueOf(rule.maxOrderPoints()));
    BigDecimal value =
        rule.pointsPerAmount().multiply(average).min(BigDecimal.valueOf(rule.maxAmountPoints()));
    return frequency
        .add(value)
        .add(BigDecimal.valueOf(recency(daysSinceLast, rule)))
        .min(MAX_SCORE)
        .setScale(Inputs.COLUMN_DECIMALS, RoundingMode.HALF_UP);
  }

  private static int recency(long daysSinceLast, ProfilePolicy.ScoreRule rule) {
    for (ProfilePolicy.RecencyStep step : rule.recency()) {
      if (daysSinceLast <= step.withinDays()) {
        return step.points();
      }
    }
    return 0;
  }
}
