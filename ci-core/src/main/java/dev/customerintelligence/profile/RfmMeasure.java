package dev.customerintelligence.profile;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.Order;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Recency, frequency and monetary value of one customer: what RFM scores are made of. Immutable.
 *
 * @param recencyDays whole days since the newest order, 0 or more; low is good
 * @param frequency number of orders, at least 1
 * @param monetary what they came to in all, 0 or more
 */
public record RfmMeasure(int recencyDays, int frequency, BigDecimal monetary) {
  /**
   * Checks the measure.
   *
   * @throws InvalidInputException naming the component that is outside its range
   */
  public RfmMeasure {
    Inputs.between("recencyDays", recencyDays, 0, Integer.MAX_VALUE);
    Inputs.between("frequency", frequency, 1, Integer.MAX_VALUE);
    if (Inputs.plain("monetary", monetary).signum() < 0) {
      throw new InvalidInputException(
          "monetary", "must not be negative, is " + monetary.toPlainString());
    }
  }

  /**
   * Measures a customer by the orders that count; empty when there are none yet.
   *
   * @param orders orders of one customer, of every status, in any order
   * @param policy which orders count
   * @param asOf the moment from which days count; later orders are left out
   * @throws InvalidInputException naming {@code orders}, when they are of several customers; {@code
   *     currency}, when those that count have several
   */
  public static Optional<RfmMeasure> of(List<Order> orders, ProfilePolicy policy, Instant asOf) {
    Inputs.required("policy", policy);
    Inputs.moment("asOf", asOf);
    List<Order> all = Inputs.list("orders", orders);
    List<Order> counted =
        all.stream()
            .filter(policy::counts)
            .filter(order -> !order.orderedAt().isAfter(asOf))
            .sorted(ProfileCalculator.NEWEST_FIRST)
            .toList();
    BigDecimal sum = BigDecimal.ZERO;
    for (Order order : all) {
      if (!order.customer().equals(all.get(0).customer())) {
        throw new InvalidInputException(
            "orders", "must all be of one customer; order " + order.orderId() + " is another's");
      }
    }
    for (Order order : counted) {
      if (!order.currency().equals(counted.get(0).currency())) {
        throw new InvalidInputException(
            "currency",
            "must be one for all orders of a customer, is "
                + counted.get(0).currency()
                + " and "
                + order.currency());
      }
      sum = sum.add(order.netTotal());
    }
    if (counted.isEmpty()) {
      return Optional.empty();
    }
    long days = Duration.between(counted.get(0).orderedAt(), asOf).toDays();
    return Optional.of(new RfmMeasure((int) days, counted.size(), sum));
  }
}
