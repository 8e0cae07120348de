package dev.customerintelligence.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.customerintelligence.forecast.EvaluationReport.WindowScore;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Windows of stated probability against 80 to 120 % of the mean gap, on two real shops. */
class BenchmarkTest {
  @Test
  void onlineRetail() throws IOException {
    ShopBenchmark shop = ShopBenchmark.onlineRetail();
    FittedModel exponential = shop.exponential().fitted();
    FittedModel gamma = shop.gamma().fitted();

    assertThat(exponential.diagnostics().logLikelihood()).isCloseTo(-25086.14, within(5e-3));
    assertThat(exponential.diagnostics().atBound()).contains("a");
    assertThat(gamma.diagnostics().logLikelihood()).isCloseTo(-24704.95, within(5e-3));
    assertThat(gamma.diagnostics().sound()).isTrue();
    assertThat(gamma.model().parameter("k")).isCloseTo(1.81, within(5e-3));
    assertThat(gamma.model().parameter("a")).isCloseTo(0.098, within(5e-4));
    assertThat(gamma.model().parameter("b")).isCloseTo(2.27, within(5e-3));
    assertThat(shop.mixed().fitted().diagnostics().logLikelihood())
        .isCloseTo(-24641.58, within(5e-3));

    EvaluationReport report = shop.mixed().report();
    print(shop.name(), report);
    assertThat(report.origins()).isEqualTo(2421);
    assertThat(report.returned()).isEqualTo(1961);
    // Seven of the windows end exactly on the day of the order: whether they count is rounding.
    assertScore(report.naive(), 0.219, 0.178, 17, 163, 0.005);
    assertScore(report.windows().get(0), 0.903, 0.731, 75, 85, 0.001);
    assertThat(report.windows().get(1).coverage()).isCloseTo(0.588, within(0.0015));
    assertThat(report.windows().get(1).meanWidth()).isCloseTo(35, within(0.5));
    assertThat(report.mostProbable().coverage()).isCloseTo(0.340, within(0.001));
    assertThat(shop.exponential().report().logScore()).isCloseTo(4.400, within(5.1e-4));
    assertThat(shop.gamma().report().logScore()).isCloseTo(4.259, within(5e-4));
    assertThat(report.logScore()).isCloseTo(4.237, within(5e-4));
  }

  @Test
  void cdnow() throws IOException {
    ShopBenchmark shop = ShopBenchmark.cdnow();
    EvaluationReport report = shop.mixed().report();

    print(shop.name(), report);
    assertThat(report.origins()).isEqualTo(737);
    assertThat(report.returned()).isEqualTo(553);
    assertScore(report.naive(), 0.152, 0.114, 28, 364, 0.001);
    assertScore(report.windows().get(0), 0.884, 0.664, 141, 176, 0.001);
    assertThat(report.windows().get(1).coverage()).isCloseTo(0.608, within(0.001));
    assertThat(report.windows().get(1).meanWidth()).isCloseTo(52, within(0.5));
    // The reference's is 0.389: its windows begin at any moment, ours at the beginning of a day.
    assertThat(report.mostProbable().coverage()).isCloseTo(0.412, within(0.001));
    assertThat(shop.exponential().report().logScore()).isCloseTo(4.798, within(5e-4));
    assertThat(shop.gamma().report().logScore()).isCloseTo(4.796, within(5e-4));
    assertThat(report.logScore()).isCloseTo(4.796, within(5e-4));
  }

  private static void assertScore(
      WindowScore score,
      double coverage,
      double hit,
      double width,
      double winkler,
      double tolerance) {
    assertThat(score.coverage()).isCloseTo(coverage, within(tolerance));
    assertThat(score.hit()).isCloseTo(hit, within(tolerance));
    assertThat(score.meanWidth()).isCloseTo(width, within(0.5));
    assertThat(score.winkler()).isCloseTo(winkler, within(0.5));
  }

  private static void print(String name, EvaluationReport report) {
    System.out.printf(
        "%s: naive %s, 80 %% %s, 50 %% %s, best of naive's width %s, log score %.4f, CRPS %.2f%n",
        name,
        report.naive(),
        report.windows().get(0),
        report.windows().get(1),
        report.mostProbable(),
        report.logScore(),
        report.crps());
  }
}
