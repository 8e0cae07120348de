package dev.customerintelligence.profile;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.customerintelligence.internal.SharedData;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The worked table of the R package rfm. */
class RfmReferenceTest {
  private static final LocalDate ANALYSIS_DATE = LocalDate.parse("2006-12-31");

  @Test
  void cutsAndScoresTheWorkedTable() throws IOException {
    Map<String, RfmMeasure> customers = customers();
    RfmThresholds cuts = RfmThresholds.quantiles(customers.values());

    assertThat(customers).hasSize(995);
    assertCuts(cuts.recencyDays(), 115, 181, 297.4, 482);
    assertCuts(cuts.frequency(), 4, 5, 6, 8);
    assertCuts(cuts.monetary(), 255.8, 382, 506.4, 666);
    RfmSegmentation<String> segments = RfmSegmentation.of(customers, cuts);
    assertThat(segments.scores().get("Abbey O'Reilly").code()).isEqualTo(343);
    assertThat(segments.scores().get("Add Senger").code()).isEqualTo(412);
    assertThat(segments.scores().get("Aden Lesch").code()).isEqualTo(323);
    assertThat(segments.scores().get("Aden Murphy").code()).isEqualTo(544);
    assertThat(segments.scores().get("Admiral Senger").code()).isEqualTo(433);
    assertThat(segments.counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                entry(RfmSegment.ABOUT_TO_SLEEP, 76),
                entry(RfmSegment.AT_RISK, 135),
                entry(RfmSegment.CANT_LOSE, 22),
                entry(RfmSegment.CHAMPIONS, 99),
                entry(RfmSegment.HIBERNATING, 240),
                entry(RfmSegment.LOYAL, 170),
                entry(RfmSegment.NEED_ATTENTION, 46),
                entry(RfmSegment.NEW, 30),
                entry(RfmSegment.POTENTIAL_LOYALIST, 146),
                entry(RfmSegment.PROMISING, 31)));
  }

  /** The map of the package's README: the first that a score fits. */
  @Test
  void countsTheSegmentsOfThePackagesReadme() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (RfmScore score : scores().values()) {
      counts.merge(readme(score.recency(), score.frequency(), score.monetary()), 1, Integer::sum);
    }

    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                entry("Champions", 35),
                entry("Potential Loyalist", 342),
                entry("Loyal", 170),
                entry("Promising", 9),
                entry("New", 104),
                entry("Can't Lose", 47),
                entry("At Risk", 28),
                entry("Need Attention", 10),
                entry("About To Sleep", 102),
                entry("Lost", 148)));
  }

  /** The map of the package's own test, where frequency and amount share a range. */
  @Test
  void countsTheSegmentsOfThePackagesTest() throws IOException {
    Map<String, RfmMeasure> customers = customers();
    Map<String, Integer> counts = new TreeMap<>();
    int orders = 0;
    BigDecimal amount = BigDecimal.ZERO;
    for (Map.Entry<String, RfmScore> customer : scores().entrySet()) {
      RfmScore score = customer.getValue();
      String segment = test(score.recency(), score.frequency(), score.monetary());
      counts.merge(segment, 1, Integer::sum);
      if (segment.equals("Champions")) {
        RfmMeasure measure = customers.get(customer.getKey());
        orders += measure.frequency();
        amount = amount.add(measure.monetary());
      }
    }

    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                entry("Champions", 158),
                entry("Loyal", 278),
                entry("Potential", 229),
                entry("Lost", 111),
                entry("At Risk", 86),
                entry("About To Sleep", 50),
                entry("Need Attention", 35),
                entry("Others", 48)));
    assertThat(customers.values().stream().mapToInt(RfmMeasure::frequency).sum()).isEqualTo(4906);
    assertThat(orders).isEqualTo(1234);
    assertThat(amount).isEqualByComparingTo("120178");
  }

  private static Map<String, RfmScore> scores() throws IOException {
    Map<String, RfmMeasure> customers = customers();
    return RfmSegmentation.of(customers, RfmThresholds.quantiles(customers.values())).scores();
  }

  private static String readme(int r, int f, int m) {
    if (in(r, 5, 5) && in(f, 5, 5) && in(m, 5, 5)) {
      return "Champions";
    }
    if (in(r, 3, 5) && in(f, 3, 5) && in(m, 2, 5)) {
      return "Potential Loyalist";
    }
    if (in(r, 2, 4) && in(f, 2, 4) && in(m, 2, 4)) {
      return "Loyal";
    }
    if (in(r, 3, 4) && in(f, 1, 3) && in(m, 3, 5)) {
      return "Promising";
    }
    if (in(r, 4, 5) && in(f, 1, 3) && in(m, 1, 5)) {
      return "New";
    }
    if (in(r, 1, 2) && in(f, 3, 4) && in(m, 4, 5)) {
      return "Can't Lose";
    }
    if (in(r, 1, 2) && in(f, 2, 5) && in(m, 4, 5)) {
      return "At Risk";
    }
    if (in(r, 1, 3) && in(f, 3, 5) && in(m, 3, 5)) {
      return "Need Attention";
    }
    if (in(r, 2, 3) && in(f, 1, 3) && in(m, 1, 4)) {
      return "About To Sleep";
    }
    return in(r, 1, 1) ? "Lost" : "Others";
  }

  private static String test(int r, int f, int m) {
    if (in(r, 4, 5) && in(f, 4, 5) && in(m, 4, 5)) {
      return "Champions";
    }
    if (in(r, 2, 5) && in(f, 3, 5) && in(m, 3, 5)) {
      return "Loyal";
    }
    if (in(r, 3, 5) && in(f, 1, 3) && in(m, 1, 3)) {
      return "Potential";
    }
    if (in(r, 4, 5) && in(f, 1, 1) && in(m, 1, 1)) {
      return "New";
    }
    if (in(r, 3, 4) && in(f, 1, 1) && in(m, 1, 1)) {
      return "Promising";
    }
    if (in(r, 2, 3) && in(f, 2, 3) && in(m, 2, 3)) {
      return "Need Attention";
    }
    if (in(r, 2, 3) && in(f, 1, 2) && in(m, 1, 2)) {
      return "About To Sleep";
    }
    if (in(r, 1, 2) && in(f, 2, 5) && in(m, 2, 5)) {
      return "At Risk";
    }
    if (in(r, 1, 1) && in(f, 4, 5) && in(m, 4, 5)) {
      return "Can't Lose";
    }
    return in(r, 1, 2) && in(f, 1, 2) && in(m, 1, 2) ? "Lost" : "Others";
  }

  private static boolean in(int grade, int from, int to) {
    return from <= grade && grade <= to;
  }

  private static void assertCuts(List<Double> cuts, double... expected) {
    assertThat(cuts).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(cuts.get(i)).isCloseTo(expected[i], within(1e-9));
    }
  }

  private static Map<String, RfmMeasure> customers() throws IOException {
    Map<String, RfmMeasure> customers = new TreeMap<>();
    List<String> lines = Files.readAllLines(SharedData.orSkip("rfm/rfm_data_orders.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      int days = (int) ChronoUnit.DAYS.between(LocalDate.parse(fields[1]), ANALYSIS_DATE);
      customers.merge(
          fields[0],
          new RfmMeasure(days, 1, new BigDecimal(fields[2])),
          (one, other) ->
              new RfmMeasure(
                  Math.min(one.recencyDays(), other.recencyDays()),
                  one.frequency() + 1,
                  one.monetary().add(other.monetary())));
    }
    return customers;
  }
}
