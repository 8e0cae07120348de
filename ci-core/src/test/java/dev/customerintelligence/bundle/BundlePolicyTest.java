package dev.customerintelligence.bundle;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.bundle.BundlePolicy.DiscountStep;
import dev.customerintelligence.bundle.BundlePolicy.LoyaltyStep;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundlePolicyTest {
  private static final BundlePolicy DEFAULTS = BundlePolicy.defaults();
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal BELOW_ZERO = new BigDecimal("-0.01");
  private static final BigDecimal ABOVE_100 = new BigDecimal("100.01");
  private static final Duration WEEK = Duration.ofDays(7);

  @Test
  void holdsTheDeployedShopsRulesByDefault() {
    assertThat(DEFAULTS)
        .isEqualTo(
            new BundlePolicy(
                4,
                14,
                null,
                new BigDecimal("0.6"),
                List.of(
                    new DiscountStep(7, new BigDecimal("15")),
                    new DiscountStep(5, new BigDecimal("12")),
                    new DiscountStep(4, new BigDecimal("10"))),
                List.of(
                    new LoyaltyStep(
                        new BigDecimal("80"), new BigDecimal("3"), new BigDecimal("1.5")),
                    new LoyaltyStep(
                        new BigDecimal("60"), new BigDecimal("2"), new BigDecimal("1.25"))),
                new BigDecimal("20"),
                WEEK,
                WEEK));
  }

  @Test
  void replacesOneRuleAndKeepsTheOthers() {
    BundlePolicy changed =
        DEFAULTS.withHighValueScore(new BigDecimal("80")).withCoolDown(Duration.ZERO);

    assertThat(changed.highValueScore()).isEqualTo(new BigDecimal("80"));
    assertThat(changed.coolDown()).isZero();
    assertThat(changed.withCoolDown(WEEK))
        .isEqualTo(DEFAULTS.withHighValueScore(new BigDecimal("80")));
    assertThat(changed)
        .usingRecursiveComparison()
        .ignoringFields("highValueScore", "coolDown")
        .isEqualTo(DEFAULTS);
    assertRefused("highValueScore", () -> DEFAULTS.withHighValueScore(null));
  }

  @Test
  void refusesRulesOutOfRange() {
    assertRefused("minQuantity", () -> policy(0, 14, null, ONE, ONE, WEEK, WEEK));
    assertRefused("minQuantity", () -> policy(1001, 14, null, ONE, ONE, WEEK, WEEK));
    assertRefused("minDaysSinceLastOrder", () -> policy(4, -1, null, ONE, ONE, WEEK, WEEK));
    assertRefused("minDaysSinceLastOrder", () -> policy(4, 3651, null, ONE, ONE, WEEK, WEEK));
    assertRefused("highValueScore", () -> policy(4, 14, BELOW_ZERO, ONE, ONE, WEEK, WEEK));
    assertRefused("highValueScore", () -> policy(4, 14, ABOVE_100, ONE, ONE, WEEK, WEEK));
    assertRefused("firstShare", () -> policy(4, 14, null, null, ONE, WEEK, WEEK));
    assertRefused("firstShare", () -> policy(4, 14, null, BigDecimal.ZERO, ONE, WEEK, WEEK));
    assertThat(
            assertRefused(
                "firstShare", () -> policy(4, 14, null, new BigDecimal("1.01"), ONE, WEEK, WEEK)))
        .hasMessage("firstShare: must be above 0 and at most 1, is 1.01");
    assertRefused("maxDiscountPercent", () -> policy(4, 14, null, ONE, null, WEEK, WEEK));
    assertThat(
            assertRefused(
                "maxDiscountPercent", () -> policy(4, 14, null, ONE, ABOVE_100, WEEK, WEEK)))
        .hasMessage("maxDiscountPercent: must be between 0 and 100, is 100.01");
    assertRefused("validity", () -> policy(4, 14, null, ONE, ONE, Duration.ZERO, WEEK));
    assertRefused("validity", () -> policy(4, 14, null, ONE, ONE, null, WEEK));
    assertRefused("validity", () -> policy(4, 14, null, ONE, ONE, Duration.ofDays(36_501), WEEK));
    assertRefused("coolDown", () -> policy(4, 14, null, ONE, ONE, WEEK, null));
    assertRefused("coolDown", () -> policy(4, 14, null, ONE, ONE, WEEK, Duration.ofNanos(-1)));
    assertRefused("coolDown", () -> DEFAULTS.withCoolDown(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThat(policy(1000, 3650, BigDecimal.ZERO, ONE, BigDecimal.valueOf(100), WEEK, WEEK))
        .isNotNull();
    assertThat(policy(1, 0, BigDecimal.valueOf(100), ONE, BigDecimal.ZERO, WEEK, Duration.ZERO))
        .isNotNull();
  }

  @Test
  void refusesStepsOutOfOrder() {
    DiscountStep four = new DiscountStep(4, ONE);
    LoyaltyStep sixty = new LoyaltyStep(new BigDecimal("60"), ONE, ONE);

    assertThat(assertRefused("discounts", () -> steps(List.of(four, four), List.of())))
        .hasMessage("discounts: must have falling quantities");
    assertThat(
            assertRefused(
                "loyalty",
                () ->
                    steps(
                        List.of(),
                        List.of(sixty, new LoyaltyStep(new BigDecimal("60.0"), ONE, ONE)))))
        .hasMessage("loyalty: must have falling scores");
    assertRefused("discounts", () -> steps(null, List.of()));
    assertRefused("discounts[0]", () -> steps(Collections.singletonList(null), List.of()));
    assertRefused("loyalty", () -> steps(List.of(), null));
    assertRefused("loyalty[0]", () -> steps(List.of(), Collections.singletonList(null)));
  }

  @Test
  void checksSteps() {
    assertRefused("fromQuantity", () -> new DiscountStep(0, ONE));
    assertRefused("fromQuantity", () -> new DiscountStep(1001, ONE));
    assertRefused("percent", () -> new DiscountStep(4, null));
    assertRefused("percent", () -> new DiscountStep(4, BELOW_ZERO));
    assertRefused("percent", () -> new DiscountStep(4, ABOVE_100));
    assertRefused("fromScore", () -> new LoyaltyStep(ABOVE_100, ONE, ONE));
    assertRefused("discountPoints", () -> new LoyaltyStep(ONE, BELOW_ZERO, ONE));
    assertRefused("bonusFactor", () -> new LoyaltyStep(ONE, ONE, ABOVE_100));
    assertThat(assertRefused("bonusFactor", () -> new LoyaltyStep(ONE, ONE, new BigDecimal("0.9"))))
        .hasMessage("bonusFactor: must be at least 1, is 0.9");
    assertThat(new LoyaltyStep(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.valueOf(100)))
        .isNotNull();
  }

  private static BundlePolicy policy(
      int minQuantity,
      int minDays,
      BigDecimal highValueScore,
      BigDecimal firstShare,
      BigDecimal maxDiscount,
      Duration validity,
      Duration coolDown) {
    return new BundlePolicy(
        minQuantity,
        minDays,
        highValueScore,
        firstShare,
        List.of(),
        List.of(),
        maxDiscount,
        validity,
        coolDown);
  }

  private static BundlePolicy steps(List<DiscountStep> discounts, List<LoyaltyStep> loyalty) {
    return new BundlePolicy(4, 14, null, ONE, discounts, loyalty, ONE, WEEK, WEEK);
  }
}
