package dev.customerintelligence.profile;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.ProfilePolicy.CycleRule;
import dev.customerintelligence.profile.ProfilePolicy.FavoriteRule;
import dev.customerintelligence.profile.ProfilePolicy.RecencyStep;
import dev.customerintelligence.profile.ProfilePolicy.ScoreRule;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfilePolicyTest {
  private static final ProfilePolicy DEFAULTS = ProfilePolicy.defaults();
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal BELOW_ZERO = new BigDecimal("-0.01");
  private static final BigDecimal TOO_LARGE = new BigDecimal("1000.01");

  @Test
  void holdsTheDeployedShopsRulesByDefault() {
    assertThat(DEFAULTS.paidStatuses()).containsExactly("completed");
    assertThat(DEFAULTS.excludedProducts()).isEmpty();
    assertThat(DEFAULTS.favorites()).isEqualTo(new FavoriteRule(3, 5, ONE, new BigDecimal("3")));
    assertThat(DEFAULTS.cycle())
        .isEqualTo(new CycleRule(14, 7, new BigDecimal("0.8"), new BigDecimal("1.2")));
    assertThat(DEFAULTS.score())
        .isEqualTo(
            new ScoreRule(
                new BigDecimal("5"),
                30,
                new BigDecimal("0.3"),
                30,
                List.of(
                    new RecencyStep(14, 40),
                    new RecencyStep(30, 30),
                    new RecencyStep(60, 20),
                    new RecencyStep(90, 10))));
    assertThat(DEFAULTS.primeWindow()).isEqualTo(PrimeWindowSource.RULE);
  }

  @Test
  void replacesOneRuleAndKeepsTheOthers() {
    FavoriteRule favorites = new FavoriteRule(1, 1, ONE, ONE);
    CycleRule cycle = new CycleRule(1, 1, ONE, ONE);
    ScoreRule score = new ScoreRule(ONE, 1, ONE, 1, List.of());
    Set<ProductId> excluded = Set.of(ProductId.of(44));

    ProfilePolicy all =
        DEFAULTS
            .withPaidStatuses(Set.of("processing"))
            .withExcludedProducts(excluded)
            .withFavorites(favorites)
            .withCycle(cycle)
            .withScore(score)
            .withPrimeWindow(PrimeWindowSource.FORECAST);

    assertThat(all)
        .isEqualTo(
            new ProfilePolicy(
                Set.of("processing"),
                excluded,
                favorites,
                cycle,
                score,
                PrimeWindowSource.FORECAST));
  }

  @Test
  void spellsStatusesAsOrdersDo() {
    assertThat(DEFAULTS.withPaidStatuses(Set.of("wc-completed", "Completed")).paidStatuses())
        .containsExactly("completed");
  }

  @Test
  void refusesAPolicyWithoutPaidStatuses() {
    assertRefused("paidStatuses", () -> DEFAULTS.withPaidStatuses(null));
    assertThat(assertRefused("paidStatuses", () -> DEFAULTS.withPaidStatuses(Set.of())))
        .hasMessage("paidStatuses: must hold at least one status");
    assertRefused("status", () -> DEFAULTS.withPaidStatuses(Set.of(" ")));
    assertRefused("status", () -> DEFAULTS.withPaidStatuses(Collections.singleton(null)));
  }

  @Test
  void refusesMissingRules() {
    assertRefused("excludedProducts", () -> DEFAULTS.withExcludedProducts(null));
    assertRefused(
        "excludedProducts",
        () -> DEFAULTS.withExcludedProducts(new HashSet<>(Arrays.asList(ProductId.of(1), null))));
    assertRefused("favorites", () -> DEFAULTS.withFavorites(null));
    assertRefused("cycle", () -> DEFAULTS.withCycle(null));
    assertRefused("score", () -> DEFAULTS.withScore(null));
    assertRefused("primeWindow", () -> DEFAULTS.withPrimeWindow(null));
  }

  @Test
  void checksTheChoiceOfFavorites() {
    assertThat(new FavoriteRule(100, 100, BigDecimal.ZERO, new BigDecimal("1000"))).isNotNull();
    assertRefused("recentOrders", () -> new FavoriteRule(0, 1, ONE, ONE));
    assertRefused("recentOrders", () -> new FavoriteRule(101, 1, ONE, ONE));
    assertRefused("count", () -> new FavoriteRule(1, 0, ONE, ONE));
    assertRefused("count", () -> new FavoriteRule(1, 101, ONE, ONE));
    assertRefused("quantityWeight", () -> new FavoriteRule(1, 1, null, ONE));
    assertRefused("quantityWeight", () -> new FavoriteRule(1, 1, BELOW_ZERO, ONE));
    assertRefused("appearanceWeight", () -> new FavoriteRule(1, 1, ONE, null));
    assertThat(assertRefused("appearanceWeight", () -> new FavoriteRule(1, 1, ONE, TOO_LARGE)))
        .hasMessage("appearanceWeight: must be between 0 and 1000, is 1000.01");
  }

  @Test
  void checksTheCycle() {
    assertThat(new CycleRule(3650, 3650, ONE, ONE)).isNotNull();
    assertRefused("defaultDays", () -> new CycleRule(0, 7, ONE, ONE));
    assertRefused("defaultDays", () -> new CycleRule(3651, 7, ONE, ONE));
    assertRefused("minDays", () -> new CycleRule(14, 0, ONE, ONE));
    assertRefused("minDays", () -> new CycleRule(14, 3651, ONE, ONE));
    assertRefused("windowStart", () -> new CycleRule(14, 7, null, ONE));
    assertRefused("windowStart", () -> new CycleRule(14, 7, BELOW_ZERO, ONE));
    assertRefused("windowEnd", () -> new CycleRule(14, 7, ONE, null));
    assertRefused("windowEnd", () -> new CycleRule(14, 7, ONE, TOO_LARGE));
    assertThat(assertRefused("windowEnd", () -> new CycleRule(14, 7, ONE, new BigDecimal("0.9"))))
        .hasMessage("windowEnd: must be at least windowStart, 1, is 0.9");
  }

  @Test
  void checksTheScore() {
    assertThat(new ScoreRule(ONE, 100, ONE, 0, List.of())).isNotNull();
    assertRefused("pointsPerOrder", () -> new ScoreRule(BELOW_ZERO, 1, ONE, 1, List.of()));
    assertRefused("maxOrderPoints", () -> new ScoreRule(ONE, 101, ONE, 1, List.of()));
    assertRefused("maxOrderPoints", () -> new ScoreRule(ONE, -1, ONE, 1, List.of()));
    assertRefused("pointsPerAmount", () -> new ScoreRule(ONE, 1, TOO_LARGE, 1, List.of()));
    assertRefused("maxAmountPoints", () -> new ScoreRule(ONE, 1, ONE, 101, List.of()));
    assertRefused("maxAmountPoints", () -> new ScoreRule(ONE, 1, ONE, -1, List.of()));
    assertRefused("recency", () -> new ScoreRule(ONE, 1, ONE, 1, null));
    assertRefused(
        "recency[0]", () -> new ScoreRule(ONE, 1, ONE, 1, Collections.singletonList(null)));
    assertThat(
            assertRefused(
                "recency",
                () ->
                    new ScoreRule(
                        ONE, 1, ONE, 1, List.of(new RecencyStep(30, 1), new RecencyStep(30, 2)))))
        .hasMessage("recency: must have rising days");
  }

  @Test
  void checksRecencySteps() {
    assertThat(new RecencyStep(0, 0)).isNotNull();
    assertThat(new RecencyStep(3650, 100)).isNotNull();
    assertRefused("withinDays", () -> new RecencyStep(-1, 1));
    assertRefused("withinDays", () -> new RecencyStep(3651, 1));
    assertRefused("points", () -> new RecencyStep(1, -1));
    assertRefused("points", () -> new RecencyStep(1, 101));
  }
}
