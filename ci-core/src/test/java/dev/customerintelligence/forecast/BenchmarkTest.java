package dev.customerintelligence.forecast;

import static dev.customerintelligence.forecast.PublishedShops.CDNOW_END;
import static dev.customerintelligence.forecast.PublishedShops.CDNOW_SPLIT;
import static dev.customerintelligence.forecast.PublishedShops.ONLINE_RETAIL_END;
import static dev.customerintelligence.forecast.PublishedShops.ONLINE_RETAIL_SPLIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.customerintelligence.forecast.EvaluationReport.WindowScore;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows of stated probability against 80 to 120 % of the mean gap, on two real shops. */
class BenchmarkTest {
  private static final FitOptions ONE_START = new FitOptions(1, 0);
  private static final ModelSpec EXPONENTIAL = ModelSpec.MBG_NBD;
  private static final ModelSpec GAMMA = ModelSpec.MBG_NBD.with(Regularity.GAMMA);
  private static final ModelSpec MIXED = ModelSpec.MBG_NBD.with(Regularity.MIXED);

  @Test
  void onlineRetail() throws IOException {
    List<PurchaseDays> shop = PublishedShops.onlineRetail();
    EvaluationPlan plan = EvaluationPlan.of(ONLINE_RETAIL_SPLIT, ONLINE_RETAIL_END, 90);
    FittedModel exponential = fit(shop, ONLINE_RETAIL_SPLIT, EXPONENTIAL);
    FittedModel gamma = fit(shop, ONLINE_RETAIL_SPLIT, GAMMA);
    FittedModel mixed = fit(shop, ONLINE_RETAIL_SPLIT, MIXED);

    assertThat(exponential.diagnostics().logLikelihood()).isCloseTo(-25086.14, within(5e-3));
    assertThat(exponential.diagnostics().atBound()).contains("a");
    assertThat(gamma.diagnostics().logLikelihood()).isCloseTo(-24704.95, within(5e-3));
    assertThat(gamma.diagnostics().sound()).isTrue();
    assertThat(gamma.model().parameter("k")).isCloseTo(1.81, within(5e-3));
    assertThat(gamma.model().parameter("a")).isCloseTo(0.098, within(5e-4));
    assertThat(gamma.model().parameter("b")).isCloseTo(2.27, within(5e-3));
    assertThat(mixed.diagnostics().logLikelihood()).isCloseTo(-24641.58, within(5e-3));

    EvaluationReport report = ForecastEvaluation.evaluate(shop, plan, mixed.model());
    print("UCI Online Retail", report);
    assertThat(report.origins()).isEqualTo(2421);
    assertThat(report.returned()).isEqualTo(1961);
    // Six of the windows end exactly on the day of the order: whether they count is rounding.
    assertScore(report.naive(), 0.219, 0.178, 17, 163, 0.005);
    assertScore(report.windows().get(0), 0.903, 0.731, 75, 85, 0.001);
    assertThat(report.windows().get(1).coverage()).isCloseTo(0.588, within(0.0015));
    assertThat(report.windows().get(1).meanWidth()).isCloseTo(35, within(0.5));
    assertThat(report.mostProbable().coverage()).isCloseTo(0.340, within(0.001));
    assertThat(logScore(shop, plan, exponential)).isCloseTo(4.400, within(5.1e-4));
    assertThat(logScore(shop, plan, gamma)).isCloseTo(4.259, within(5e-4));
    assertThat(report.logScore()).isCloseTo(4.237, within(5e-4));
  }

  @Test
  void cdnow() throws IOException {
    List<PurchaseDays> shop = PublishedShops.cdnow();
    EvaluationPlan plan = EvaluationPlan.of(CDNOW_SPLIT, CDNOW_END, 180);
    FittedModel mixed = fit(shop, CDNOW_SPLIT, MIXED);
    EvaluationReport report = ForecastEvaluation.evaluate(shop, plan, mixed.model());

    print("CDNOW", report);
    assertThat(report.origins()).isEqualTo(737);
    assertThat(report.returned()).isEqualTo(553);
    assertScore(report.naive(), 0.152, 0.114, 28, 364, 0.001);
    assertScore(report.windows().get(0), 0.884, 0.664, 141, 176, 0.001);
    assertThat(report.windows().get(1).coverage()).isCloseTo(0.608, within(0.001));
    assertThat(report.windows().get(1).meanWidth()).isCloseTo(52, within(0.5));
    assertThat(report.mostProbable().coverage()).isGreaterThanOrEqualTo(0.389);
    assertThat(logScore(shop, plan, fit(shop, CDNOW_SPLIT, EXPONENTIAL)))
        .isCloseTo(4.798, within(5e-4));
    assertThat(logScore(shop, plan, fit(shop, CDNOW_SPLIT, GAMMA))).isCloseTo(4.796, within(5e-4));
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

  private static double logScore(List<PurchaseDays> shop, EvaluationPlan plan, FittedModel fitted) {
    return ForecastEvaluation.evaluate(shop, plan, fitted.model()).logScore();
  }

  private static FittedModel fit(List<PurchaseDays> shop, LocalDate split, ModelSpec spec) {
    return ModelFitter.fit(PurchaseDays.summaries(shop, split), spec, ONE_START);
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
