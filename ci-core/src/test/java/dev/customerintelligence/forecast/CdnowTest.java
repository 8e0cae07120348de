package dev.customerintelligence.forecast;

import static dev.customerintelligence.forecast.PublishedShops.CDNOW_END;
import static dev.customerintelligence.forecast.PublishedShops.CDNOW_SPLIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published fits and forecasts of CDNOW; times in weeks. */
class CdnowTest {
  private static List<PurchaseDays> shop;
  private static List<PurchaseSummary> customers;

  @BeforeAll
  static void read() throws IOException {
    shop = PublishedShops.cdnow();
    customers = PublishedShops.inWeeks(PurchaseDays.summaries(shop, CDNOW_SPLIT));
  }

  @Test
  void isTheSampleOfThePapers() {
    WeightedSummaries rows = new WeightedSummaries(customers, false);

    assertThat(customers).hasSize(2357);
    assertThat(rows.size).isEqualTo(1016);
    assertThat(rows.frequencies).hasSize(23);
  }

  @Test
  void bgNbd() {
    assertFit(ModelSpec.BG_NBD, -9582.429207, 0.2425945, 4.4136019, 0.7929199, 2.4258881);
  }

  @Test
  void mbgNbd() {
    assertFit(ModelSpec.MBG_NBD, -9582.135716, 0.524843, 6.183085, 0.891359, 1.614002);
  }

  @Test
  void nbd() {
    assertFit(ModelSpec.NBD, -9763.657615, 0.384766, 12.072023);
  }

  @Test
  void paretoNbd() {
    FittedModel fitted = fit(ModelSpec.PARETO_NBD);

    // The likelihood is flat here: the published optima agree to three digits.
    assertThat(fitted.diagnostics().logLikelihood()).isCloseTo(-9594.976, within(1e-3));
    assertThat(fitted.model().parameter("r")).isCloseTo(0.553, within(5e-4));
    assertThat(fitted.model().parameter("alpha")).isCloseTo(10.578, within(5e-4));
    assertThat(fitted.model().parameter("s")).isCloseTo(0.606, within(5e-4));
    assertThat(fitted.model().parameter("beta")).isCloseTo(11.669, within(5e-4));
    assertStandardError(fitted, "r", 0.0476264);
    assertStandardError(fitted, "alpha", 0.8427222);
    assertStandardError(fitted, "s", 0.1872594);
    assertStandardError(fitted, "beta", 6.2105448);
  }

  @Test
  void gammaGamma() {
    FittedSpendModel fitted = ModelFitter.fitSpend(customers, FitOptions.defaults());

    assertThat(fitted.diagnostics().customers()).isEqualTo(946);
    assertThat(fitted.diagnostics().logLikelihood()).isCloseTo(-4055.9177, within(5e-5));
    assertDigits("p", fitted.model().p(), 6.249574);
    assertDigits("q", fitted.model().q(), 3.744225);
    assertDigits("v", fitted.model().v(), 15.443518);
    assertThat(fitted.correlation()).isCloseTo(0.114, within(1e-3));
  }

  /** The Python package lifetimes ships the same customers with two decimals. */
  @Test
  void theRoundedTableHasItsOwnLikelihoods() throws IOException {
    List<PurchaseSummary> rounded = PublishedShops.cdnowRounded();

    assertThat(rounded).hasSize(2357);
    assertThat(
            ModelFitter.fit(rounded, ModelSpec.BG_NBD, FitOptions.defaults())
                .diagnostics()
                .logLikelihood())
        .isCloseTo(-9582.425561, within(5e-6));
    assertThat(ModelFitter.fitSpend(rounded, FitOptions.defaults()).diagnostics().logLikelihood())
        .isCloseTo(-4055.923244, within(5e-6));
  }

  @Test
  void forecastsTheHoldoutByFrequency() {
    double[] actual = {.2367, .6970, 1.3925, 1.5600, 2.5323, 2.9474, 3.8621, 6.3594};
    double[] bg = {.2250893, .5231364, 1.044126, 1.520256, 2.163824, 2.653789, 3.503957, 6.157036};
    double[] pareto = {.138, .600, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403};
    int[] count = {1411, 439, 214, 100, 62, 38, 29, 64};
    double[] bgSum = new double[8];
    double[] paretoSum = new double[8];
    double[] bought = new double[8];
    int[] seen = new int[8];
    PurchasePredictor bgPredictor = fit(ModelSpec.BG_NBD).model().predictor();
    PurchasePredictor paretoPredictor = fit(ModelSpec.PARETO_NBD).model().predictor();
    for (int i = 0; i < shop.size(); i++) {
      PurchaseSummary summary = customers.get(i);
      int group = Math.min(7, summary.frequency());
      seen[group]++;
      bgSum[group] += bgPredictor.expectedOrders(summary, 39);
      paretoSum[group] += paretoPredictor.expectedOrders(summary, 39);
      bought[group] +=
          shop.get(i).summary(CDNOW_END).orElseThrow().frequency() - summary.frequency();
    }

    assertThat(seen).containsExactly(count);
    for (int group = 0; group < 8; group++) {
      double n = seen[group];
      assertThat(bought[group] / n).isCloseTo(actual[group], within(5e-5));
      assertThat(bgSum[group] / n).as("BG " + group).isCloseTo(bg[group], within(5e-5 * bg[group]));
      assertThat(paretoSum[group] / n).as("Pareto " + group).isCloseTo(pareto[group], within(1e-3));
    }
  }

  @Test
  void regularityIsNotToBeFound() {
    FittedModel free = fit(ModelSpec.MBG_NBD.with(Regularity.GAMMA));
    FittedModel whole = fit(ModelSpec.MBG_NBD.with(Regularity.ERLANG));

    assertThat(free.model().parameter("k")).isCloseTo(1.04, within(5e-3));
    assertThat(whole.model().parameter("k")).isEqualTo(1);
    assertThat(whole.diagnostics().logLikelihood()).isCloseTo(-9582.135716, within(5e-6));
  }

  private static void assertFit(ModelSpec spec, double logLikelihood, double... parameters) {
    FittedModel fitted = fit(spec);

    assertThat(fitted.diagnostics().sound()).isTrue();
    assertThat(fitted.diagnostics().logLikelihood()).isCloseTo(logLikelihood, within(5e-6));
    for (int i = 0; i < parameters.length; i++) {
      String name = spec.parameterNames().get(i);
      assertDigits(name, fitted.model().parameter(name), parameters[i]);
    }
  }

  private static void assertDigits(String name, double value, double expected) {
    assertThat(value).as(name).isCloseTo(expected, within(5e-5 * expected));
  }

  private static void assertStandardError(FittedModel fitted, String name, double expected) {
    assertThat(fitted.diagnostics().standardErrors().get(name))
        .as(name)
        .isCloseTo(expected, within(1e-3 * expected));
  }

  private static FittedModel fit(ModelSpec spec) {
    return ModelFitter.fit(customers, spec, FitOptions.defaults());
  }
}
