package dev.customerintelligence.bundle;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules for bundle offers. The defaults are the deployed shop's. Immutable.
 *
 * @param minQuantity the fewest items of a bundle, 1..1,000; default 4
 * @param minDaysSinceLastOrder days after which an offer is made outside the prime window too,
 *     0..3650; default 14
 * @param highValueScore profile score from which neither window nor days matter, 0..100; default
 *     none
 * @param firstShare the first favourite's share of the items, above 0 and at most 1; default 0.6
 * @param discounts discount by quantity; default 7 items 15 %, 5 12 %, 4 10 %
 * @param loyalty more for high profile scores; default 80: 3 points, x 1.5; 60: 2 points, x 1.25
 * @param maxDiscountPercent the highest discount in all, 0..100; default 20
 * @param validity how long an offer stands, above zero and at most 36,500 days; default 7 days
 * @param coolDown how long none is made after a rejected one, zero for no wait, at most 36,500
 *     days; default 7 days
 */
public record BundlePolicy(
    int minQuantity,
    int minDaysSinceLastOrder,
    @Nullable BigDecimal highValueScore,
    BigDecimal firstShare,
    List<DiscountStep> discounts,
    List<LoyaltyStep> loyalty,
    BigDecimal maxDiscountPercent,
    Duration validity,
    Duration coolDown) {
  private static final int MAX_QUANTITY = 1000;
  private static final int MAX_DAYS = 3650;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BundlePolicy DEFAULTS =
      new BundlePolicy(
          4,
          14,
          null,
          new BigDecimal("0.6"),
          List.of(
              new DiscountStep(7, BigDecimal.valueOf(15)),
              new DiscountStep(5, BigDecimal.valueOf(12)),
              new DiscountStep(4, BigDecimal.valueOf(10))),
          List.of(
              new LoyaltyStep(BigDecimal.valueOf(80), BigDecimal.valueOf(3), new BigDecimal("1.5")),
              new LoyaltyStep(
                  BigDecimal.valueOf(60), BigDecimal.valueOf(2), new BigDecimal("1.25"))),
          BigDecimal.valueOf(20),
          Duration.ofDays(7),
          Duration.ofDays(7));

  /**
   * The discount from a quantity on.
   *
   * @param fromQuantity items, 1..1,000
   * @param percent 0..100
   */
  public record DiscountStep(int fromQuantity, BigDecimal percent) {
    /**
     * Checks the step.
     *
     * @throws InvalidInputException naming the part outside its range
     */
    public DiscountStep {
      Inputs.between("fromQuantity", fromQuantity, 1, MAX_QUANTITY);
      requirePercent("percent", percent);
    }
  }

  /**
   * What a high profile score adds.
   *
   * @param fromScore profile score, 0..100
   * @param discountPoints percentage points added to the discount, 0..100
   * @param bonusFactor multiplies the bonus points, 1..100
   */
  public record LoyaltyStep(
      BigDecimal fromScore, BigDecimal discountPoints, BigDecimal bonusFactor) {
    /**
     * Checks the step.
     *
     * @throws InvalidInputException naming the part outside its range
     */
    public LoyaltyStep {
      requirePercent("fromScore", fromScore);
      requirePercent("discountPoints", discountPoints);
      requirePercent("bonusFactor", bonusFactor);
      if (bonusFactor.compareTo(BigDecimal.ONE) < 0) {
        throw new InvalidInputException("bonusFactor", "must be at least 1, is " + bonusFactor);
      }
    }
  }

  /**
   * Checks the policy.
   *
   * @throws InvalidInputException naming the rule that is missing or outside its range
   */
  public BundlePolicy {
    Inputs.between("minQuantity", minQuantity, 1, MAX_QUANTITY);
    Inputs.between("minDaysSinceLastOrder", minDaysSinceLastOrder, 0, MAX_DAYS);
    if (highValueScore != null) {
      requirePercent("highValueScore", highValueScore);
    }
    if (Inputs.plain("firstShare", firstShare).signum() <= 0
        || firstShare.compareTo(BigDecimal.ONE) > 0) {
      throw new InvalidInputException(
          "firstShare", "must be above 0 and at most 1, is " + firstShare.toPlainString());
    }
    discounts = Inputs.list("discounts", discounts);
    for (int i = 1; i < discounts.size(); i++) {
      if (discounts.get(i).fromQuantity() >= discounts.get(i - 1).fromQuantity()) {
        throw new InvalidInputException("discounts", "must have falling quantities");
      }
    }
    loyalty = Inputs.list("loyalty", loyalty);
    for (int i = 1; i < loyalty.size(); i++) {
      if (loyalty.get(i).fromScore().compareTo(loyalty.get(i - 1).fromScore()) >= 0) {
        throw new InvalidInputException("loyalty", "must have falling scores");
      }
    }
    requirePercent("maxDiscountPercent", maxDiscountPercent);
    Inputs.positive("validity", validity);
    Inputs.notNegative("coolDown", coolDown);
  }

  /** Returns the deployed shop's rules. */
  public static BundlePolicy defaults() {
    return DEFAULTS;
  }

  /** Returns these rules with a score from which neither window nor days matter, 0..100. */
  public BundlePolicy withHighValueScore(BigDecimal score) {
    return new BundlePolicy(
        minQuantity,
        minDaysSinceLastOrder,
        Inputs.required("highValueScore", score),
        firstShare,
        discounts,
        loyalty,
        maxDiscountPercent,
        validity,
        coolDown);
  }

  /** Returns these rules with another wait after a rejected offer; zero for none. */
  public BundlePolicy withCoolDown(Duration wait) {
    return new BundlePolicy(
        minQuantity,
        minDaysSinceLastOrder,
        highValueScore,
        firstShare,
        discounts,
        loyalty,
        maxDiscountPercent,
        validity,
        wait);
  }

  BigDecimal discountPercent(int quantity, BigDecimal score) {
    BigDecimal byQuantity =
        discounts.stream()
            .filter(step -> quantity >= step.fromQuantity())
            .map(DiscountStep::percent)
            .findFirst()
            .orElse(BigDecimal.ZERO);
    BigDecimal byScore =
        loyalty.stream()
            .filter(step -> score.compareTo(step.fromScore()) >= 0)
            .map(LoyaltyStep::discountPoints)
            .findFirst()
            .orElse(BigDecimal.ZERO);
    return byQuantity.add(byScore).min(maxDiscountPercent);
  }

  int bonusPoints(BigDecimal finalPrice, BigDecimal score) {
    BigDecimal factor =
        loyalty.stream()
            .filter(step -> score.compareTo(step.fromScore()) >= 0)
            .map(LoyaltyStep::bonusFactor)
            .findFirst()
            .orElse(BigDecimal.ONE);
    return finalPrice
        .setScale(0, RoundingMode.FLOOR)
        .multiply(factor)
        .setScale(0, RoundingMode.FLOOR)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValueExact();
  }

  private static void requirePercent(String field, BigDecimal value) {
    BigDecimal percent = Inputs.plain(field, value);
    if (percent.signum() < 0 || percent.compareTo(HUNDRED) > 0) {
      throw new InvalidInputException(
          field, "must be between 0 and 100, is " + percent.toPlainString());
    }
  }
}
