package dev.customerintelligence.forecast;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.customerintelligence.forecast.ModelChoice.Candidate;
import dev.customerintelligence.forecast.ModelChoice.Criterion;
import dev.customerintelligence.forecast.NextOrderForecast.Timing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastValuesTest {
  private static final PurchaseModel MODEL =
      PurchaseModel.of(ModelSpec.BG_NBD, 0.1 + 0.2, 4, 0.8, 2.5);
  private static final FitDiagnostics DIAGNOSTICS =
      new FitDiagnostics(
          100, 50, 80, -400.5, 820, 30, true, true, List.of(), 1e-9, 120.0, Map.of("r", 0.1));
  private static final FittedModel FITTED = new FittedModel(1, MODEL, DIAGNOSTICS);
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final NextOrderForecast WINDOW =
      new NextOrderForecast(Timing.WINDOW, 0.5, 0.8, DAY, DAY.plusDays(3), DAY.plusDays(9));
  private static final NextOrderForecast TOO_EARLY =
      new NextOrderForecast(Timing.TOO_EARLY, 0.5, 0.8, null, null, null);
  private static final Forecast FORECAST =
      new Forecast(
          1, DAY, 0.9, 365, 2.5, 0.7, new BigDecimal("75.00"), new BigDecimal("71.40"), WINDOW);

  @Test
  void modelsNameTheirParametersInOrder() {
    assertThat(ModelSpec.NBD.parameterNames()).containsExactly("r", "alpha");
    assertThat(ModelSpec.BG_NBD.parameterNames()).containsExactly("r", "alpha", "a", "b");
    assertThat(ModelSpec.PARETO_NBD.parameterNames()).containsExactly("r", "alpha", "s", "beta");
    assertThat(ModelSpec.NBD.with(Regularity.ERLANG).parameterNames())
        .containsExactly("r", "alpha", "k");
    assertThat(ModelSpec.MBG_NBD.with(Regularity.MIXED).parameterNames())
        .containsExactly("r", "alpha", "a", "b", "shape", "rate");
    assertThat(MODEL.parameters().keySet()).containsExactly("r", "alpha", "a", "b");
    assertThat(MODEL.parameter("b")).isEqualTo(2.5);
    assertRefused("name", () -> MODEL.parameter("beta"));
  }

  @ParameterizedTest
  @CsvSource({
    "BG_NBD,POISSON,BG/NBD",
    "MBG_NBD,ERLANG,'MBG/NBD, Erlang gaps'",
    "NBD,GAMMA,'NBD, Gamma gaps'",
    "MBG_NBD,MIXED,'MBG/NBD, mixed Gamma gaps'",
    "PARETO_NBD,POISSON,Pareto/NBD"
  })
  void modelsHaveTheNamesOfTheLiterature(ModelFamily family, Regularity regularity, String label) {
    assertThat(new ModelSpec(family, regularity).label()).isEqualTo(label);
  }

  @Test
  void theParetoNbdKnowsNoRegularity() {
    assertThat(assertRefused("regularity", () -> ModelSpec.PARETO_NBD.with(Regularity.GAMMA)))
        .hasMessage("regularity: must be POISSON for the Pareto/NBD, is GAMMA");
    assertRefused("family", () -> new ModelSpec(null, Regularity.GAMMA));
    assertRefused("regularity", () -> new ModelSpec(ModelFamily.NBD, null));
  }

  @Test
  void modelsCheckTheirParameters() {
    assertRefused("parameters", () -> PurchaseModel.of(ModelSpec.BG_NBD, 1, 2));
    assertRefused("parameters", () -> new PurchaseModel(1, ModelSpec.NBD, Map.of("r", 1.0)));
    assertThat(
            assertRefused(
                "parameters",
                () -> new PurchaseModel(1, ModelSpec.NBD, Map.of("r", 1.0, "beta", 1.0))))
        .hasMessage("parameters: must be [r, alpha], are [beta, r]");
    assertRefused("version", () -> new PurchaseModel(2, ModelSpec.NBD, Map.of()));
    assertRefused("alpha", () -> PurchaseModel.of(ModelSpec.NBD, 1, 0));
    assertRefused("r", () -> PurchaseModel.of(ModelSpec.NBD, Double.NaN, 1));
    assertRefused("r", () -> PurchaseModel.of(ModelSpec.NBD, 1e10, 1));
    assertRefused("k", () -> PurchaseModel.of(ModelSpec.NBD.with(Regularity.ERLANG), 1, 1, 1.5));
    assertRefused("spec", () -> PurchaseModel.of(null, 1));
    assertRefused("parameters", () -> PurchaseModel.of(ModelSpec.NBD, (double[]) null));
    assertRefused("q", () -> SpendModel.of(1, 1, 1));
    assertRefused("p", () -> SpendModel.of(0, 2, 1));
    assertRefused("v", () -> SpendModel.of(1, 2, Double.POSITIVE_INFINITY));
    assertRefused("version", () -> new SpendModel(0, 1, 2, 1));
  }

  @Test
  void valuesAreReadAsTheyWereWritten() {
    assertThat(PurchaseModel.fromJson(MODEL.toJson())).isEqualTo(MODEL);
    PurchaseModel mixed =
        PurchaseModel.of(ModelSpec.NBD.with(Regularity.MIXED), 1.0 / 3, 1e-9, 1e9, 0.1);
    assertThat(PurchaseModel.fromJson(mixed.toJson())).isEqualTo(mixed);
    assertThat(FittedModel.fromJson(FITTED.toJson())).isEqualTo(FITTED);
    FittedModel poor =
        new FittedModel(
            1,
            MODEL,
            new FitDiagnostics(
                10, 10, 10, -1, 2, 1, false, false, List.of("a", "b"), 0.5, null, Map.of()));
    assertThat(FittedModel.fromJson(poor.toJson())).isEqualTo(poor);
    FittedSpendModel spend = new FittedSpendModel(1, SpendModel.of(6, 4, 15), -0.1, DIAGNOSTICS);
    assertThat(FittedSpendModel.fromJson(spend.toJson())).isEqualTo(spend);
    assertThat(Forecast.fromJson(FORECAST.toJson())).isEqualTo(FORECAST);
    Forecast bare = new Forecast(1, DAY, 1, 1, 0, 0, null, null, TOO_EARLY);
    assertThat(Forecast.fromJson(bare.toJson())).isEqualTo(bare);
    ForecastModels models =
        new ForecastModels(
            1,
            Instant.parse("2026-03-01T10:15:30.123456789Z"),
            FITTED,
            spend,
            Currency.getInstance("EUR"));
    assertThat(ForecastModels.fromJson(models.toJson())).isEqualTo(models);
    ForecastModels withoutSpend = new ForecastModels(1, models.fittedAt(), poor, null, null);
    assertThat(ForecastModels.fromJson(withoutSpend.toJson())).isEqualTo(withoutSpend);
    assertRefused("currency", () -> new ForecastModels(1, models.fittedAt(), FITTED, spend, null));
    assertRefused(
        "currency",
        () -> new ForecastModels(1, models.fittedAt(), FITTED, null, models.currency()));
    assertRefused("version", () -> new ForecastModels(2, models.fittedAt(), FITTED, null, null));
    assertRefused(
        "fittedAt", () -> ForecastModels.fromJson(models.toJson().replace("2026-03-01T", "")));
    assertRefused(
        "currency", () -> ForecastModels.fromJson(models.toJson().replace("EUR", "EURO")));
    assertRefused("forecastModels", () -> ForecastModels.fromJson("{}"));
  }

  @Test
  void jsonIsReadableByPeople() {
    assertThat(PurchaseModel.of(ModelSpec.NBD, 0.5, 12).toJson())
        .isEqualTo(
            "{\"version\":1,\"spec\":{\"family\":\"NBD\",\"regularity\":\"POISSON\"},"
                + "\"parameters\":{\"r\":0.5,\"alpha\":12.0}}");
    assertThat(FORECAST.toJson())
        .startsWith("{\"version\":1,\"asOf\":\"2026-03-01\",\"probabilityAlive\":0.9,")
        .contains("\"expectedSpend\":75.00,")
        .contains("\"nextOrder\":{\"timing\":\"WINDOW\",")
        .contains("\"start\":\"2026-03-01\",\"median\":\"2026-03-04\",\"end\":\"2026-03-10\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "{", "1", "{\"version\":1}"})
  void refusesWhatIsNoSuchValue(String json) {
    assertRefused("purchaseModel", () -> PurchaseModel.fromJson(json));
    assertRefused("fittedModel", () -> FittedModel.fromJson(json));
    assertRefused("fittedSpendModel", () -> FittedSpendModel.fromJson(json));
    assertRefused("forecast", () -> Forecast.fromJson(json));
  }

  @Test
  void refusesJsonOfWrongContent() {
    assertRefused("purchaseModel", () -> PurchaseModel.fromJson(null));
    assertRefused(
        "version", () -> PurchaseModel.fromJson(MODEL.toJson().replace("n\":1", "n\":2")));
    assertRefused("alpha", () -> PurchaseModel.fromJson(MODEL.toJson().replace(":4.0", ":null")));
    assertRefused("a", () -> PurchaseModel.fromJson(MODEL.toJson().replace(":0.8", ":-0.8")));
    assertThat(
            assertRefused(
                "asOf",
                () ->
                    Forecast.fromJson(
                        FORECAST.toJson().replace("\"2026-03-01\",\"p", "\"1\",\"p"))))
        .hasMessage("asOf: must be a day like 2026-03-01");
    assertRefused(
        "asOf",
        () -> Forecast.fromJson(FORECAST.toJson().replace("\"2026-03-01\",\"p", "null,\"p")));
    assertRefused(
        "start",
        () -> Forecast.fromJson(FORECAST.toJson().replace("t\":\"2026-03-01\"", "t\":null")));
    String nextOrder = FORECAST.toJson().substring(FORECAST.toJson().indexOf("{\"timing"));
    assertRefused(
        "nextOrder", () -> Forecast.fromJson(FORECAST.toJson().replace(nextOrder, "null}")));
  }

  @Test
  void summariesAreChecked() {
    assertThat(new PurchaseSummary(1, 5, 5, Math.log(5), 0).waited()).isZero();
    assertRefused("frequency", () -> PurchaseSummary.of(-1, 0, 1));
    assertRefused("age", () -> PurchaseSummary.ofNewCustomer(-1));
    assertRefused("age", () -> PurchaseSummary.ofNewCustomer(Double.POSITIVE_INFINITY));
    assertRefused("recency", () -> new PurchaseSummary(0, 1, 2, 0, 0));
    assertRefused("sumLogGaps", () -> new PurchaseSummary(0, 0, 2, 1, 0));
    assertRefused("monetaryValue", () -> new PurchaseSummary(0, 0, 2, 0, 1));
    assertRefused("monetaryValue", () -> new PurchaseSummary(1, 1, 2, 0, -1));
    assertRefused("recency", () -> new PurchaseSummary(1, 0, 2, 0, 0));
    assertRefused("recency", () -> new PurchaseSummary(1, 3, 2, 0, 0));
    assertRefused("sumLogGaps", () -> new PurchaseSummary(2, 10, 20, 2 * Math.log(5) + 0.01, 0));
    assertRefused("sumLogGaps", () -> new PurchaseSummary(2, 10, 20, Double.NaN, 0));
    assertThat(PurchaseSummary.of(2, 10, 20).sumLogGaps())
        .isCloseTo(2 * Math.log(5), within(1e-12));
  }

  @Test
  void diagnosticsSayWhetherTheFitIsSound() {
    assertThat(DIAGNOSTICS.sound()).isTrue();
    assertThat(diagnostics(false, true, List.of(), 1.0).sound()).isFalse();
    assertThat(diagnostics(true, false, List.of(), 1.0).sound()).isFalse();
    assertThat(diagnostics(true, true, List.of("a"), 1.0).sound()).isFalse();
    assertThat(diagnostics(true, true, List.of(), null).sound()).isFalse();
    assertRefused("hessianCondition", () -> diagnostics(true, true, List.of(), 0.5));
    assertRefused(
        "atBound[0]", () -> diagnostics(true, true, Collections.singletonList(null), 1.0));
    assertRefused(
        "standardErrors",
        () ->
            new FitDiagnostics(
                10, 1, 1, -1, 2, 1, true, true, List.of(), 0, 1.0, Map.of("r", -1.0)));
    assertRefused(
        "rows",
        () -> new FitDiagnostics(10, 1, 11, -1, 2, 1, true, true, List.of(), 0, 1.0, Map.of()));
    assertRefused("model", () -> new FittedModel(1, null, DIAGNOSTICS));
    assertRefused("diagnostics", () -> new FittedModel(1, MODEL, null));
    assertRefused(
        "correlation", () -> new FittedSpendModel(1, SpendModel.of(6, 4, 15), 1.1, DIAGNOSTICS));
    assertRefused("model", () -> new FittedSpendModel(1, null, 0, DIAGNOSTICS));
  }

  @Test
  void choicesAreExplained() {
    FittedModel second =
        new FittedModel(
            1,
            PurchaseModel.of(ModelSpec.NBD, 1, 2),
            diagnostics(false, true, List.of("r", "alpha"), null));
    ModelChoice choice =
        new ModelChoice(
            Criterion.BIC, List.of(new Candidate(FITTED, 820), new Candidate(second, 830.25)));

    assertThat(choice.best()).isEqualTo(FITTED);
    assertThat(choice.explanation())
        .isEqualTo(
            "BG/NBD: BIC 820.0000 (+0.0000)\n"
                + "NBD: BIC 830.2500 (+10.2500); its search did not converge;"
                + " its end is no proper maximum; at the end of their range: r, alpha");
    FittedModel stuck = new FittedModel(1, MODEL, diagnostics(true, false, List.of(), 12.0));
    assertThat(new ModelChoice(Criterion.BIC, List.of(new Candidate(stuck, 1))).explanation())
        .isEqualTo("BG/NBD: BIC 1.0000 (+0.0000); its search never left its start");
    assertThat(new ModelChoice(Criterion.HELD_OUT_LOG_SCORE, choice.candidates()).explanation())
        .startsWith("BG/NBD: held-out log score 820.0000");
    assertRefused("candidates", () -> new ModelChoice(Criterion.BIC, List.of()));
    assertRefused(
        "candidates",
        () ->
            new ModelChoice(
                Criterion.BIC, List.of(new Candidate(FITTED, 2), new Candidate(FITTED, 1))));
    assertRefused("score", () -> new Candidate(FITTED, Double.NaN));
    assertRefused("fitted", () -> new Candidate(null, 1));
    assertRefused("criterion", () -> new ModelChoice(null, choice.candidates()));
  }

  @Test
  void forecastsAreChecked() {
    assertThat(WINDOW.probability()).isEqualTo(0.4);
    assertThat(TOO_EARLY.probability()).isZero();
    assertRefused("timing", () -> new NextOrderForecast(null, 0.5, 0.8, null, null, null));
    assertRefused("start", () -> new NextOrderForecast(Timing.WINDOW, 0.5, 0.8, null, DAY, DAY));
    assertRefused("median", () -> new NextOrderForecast(Timing.WINDOW, 0.5, 0.8, DAY, null, DAY));
    assertRefused("end", () -> new NextOrderForecast(Timing.WINDOW, 0.5, 0.8, DAY, DAY, null));
    assertRefused(
        "end", () -> new NextOrderForecast(Timing.WINDOW, 0.5, 0.8, DAY, DAY, DAY.minusDays(1)));
    assertRefused(
        "start", () -> new NextOrderForecast(Timing.TOO_EARLY, 0.5, 0.8, DAY, null, null));
    assertRefused(
        "start", () -> new NextOrderForecast(Timing.TOO_EARLY, 0.5, 0.8, null, DAY, null));
    assertRefused(
        "start", () -> new NextOrderForecast(Timing.TOO_VAGUE, 0.5, 0.8, null, null, DAY));
    assertRefused(
        "probabilityOfReturn",
        () -> new NextOrderForecast(Timing.TOO_EARLY, 1.5, 0.8, null, null, null));
    assertRefused("asOf", () -> new Forecast(1, null, 1, 1, 0, 0, null, null, TOO_EARLY));
    assertRefused("nextOrder", () -> new Forecast(1, DAY, 1, 1, 0, 0, null, null, null));
    assertRefused(
        "expectedSpend",
        () -> new Forecast(1, DAY, 1, 1, 0, 0, new BigDecimal("-1"), null, TOO_EARLY));
    assertRefused("version", () -> new Forecast(3, DAY, 1, 1, 0, 0, null, null, TOO_EARLY));
  }

  @Test
  void windowsPoliciesOptionsAndPlansAreChecked() {
    assertThat(new PurchaseWindow(1, 3, 0.8, 0.4).contains(1)).isTrue();
    assertThat(new PurchaseWindow(1, 3, 0.8, 0.4).contains(3)).isTrue();
    assertThat(new PurchaseWindow(1, 3, 0.8, 0.4).contains(0.9)).isFalse();
    assertThat(new PurchaseWindow(1, 3, 0.8, 0.4).contains(3.1)).isFalse();
    assertRefused("end", () -> new PurchaseWindow(1, 0.5, 0.8, 0.4));
    assertRefused("probability", () -> new PurchaseWindow(1, 2, 0.8, 0.9));
    assertThat(ForecastPolicy.defaults()).isEqualTo(new ForecastPolicy(365, 0.1, 0.8, 1, 365));
    assertThat(ForecastPolicy.defaults().dailyDiscountRate())
        .isCloseTo(Math.log(1.1) / 365.25, within(1e-15));
    assertRefused("horizonDays", () -> new ForecastPolicy(0, 0.1, 0.8, 1, 365));
    assertRefused("yearlyDiscountRate", () -> new ForecastPolicy(1, 0, 0.8, 1, 365));
    assertRefused("windowLevel", () -> new ForecastPolicy(1, 0.1, 1, 1, 365));
    assertRefused("minGaps", () -> new ForecastPolicy(1, 0.1, 0.8, -1, 365));
    assertRefused("maxWindowDays", () -> new ForecastPolicy(1, 0.1, 0.8, 1, 0));
    assertThat(FitOptions.defaults()).isEqualTo(new FitOptions(3, 0));
    assertRefused("starts", () -> new FitOptions(6, 0));
    assertRefused("regularization", () -> new FitOptions(1, -1));
    assertThat(EvaluationPlan.of(DAY, DAY.plusDays(9), 3).splits()).containsExactly(DAY);
    assertRefused("splits", () -> plan(List.of(), DAY));
    assertRefused("splits", () -> EvaluationPlan.of(DAY, DAY, 3));
    assertRefused("splits", () -> plan(List.of(DAY, DAY), DAY.plusDays(9)));
    assertRefused("splits[0]", () -> plan(Arrays.asList((LocalDate) null), DAY));
    assertRefused("splits", () -> EvaluationPlan.of(null, DAY, 3));
    assertRefused("end", () -> EvaluationPlan.of(DAY, null, 3));
    assertRefused("followUpDays", () -> EvaluationPlan.of(DAY, DAY.plusDays(9), 0));
  }

  private static FitDiagnostics diagnostics(
      boolean converged, boolean moved, List<String> atBound, Double condition) {
    return new FitDiagnostics(
        10, 10, 10, -1, 2, 1, converged, moved, atBound, 0, condition, Map.of());
  }

  private static EvaluationPlan plan(List<LocalDate> splits, LocalDate end) {
    return new EvaluationPlan(splits, end, 3, ForecastPolicy.defaults());
  }
}
