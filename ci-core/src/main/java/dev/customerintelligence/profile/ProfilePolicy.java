package dev.customerintelligence.profile;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules by which a profile is calculated. The defaults are the deployed shop's. Immutable.
 *
 * @param paidStatuses statuses of orders that count, at least one; default {@code completed}
 * @param excludedProducts products that never count as favourites nor towards the peak quantity;
 *     default none
 * @param favorites how favourites are chosen
 * @param cycle how the purchase cycle and the prime window are calculated
 * @param score how the score is composed
 * @param primeWindow what says when a customer is due; default {@link PrimeWindowSource#RULE}
 */
public record ProfilePolicy(
    Set<String> paidStatuses,
    Set<ProductId> excludedProducts,
    FavoriteRule favorites,
    CycleRule cycle,
    ScoreRule score,
    PrimeWindowSource primeWindow) {
  private static final int MAX_COUNT = 100;
  private static final int MAX_DAYS = 3650;
  private static final BigDecimal MAX_FACTOR = BigDecimal.valueOf(1000);
  private static final ProfilePolicy DEFAULTS =
      new ProfilePolicy(
          Set.of("completed"),
          Set.of(),
          new FavoriteRule(3, 5, BigDecimal.ONE, BigDecimal.valueOf(3)),
          new CycleRule(14, 7, new BigDecimal("0.8"), new BigDecimal("1.2")),
          new ScoreRule(
              BigDecimal.valueOf(5),
              30,
              new BigDecimal("0.3"),
              30,
              List.of(
                  new RecencyStep(14, 40),
                  new RecencyStep(30, 30),
                  new RecencyStep(60, 20),
                  new RecencyStep(90, 10))),
          PrimeWindowSource.RULE);

  /**
   * How favourites are chosen from the newest orders.
   *
   * @param recentOrders how many of the newest orders are looked at, 1..100; default 3
   * @param count the most favourites, 1..100; default 5
   * @param quantityWeight score per item, 0..1000; default 1
   * @param appearanceWeight score per order that a product is in, 0..1000; default 3
   */
  public record FavoriteRule(
      int recentOrders, int count, BigDecimal quantityWeight, BigDecimal appearanceWeight) {
    /**
     * Checks the rule.
     *
     * @throws InvalidInputException naming the part that is outside its range
     */
    public FavoriteRule {
      Inputs.between("recentOrders", recentOrders, 1, MAX_COUNT);
      Inputs.between("count", count, 1, MAX_COUNT);
      factor("quantityWeight", quantityWeight);
      factor("appearanceWeight", appearanceWeight);
    }
  }

  /**
   * How the purchase cycle and the prime window are calculated.
   *
   * @param defaultDays the cycle with fewer than two orders, 1..3650; default 14
   * @param minDays the shortest cycle, 1..3650; default 7
   * @param windowStart share of the cycle after which the window starts, 0..1000; default 0.8
   * @param windowEnd share of the cycle after which it ends, {@code windowStart}..1000; default 1.2
   */
  public record CycleRule(
      int defaultDays, int minDays, BigDecimal windowStart, BigDecimal windowEnd) {
    /**
     * Checks the rule.
     *
     * @throws InvalidInputException naming the part that is outside its range
     */
    public CycleRule {
      Inputs.between("defaultDays", defaultDays, 1, MAX_DAYS);
      Inputs.between("minDays", minDays, 1, MAX_DAYS);
      factor("windowStart", windowStart);
      factor("windowEnd", windowEnd);
      if (windowEnd.compareTo(windowStart) < 0) {
        throw new InvalidInputException(
            "windowEnd", "must be at least windowStart, " + windowStart + ", is " + windowEnd);
      }
    }
  }

  /**
   * How the score is composed: frequency plus value plus recency, at most 100.
   *
   * @param pointsPerOrder points per paid order, 0..1000; default 5
   * @param maxOrderPoints the most points for orders, 0..100; default 30
   * @param pointsPerAmount points per unit of average order value, 0..1000; default 0.3
   * @param maxAmountPoints the most points for value, 0..100; default 30
   * @param recency points for recency, by rising days; default 14 days 40, 30 30, 60 20, 90 10
   */
  public record ScoreRule(
      BigDecimal pointsPerOrder,
      int maxOrderPoints,
      BigDecimal pointsPerAmount,
      int maxAmountPoints,
      List<RecencyStep> recency) {
    private static final int MAX_POINTS = 100;

    /**
     * Checks the rule.
     *
     * @throws InvalidInputException naming the part that is outside its range
     */
    public ScoreRule {
      factor("pointsPerOrder", pointsPerOrder);
      Inputs.between("maxOrderPoints", maxOrderPoints, 0, MAX_POINTS);
      factor("pointsPerAmount", pointsPerAmount);
      Inputs.between("maxAmountPoints", maxAmountPoints, 0, MAX_POINTS);
      recency = Inputs.list("recency", recency);
      for (int i = 1; i < recency.size(); i++) {
        if (recency.get(i).withinDays() <= recency.get(i - 1).withinDays()) {
          throw new InvalidInputException("recency", "must have rising days");
        }
      }
    }
  }

  /**
   * Points for a newest order that is not older than some days.
   *
   * @param withinDays the oldest age in whole days, 0..3650
   * @param points the points, 0..100
   */
  public record RecencyStep(int withinDays, int points) {
    /**
     * Checks the step.
     *
     * @throws InvalidInputException naming the part that is outside its range
     */
    public RecencyStep {
      Inputs.between("withinDays", withinDays, 0, MAX_DAYS);
      Inputs.between("points", points, 0, ScoreRule.MAX_POINTS);
    }
  }

  /**
   * Checks the policy.
   *
   * @throws InvalidInputException naming the rule that is missing or outside its range
   */
  public ProfilePolicy {
    paidStatuses =
        Inputs.required("paidStatuses", paidStatuses).stream()
            .map(Order::canonicalStatus)
            .collect(Collectors.toUnmodifiableSet());
    if (paidStatuses.isEmpty()) {
      throw new InvalidInputException("paidStatuses", "must hold at least one status");
    }
    excludedProducts = Inputs.set("excludedProducts", excludedProducts);
    Inputs.required("favorites", favorites);
    Inputs.required("cycle", cycle);
    Inputs.required("score", score);
    Inputs.required("primeWindow", primeWindow);
  }

  /** Returns the deployed shop's rules. */
  public static ProfilePolicy defaults() {
    return DEFAULTS;
  }

  /** Returns whether an order counts: it is paid, and not all of it was paid back. */
  public boolean counts(Order order) {
    return paidStatuses.contains(Inputs.required("order", order).status())
        && !order.isFullyRefunded();
  }

  /** Returns these rules with other paid statuses. */
  public ProfilePolicy withPaidStatuses(Set<String> statuses) {
    return new ProfilePolicy(statuses, excludedProducts, favorites, cycle, score, primeWindow);
  }

  /** Returns these rules with other excluded products. */
  public ProfilePolicy withExcludedProducts(Set<ProductId> products) {
    return new ProfilePolicy(paidStatuses, products, favorites, cycle, score, primeWindow);
  }

  /** Returns these rules with another choice of favourites. */
  public ProfilePolicy withFavorites(FavoriteRule rule) {
    return new ProfilePolicy(paidStatuses, excludedProducts, rule, cycle, score, primeWindow);
  }

  /** Returns these rules with another cycle. */
  public ProfilePolicy withCycle(CycleRule rule) {
    return new ProfilePolicy(paidStatuses, excludedProducts, favorites, rule, score, primeWindow);
  }

  /** Returns these rules with another score. */
  public ProfilePolicy withScore(ScoreRule rule) {
    return new ProfilePolicy(paidStatuses, excludedProducts, favorites, cycle, rule, primeWindow);
  }

  /** Returns these rules with another source of prime windows. */
  public ProfilePolicy withPrimeWindow(PrimeWindowSource source) {
    return new ProfilePolicy(paidStatuses, excludedProducts, favorites, cycle, score, source);
  }

  private static void factor(String field, BigDecimal value) {
    BigDecimal factor = Inputs.plain(field, value);
    if (factor.signum() < 0 || factor.compareTo(MAX_FACTOR) > 0) {
      throw new InvalidInputException(
          field, "must be between 0 and " + MAX_FACTOR + ", is " + factor.toPlainString());
    }
  }
}
