package dev.customerintelligence.profile;

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
    assertThat(segments.counts().values().stream().mapToInt(count -> count).sum()).isEqualTo(995);
    // The published maps differ; their champions by R and F alone are the package test's 158.
    assertThat(
            segments.scores().values().stream()
                .filter(score -> score.recency() >= 4)
                .filter(score -> score.frequency() >= 4 && score.monetary() >= 4))
        .hasSize(158);
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
