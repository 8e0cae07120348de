package dev.customerintelligence.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LikelihoodTest {
  private static final List<PurchaseSummary> CUSTOMERS = customers();

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of(ModelSpec.NBD, new double[] {0.7, 9}),
        Arguments.of(ModelSpec.BG_NBD, new double[] {0.7, 9, 0.6, 2.1}),
        Arguments.of(ModelSpec.MBG_NBD, new double[] {0.7, 9, 0.6, 0.9}),
        Arguments.of(ModelSpec.PARETO_NBD, new double[] {0.7, 9, 0.6, 14}),
        Arguments.of(ModelSpec.NBD.with(Regularity.GAMMA), new double[] {0.7, 5, 1.7}),
        Arguments.of(ModelSpec.BG_NBD.with(Regularity.GAMMA), new double[] {0.7, 9, 0.6, 2.1, 0.6}),
        Arguments.of(ModelSpec.MBG_NBD.with(Regularity.GAMMA), new double[] {0.7, 9, 0.6, 2.1, 4}),
        Arguments.of(ModelSpec.NBD.with(Regularity.MIXED), new double[] {0.7, 9, 3, 2}),
        Arguments.of(
            ModelSpec.BG_NBD.with(Regularity.MIXED), new double[] {0.7, 9, 0.6, 2.1, 1.2, 0.4}),
        Arguments.of(
            ModelSpec.MBG_NBD.with(Regularity.MIXED), new double[] {0.7, 9, 0.6, 2.1, 9, 3}));
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradientsAreThoseOfCentralDifferences(ModelSpec spec, double[] parameters) {
    assertGradient(likelihood(spec), parameters);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 12})
  void gradientsWithAFixedShapeAreThoseOfCentralDifferences(int k) {
    WeightedSummaries rows = new WeightedSummaries(CUSTOMERS, false);

    assertGradient(new GammaGapLikelihood(rows, ModelFamily.BG_NBD, k), 0.7, 9, 0.6, 2.1);
    assertGradient(new GammaGapLikelihood(rows, ModelFamily.MBG_NBD, k), 0.7, 9, 0.6, 2.1);
  }

  @ParameterizedTest
  @MethodSource("models")
  void isTheSumOverCustomersOfWhatThePredictorSays(ModelSpec spec, double[] parameters) {
    PurchasePredictor predictor = PurchaseModel.of(spec, parameters).predictor();
    double sum = CUSTOMERS.stream().mapToDouble(predictor::logLikelihood).sum();
    double[] scaled = parameters.clone();
    WeightedSummaries rows = new WeightedSummaries(CUSTOMERS, false);
    scaled[1] *= rows.timeScale;
    if (spec.family() == ModelFamily.PARETO_NBD) {
      scaled[3] *= rows.timeScale;
    }

    assertThat(likelihood(spec).value(scaled, null)).isCloseTo(sum, within(1e-8 * -sum));
  }

  @Test
  void exponentialGapsAreGammaGapsOfShapeOne() {
    WeightedSummaries rows = new WeightedSummaries(CUSTOMERS, false);
    double[] parameters = {0.7, 9, 0.6, 2.1};
    double[] fast = new double[4];
    double[] general = new double[4];
    double value = new PoissonLikelihood(rows, ModelFamily.MBG_NBD).value(parameters, fast);

    assertThat(new GammaGapLikelihood(rows, ModelFamily.MBG_NBD, 1).value(parameters, general))
        .isCloseTo(value, within(1e-8));
    for (int i = 0; i < 4; i++) {
      assertThat(general[i]).isCloseTo(fast[i], within(1e-5 * (1 + Math.abs(fast[i]))));
    }
  }

  @Test
  void spendHasItsGradient() {
    List<PurchaseSummary> spenders = new ArrayList<>();
    Simulation simulation = new Simulation(PurchaseModel.of(ModelSpec.NBD, 1, 1), 5);
    for (int x = 1; x < 60; x++) {
      spenders.add(
          new PurchaseSummary(x, 30, 40, x * Math.log(30.0 / x), 15 + simulation.gamma(2)));
    }

    assertGradient(new SpendLikelihood(spenders), 4, 3, 0.8);
    SpendModel model = SpendModel.of(4, 3, 0.8 / new SpendLikelihood(spenders).moneyScale());
    assertThat(new SpendLikelihood(spenders).value(new double[] {4, 3, 0.8}, null))
        .isCloseTo(spenders.stream().mapToDouble(model::logLikelihood).sum(), within(1e-8));
  }

  @Test
  void equalCustomersAreOneRow() {
    List<PurchaseSummary> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(PurchaseSummary.of(i % 3, i % 3 == 0 ? 0 : 5, 20));
    }
    many.add(new PurchaseSummary(2, 5, 20, Math.log(1) + Math.log(4), 0));

    WeightedSummaries together = new WeightedSummaries(many, false);
    assertThat(together.size).isEqualTo(3);
    assertThat(together.weight).containsExactly(34, 33, 34);
    assertThat(together.frequencies).containsExactly(0, 1, 2);
    WeightedSummaries apart = new WeightedSummaries(many, true);
    assertThat(apart.size).isEqualTo(4);
    assertThat(apart.totalLogGaps).isCloseTo(together.totalLogGaps, within(1e-9));
  }

  @Test
  void anEmptyTimeLineIsNoProblem() {
    WeightedSummaries rows = new WeightedSummaries(List.of(PurchaseSummary.ofNewCustomer(0)), true);

    assertThat(rows.timeScale).isEqualTo(1);
    assertThat(
            new PoissonLikelihood(rows, ModelFamily.BG_NBD).value(new double[] {1, 1, 1, 1}, null))
        .isZero();
  }

  private static void assertGradient(LogLikelihood likelihood, double... parameters) {
    double[] gradient = new double[parameters.length];
    double value = likelihood.value(parameters, gradient);
    assertThat(value).isEqualTo(likelihood.value(parameters, null));
    for (int i = 0; i < parameters.length; i++) {
      double step = 1e-5 * parameters[i];
      double[] high = parameters.clone();
      double[] low = parameters.clone();
      high[i] += step;
      low[i] -= step;
      double difference = (likelihood.value(high, null) - likelihood.value(low, null)) / (2 * step);
      assertThat(gradient[i])
          .as("parameter " + i)
          .isCloseTo(difference, within(1e-5 * (1 + Math.abs(difference))));
    }
  }

  private static LogLikelihood likelihood(ModelSpec spec) {
    WeightedSummaries rows =
        new WeightedSummaries(CUSTOMERS, spec.regularity() == Regularity.MIXED);
    if (spec.family() == ModelFamily.PARETO_NBD) {
      return new ParetoLikelihood(rows);
    }
    return switch (spec.regularity()) {
      case POISSON -> new PoissonLikelihood(rows, spec.family());
      case MIXED -> new MixedGapLikelihood(rows, spec.family());
      default -> new GammaGapLikelihood(rows, spec.family(), 0);
    };
  }

  private static List<PurchaseSummary> customers() {
    List<PurchaseSummary> customers =
        new ArrayList<>(
            new Simulation(PurchaseModel.of(ModelSpec.BG_NBD, 0.8, 6, 0.5, 2), 1)
                .summaries(150, 60));
    customers.add(PurchaseSummary.of(30, 60, 60));
    customers.add(PurchaseSummary.of(300, 50, 60));
    customers.add(PurchaseSummary.ofNewCustomer(0));
    return customers;
  }
}
