package dev.customerintelligence.profile;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.day;
import static dev.customerintelligence.order.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.Order;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RfmTest {
  private static final ProfilePolicy POLICY = ProfilePolicy.defaults();

  /** The cuts of the worked table of the R package rfm. */
  private static final RfmThresholds WORKED =
      new RfmThresholds(
          List.of(115.0, 181.0, 297.4, 482.0),
          List.of(4.0, 5.0, 6.0, 8.0),
          List.of(255.8, 382.0, 506.4, 666.0));

  private static final RfmThresholds SIMPLE =
      new RfmThresholds(
          List.of(10.0, 20.0, 30.0, 40.0),
          List.of(2.0, 3.0, 4.0, 5.0),
          List.of(1.0, 2.0, 3.0, 4.0));

  @Test
  void quantilesAreThoseOfR() {
    double[] mpg = {
      21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4,
      14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4
    };

    assertThat(Arrays.stream(RfmThresholds.quantiles(mpg)).map(quantile -> quantile + 1).toArray())
        .containsExactly(new double[] {16.20, 18.92, 22.00, 25.08}, within(1e-9));
    assertThat(RfmThresholds.quantiles(new double[] {7})).containsExactly(7, 7, 7, 7);
  }

  @Test
  void cutsAreTheQuantilesPlusOne() {
    List<RfmMeasure> customers = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      customers.add(measure(i, 1 + i, 2 * i));
    }
    RfmThresholds cuts = RfmThresholds.quantiles(customers);

    assertThat(cuts.recencyDays()).containsExactly(21.0, 41.0, 61.0, 81.0);
    assertThat(cuts.frequency()).containsExactly(22.0, 42.0, 62.0, 82.0);
    assertThat(cuts.monetary()).containsExactly(41.0, 81.0, 121.0, 161.0);
  }

  @ParameterizedTest
  @CsvSource({"205,6,472,343", "140,3,340,412", "194,4,405,323", "98,7,596,544", "132,5,448,433"})
  void scoresTheWorkedTable(int days, int orders, int amount, int code) {
    assertThat(WORKED.score(measure(days, orders, amount)).code()).isEqualTo(code);
  }

  @Test
  void aValueReachesTheCutThatItEquals() {
    assertThat(SIMPLE.score(measure(10, 2, 1)).code()).isEqualTo(422);
    assertThat(SIMPLE.score(measure(9, 1, 0)).code()).isEqualTo(511);
    assertThat(SIMPLE.score(measure(40, 5, 4)).code()).isEqualTo(155);
    assertThat(SIMPLE.score(new RfmMeasure(39, 4, new BigDecimal("3.99"))).code()).isEqualTo(244);
  }

  @ParameterizedTest
  @CsvSource({
    "1,HIBERNATING,HIBERNATING,AT_RISK,AT_RISK,CANT_LOSE",
    "2,HIBERNATING,HIBERNATING,AT_RISK,AT_RISK,CANT_LOSE",
    "3,ABOUT_TO_SLEEP,ABOUT_TO_SLEEP,NEED_ATTENTION,LOYAL,LOYAL",
    "4,PROMISING,POTENTIAL_LOYALIST,POTENTIAL_LOYALIST,LOYAL,LOYAL",
    "5,NEW,POTENTIAL_LOYALIST,POTENTIAL_LOYALIST,CHAMPIONS,CHAMPIONS"
  })
  void everyScoreHasOneSegment(
      int r, RfmSegment f1, RfmSegment f2, RfmSegment f3, RfmSegment f4, RfmSegment f5) {
    List<RfmSegment> row = List.of(f1, f2, f3, f4, f5);
    for (int f = 1; f <= 5; f++) {
      for (int m = 1; m <= 5; m++) {
        assertThat(new RfmScore(r, f, m).segment()).isEqualTo(row.get(f - 1));
      }
    }
  }

  @Test
  void everySegmentIsReached() {
    Set<RfmSegment> reached = EnumSet.noneOf(RfmSegment.class);
    for (int cell = 0; cell < 25; cell++) {
      reached.add(new RfmScore(1 + cell / 5, 1 + cell % 5, 1).segment());
    }

    assertThat(reached).containsExactly(RfmSegment.values());
  }

  @Test
  void tiesStayTogetherInAnySequence() {
    Random random = new Random(5);
    List<RfmMeasure> customers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      customers.add(measure(random.nextInt(20), 1 + random.nextInt(3), random.nextInt(4)));
    }
    RfmThresholds cuts = RfmThresholds.quantiles(customers);
    Collections.shuffle(customers, random);

    assertThat(RfmThresholds.quantiles(customers)).isEqualTo(cuts);
    Map<RfmMeasure, Set<RfmScore>> scores = new HashMap<>();
    customers.forEach(
        customer ->
            scores.computeIfAbsent(customer, key -> new HashSet<>()).add(cuts.score(customer)));
    assertThat(scores.values()).allSatisfy(score -> assertThat(score).hasSize(1));
  }

  @Test
  void segmentsAreCounted() {
    RfmSegmentation<String> segments =
        RfmSegmentation.of(
            Map.of("a", measure(5, 5, 9), "b", measure(6, 6, 9), "c", measure(50, 1, 0)), SIMPLE);

    assertThat(segments.counts())
        .containsEntry(RfmSegment.CHAMPIONS, 2)
        .containsEntry(RfmSegment.HIBERNATING, 1)
        .containsEntry(RfmSegment.LOYAL, 0)
        .hasSize(RfmSegment.values().length);
    assertThat(segments.segmentOf("a")).contains(RfmSegment.CHAMPIONS);
    assertThat(segments.segmentOf("z")).isEmpty();
    assertThat(segments.scores()).containsEntry("c", new RfmScore(1, 1, 1)).hasSize(3);
    assertThat(segments).hasToString("RfmSegmentation[3 customers]");
    assertThat(RfmSegmentation.of(Map.of(), SIMPLE).counts().values()).containsOnly(0);
  }

  @Test
  void movementsAreCounted() {
    RfmSegmentation<String> before =
        RfmSegmentation.of(
            Map.of(
                "a", measure(5, 5, 9),
                "b", measure(5, 5, 9),
                "c", measure(50, 1, 0),
                "d", measure(5, 1, 0)),
            SIMPLE);
    RfmSegmentation<String> after =
        RfmSegmentation.of(
            Map.of(
                "a", measure(5, 6, 9),
                "b", measure(45, 5, 9),
                "d", measure(5, 2, 0),
                "e", measure(5, 1, 0),
                "f", measure(5, 1, 0)),
            SIMPLE);
    SegmentMovement movement = before.movementTo(after);

    assertThat(movement.count(RfmSegment.CHAMPIONS, RfmSegment.CHAMPIONS)).isEqualTo(1);
    assertThat(movement.count(RfmSegment.CHAMPIONS, RfmSegment.CANT_LOSE)).isEqualTo(1);
    assertThat(movement.count(RfmSegment.NEW, RfmSegment.POTENTIAL_LOYALIST)).isEqualTo(1);
    assertThat(movement.count(RfmSegment.NEW, RfmSegment.NEW)).isZero();
    assertThat(movement.count(RfmSegment.LOYAL, RfmSegment.NEW)).isZero();
    assertThat(movement.joined()).containsEntry(RfmSegment.NEW, 2).hasSize(10);
    assertThat(movement.left()).containsEntry(RfmSegment.HIBERNATING, 1).hasSize(10);
    assertRefused("moves", () -> new SegmentMovement(null, Map.of(), Map.of()));
    assertRefused("joined", () -> new SegmentMovement(Map.of(), null, Map.of()));
    assertRefused("left", () -> new SegmentMovement(Map.of(), Map.of(), null));
  }

  @Test
  void measuresWhatCounts() {
    List<Order> orders =
        List.of(
            order("1", day(1), "10.00"),
            order("2", day(9), "20.50"),
            order("3", day(20), "99.00"),
            order("4", day(5)).total(BigDecimal.TEN).refunded(new BigDecimal("4")).build(),
            order("5", day(6)).total(BigDecimal.TEN).status("cancelled").build());

    assertThat(RfmMeasure.of(orders, POLICY, day(12.9)))
        .contains(new RfmMeasure(3, 3, new BigDecimal("36.50")));
    assertThat(RfmMeasure.of(orders, POLICY, day(20)).orElseThrow().recencyDays()).isZero();
    assertThat(RfmMeasure.of(orders, POLICY, day(0))).isEmpty();
    assertThat(RfmMeasure.of(List.of(), POLICY, day(0))).isEmpty();
  }

  @Test
  void refusesWhatIsNoMeasure() {
    Order mine = order("1", day(1), "10.00");
    Order dollars =
        Order.builder("2", mine.customer(), day(2))
            .currency(Currency.getInstance("USD"))
            .total(BigDecimal.TEN)
            .build();
    Order anothers =
        Order.builder("3", EmailAddress.of("another@example.com"), day(2))
            .currency(mine.currency())
            .total(BigDecimal.TEN)
            .build();
    Instant now = day(9);

    assertThat(assertRefused("currency", () -> RfmMeasure.of(List.of(mine, dollars), POLICY, now)))
        .hasMessage("currency: must be one for all orders of a customer, is USD and EUR");
    assertThat(assertRefused("orders", () -> RfmMeasure.of(List.of(mine, anothers), POLICY, now)))
        .hasMessageNotContaining("another@example.com");
    assertRefused("orders", () -> RfmMeasure.of(null, POLICY, now));
    assertRefused("policy", () -> RfmMeasure.of(List.of(mine), null, now));
    assertRefused("asOf", () -> RfmMeasure.of(List.of(mine), POLICY, null));
    assertRefused("recencyDays", () -> measure(-1, 1, 1));
    assertRefused("frequency", () -> measure(1, 0, 1));
    assertRefused("monetary", () -> measure(1, 1, -1));
    assertRefused("monetary", () -> new RfmMeasure(1, 1, null));
  }

  @Test
  void refusesWhatIsNoCutOrScore() {
    List<Double> good = List.of(1.0, 1.0, 2.0, 3.0);

    assertThat(new RfmThresholds(good, good, good)).isNotNull();
    assertThat(assertRefused("frequency", () -> new RfmThresholds(good, List.of(1.0, 2.0), good)))
        .hasMessage("frequency: must be 4 cuts, are 2");
    assertRefused("monetary", () -> new RfmThresholds(good, good, List.of(1.0, 2.0, 1.9, 3.0)));
    assertRefused(
        "recencyDays", () -> new RfmThresholds(List.of(1.0, Double.NaN, 2.0, 3.0), good, good));
    assertRefused("customers", () -> RfmThresholds.quantiles((List<RfmMeasure>) null));
    assertRefused("customers", () -> RfmThresholds.quantiles(List.<RfmMeasure>of()));
    assertRefused("measure", () -> SIMPLE.score(null));
    assertRefused("recency", () -> new RfmScore(0, 1, 1));
    assertRefused("frequency", () -> new RfmScore(1, 6, 1));
    assertRefused("monetary", () -> new RfmScore(1, 1, 6));
    assertRefused("customers", () -> RfmSegmentation.of(null, SIMPLE));
    assertRefused("thresholds", () -> RfmSegmentation.of(Map.of(), null));
    assertRefused("order", () -> POLICY.counts(null));
  }

  private static RfmMeasure measure(int days, int orders, int amount) {
    return new RfmMeasure(days, orders, BigDecimal.valueOf(amount));
  }
}
