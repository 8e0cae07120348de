package dev.customerintelligence.forecast;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFitterTest {
  private static final FitOptions OPTIONS = FitOptions.defaults();

  static Stream<PurchaseModel> models() {
    return Stream.of(
        PurchaseModel.of(ModelSpec.NBD, 0.9, 20),
        PurchaseModel.of(ModelSpec.BG_NBD, 0.9, 20, 0.8, 2.5),
        PurchaseModel.of(ModelSpec.MBG_NBD, 0.9, 20, 0.8, 2.5),
        PurchaseModel.of(ModelSpec.PARETO_NBD, 0.9, 20, 0.8, 60),
        PurchaseModel.of(ModelSpec.BG_NBD.with(Regularity.ERLANG), 0.9, 8, 0.8, 2.5, 3),
        PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.GAMMA), 0.9, 10, 0.8, 2.5, 1.8),
        PurchaseModel.of(ModelSpec.NBD.with(Regularity.MIXED), 0.9, 20, 4, 2));
  }

  @ParameterizedTest
  @MethodSource("models")
  void findsTheParametersThatCustomersBehaveBy(PurchaseModel truth) {
    boolean mixed = truth.spec().regularity() == Regularity.MIXED;
    int customers = mixed ? 600 : 3000;
    List<PurchaseSummary> summaries = new Simulation(truth, 7).summaries(customers, 365);
    FittedModel fitted =
        ModelFitter.fit(summaries, truth.spec(), mixed ? new FitOptions(1, 0) : OPTIONS);
    FitDiagnostics diagnostics = fitted.diagnostics();

    assertThat(diagnostics.converged()).isTrue();
    assertThat(diagnostics.moved()).isTrue();
    assertThat(diagnostics.atBound()).isEmpty();
    assertThat(diagnostics.sound()).isTrue();
    assertThat(diagnostics.gradientNorm()).isLessThan(1e-5);
    assertThat(diagnostics.customers()).isEqualTo(customers);
    assertThat(diagnostics.bic())
        .isCloseTo(
            truth.parameters().size() * Math.log(customers) - 2 * diagnostics.logLikelihood(),
            within(1e-9));
    diagnostics
        .standardErrors()
        .forEach(
            (name, error) ->
                assertThat(fitted.model().parameter(name))
                    .as(name)
                    .isCloseTo(truth.parameter(name), within(4 * error)));
    PurchasePredictor predictor = fitted.model().predictor();
    assertThat(summaries.stream().mapToDouble(predictor::logLikelihood).sum())
        .isCloseTo(diagnostics.logLikelihood(), within(1e-6))
        .isGreaterThan(
            summaries.stream().mapToDouble(truth.predictor()::logLikelihood).sum() - 1e-6);
    if (truth.spec().regularity() == Regularity.ERLANG) {
      assertThat(fitted.model().parameter("k")).isEqualTo(3);
      assertThat(diagnostics.standardErrors()).doesNotContainKey("k");
    } else {
      assertThat(diagnostics.standardErrors().keySet())
          .containsExactlyElementsOf(truth.spec().parameterNames());
    }
  }

  @Test
  void doesNotDependOnTheUnitOfTime() {
    List<PurchaseSummary> days =
        new Simulation(PurchaseModel.of(ModelSpec.BG_NBD, 0.9, 20, 0.8, 2.5), 7)
            .summaries(1000, 365);
    List<PurchaseSummary> weeks =
        days.stream()
            .map(
                summary ->
                    PurchaseSummary.of(
                        summary.frequency(), summary.recency() / 7, summary.age() / 7))
            .toList();
    FittedModel daily = ModelFitter.fit(days, ModelSpec.BG_NBD, OPTIONS);
    FittedModel weekly = ModelFitter.fit(weeks, ModelSpec.BG_NBD, OPTIONS);
    int repeats = days.stream().mapToInt(PurchaseSummary::frequency).sum();

    assertThat(weekly.model().parameter("alpha") * 7)
        .isCloseTo(daily.model().parameter("alpha"), within(1e-3));
    assertThat(weekly.diagnostics().logLikelihood() - repeats * Math.log(7))
        .isCloseTo(daily.diagnostics().logLikelihood(), within(1e-6));
  }

  @Test
  void saysWhatTheDataDoNotTell() {
    List<PurchaseSummary> nobodyStops =
        new Simulation(PurchaseModel.of(ModelSpec.NBD, 2, 20), 3).summaries(500, 365);
    FitDiagnostics diagnostics =
        ModelFitter.fit(nobodyStops, ModelSpec.MBG_NBD, OPTIONS).diagnostics();

    assertThat(diagnostics.atBound()).contains("a");
    assertThat(diagnostics.sound()).isFalse();
    assertThat(diagnostics.standardErrors()).doesNotContainKey("a").containsKey("r");
  }

  @Test
  void regularizationHoldsASmallShopsParameters() {
    List<PurchaseSummary> few =
        new Simulation(PurchaseModel.of(ModelSpec.NBD, 2, 20), 3).summaries(25, 365);
    FittedModel free = ModelFitter.fit(few, ModelSpec.MBG_NBD, OPTIONS);
    FittedModel held = ModelFitter.fit(few, ModelSpec.MBG_NBD, new FitOptions(3, 0.5));

    assertThat(free.diagnostics().atBound()).isNotEmpty();
    assertThat(held.diagnostics().atBound()).isEmpty();
    assertThat(held.diagnostics().sound()).isTrue();
    assertThat(held.diagnostics().logLikelihood())
        .isLessThan(free.diagnostics().logLikelihood())
        .isGreaterThan(free.diagnostics().logLikelihood() - 5);
  }

  @Test
  void regularizationDoesNotMakeIrregularCustomersRegular() {
    ModelSpec erlang = ModelSpec.NBD.with(Regularity.ERLANG);
    for (double regularization : new double[] {0.1, 1, 10, 50}) {
      int irregular = 0;
      for (int seed = 1; seed <= 15; seed++) {
        List<PurchaseSummary> few =
            new Simulation(PurchaseModel.of(ModelSpec.NBD, 2, 20), seed).summaries(20, 365);
        FittedModel fitted = ModelFitter.fit(few, erlang, new FitOptions(3, regularization));
        irregular += fitted.model().parameter("k") == 1 ? 1 : 0;
      }
      assertThat(irregular).as("of 15, regularization %s", regularization).isGreaterThan(11);
    }
  }

  @Test
  void regularizationHoldsMixedGapsToo() {
    List<PurchaseSummary> few =
        new Simulation(PurchaseModel.of(ModelSpec.NBD, 2, 20), 3).summaries(25, 365);
    ModelSpec mixed = ModelSpec.NBD.with(Regularity.MIXED);
    FittedModel free = ModelFitter.fit(few, mixed, new FitOptions(1, 0));
    FittedModel held = ModelFitter.fit(few, mixed, new FitOptions(1, 1000));

    // Exponential gaps have no spread of k: free, its shape runs away.
    assertThat(free.model().parameter("shape")).isGreaterThan(20);
    assertThat(held.model().parameter("shape")).isCloseTo(1.5, within(0.2));
    assertThat(held.model().parameter("rate")).isCloseTo(1, within(0.2));
  }

  @Test
  void mixedGapsAreFittedToAllCustomersThoughAPartIsSearchedFirst() {
    PurchaseModel truth = PurchaseModel.of(ModelSpec.NBD.with(Regularity.MIXED), 0.9, 20, 4, 2);
    List<PurchaseSummary> many = new Simulation(truth, 7).summaries(2600, 365);
    FittedModel fitted = ModelFitter.fit(many, truth.spec(), new FitOptions(1, 0));
    PurchasePredictor predictor = fitted.model().predictor();

    assertThat(fitted.diagnostics().customers()).isEqualTo(2600);
    assertThat(fitted.diagnostics().sound()).isTrue();
    assertThat(many.stream().mapToDouble(predictor::logLikelihood).sum())
        .isCloseTo(fitted.diagnostics().logLikelihood(), within(1e-6));
  }

  @Test
  void refusesTooLittleData() {
    List<PurchaseSummary> few = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      few.add(new PurchaseSummary(1, 10 + i, 50, Math.log(10 + i), 20 + i));
    }
    few.addAll(Collections.nCopies(1000, PurchaseSummary.ofNewCustomer(50)));

    assertThat(assertRefused("summaries", () -> ModelFitter.fit(few, ModelSpec.BG_NBD, OPTIONS)))
        .hasMessage(
            "summaries: must hold at least 10 customers with a repeat purchase to learn from,"
                + " hold 9");
    assertRefused("summaries", () -> ModelFitter.fitSpend(few, OPTIONS));
    assertRefused("summaries", () -> ModelFitter.fit(List.of(), ModelSpec.BG_NBD, OPTIONS));
    assertRefused("summaries", () -> ModelFitter.fit(null, ModelSpec.BG_NBD, OPTIONS));
    assertRefused(
        "summaries[0]",
        () -> ModelFitter.fit(Arrays.asList((PurchaseSummary) null), ModelSpec.BG_NBD, OPTIONS));
    assertRefused("spec", () -> ModelFitter.fit(few, null, OPTIONS));
    assertRefused("options", () -> ModelFitter.fit(few, ModelSpec.BG_NBD, null));
    assertRefused("options", () -> ModelFitter.fitSpend(few, null));
    assertRefused("candidates", () -> ModelFitter.choose(few, List.of(), OPTIONS));
    few.add(new PurchaseSummary(1, 5, 50, Math.log(5), 15));
    assertThat(ModelFitter.fit(few, ModelSpec.BG_NBD, OPTIONS).diagnostics().returningCustomers())
        .isEqualTo(10);
  }

  @Test
  void findsWhatCustomersSpendBy() {
    Simulation random = new Simulation(PurchaseModel.of(ModelSpec.NBD, 1, 1), 11);
    List<PurchaseSummary> spenders = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      int x = 1 + i % 5;
      double rate = random.gamma(4) / 60;
      double mean = random.gamma(3 * x) / rate / x;
      spenders.add(new PurchaseSummary(x, 30, 40, x * Math.log(30.0 / x), mean));
      spenders.add(PurchaseSummary.ofNewCustomer(30));
    }
    FittedSpendModel fitted = ModelFitter.fitSpend(spenders, OPTIONS);

    assertThat(fitted.diagnostics().sound()).isTrue();
    assertThat(fitted.diagnostics().customers()).isEqualTo(3000);
    assertThat(fitted.correlation()).isCloseTo(0, within(0.06));
    assertClose(fitted, "p", fitted.model().p(), 3);
    assertClose(fitted, "q", fitted.model().q(), 4);
    assertClose(fitted, "v", fitted.model().v(), 60);
    assertThat(fitted.model().expectedSpend(PurchaseSummary.ofNewCustomer(1)))
        .isCloseTo(60, within(3.0));
    assertThat(fitted.model().logLikelihood(PurchaseSummary.ofNewCustomer(1))).isZero();
    assertRefused("monetaryValue", () -> fitted.model().logLikelihood(PurchaseSummary.of(1, 1, 1)));
  }

  @Test
  void refusesAmountsWithoutAMean() {
    List<PurchaseSummary> wild = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double share = (i + 0.5) / 60;
      wild.add(new PurchaseSummary(1, 30, 40, Math.log(30), 10 / (share * share)));
    }

    assertThat(assertRefused("summaries", () -> ModelFitter.fitSpend(wild, OPTIONS)))
        .hasMessageContaining("must have amounts with a mean");
  }

  @Test
  void equalAmountsHaveNoCorrelation() {
    List<PurchaseSummary> equal = new ArrayList<>();
    for (int i = 1; i < 40; i++) {
      equal.add(new PurchaseSummary(i, 30, 40, i * Math.log(30.0 / i), 20));
    }

    assertThat(ModelFitter.fitSpend(equal, OPTIONS).correlation()).isZero();
  }

  @Test
  void prefersTheModelThatCustomersBehaveBy() {
    PurchaseModel truth =
        PurchaseModel.of(ModelSpec.BG_NBD.with(Regularity.ERLANG), 0.9, 8, 0.8, 2.5, 3);
    ModelChoice choice =
        ModelFitter.choose(
            new Simulation(truth, 7).summaries(1500, 365),
            List.of(ModelSpec.NBD, ModelSpec.BG_NBD, truth.spec()),
            new FitOptions(1, 0));

    assertThat(choice.criterion()).isEqualTo(ModelChoice.Criterion.BIC);
    assertThat(choice.best().model().spec()).isEqualTo(truth.spec());
    assertThat(choice.candidates()).hasSize(3);
    assertThat(choice.explanation()).startsWith("BG/NBD, Erlang gaps: BIC ");
  }

  private static void assertClose(
      FittedSpendModel fitted, String name, double value, double truth) {
    assertThat(value)
        .as(name)
        .isCloseTo(truth, within(4 * fitted.diagnostics().standardErrors().get(name)));
  }
}
