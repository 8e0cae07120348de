package dev.customerintelligence.forecast;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.customerintelligence.forecast.NextOrderForecast.Timing;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForecasterTest {
  private static final PurchaseModel MODEL =
      PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.GAMMA), 0.8, 32, 0.1, 2.3, 1.8);
  private static final SpendModel SPEND = SpendModel.of(6, 4, 60);
  private static final Forecaster FORECASTER =
      Forecaster.of(MODEL, ForecastPolicy.defaults()).withSpend(SPEND);
  private static final Instant NOW = Instant.parse("2026-03-01T15:00:00Z");
  private static final LocalDate TODAY = LocalDate.parse("2026-03-01");
  private static final PurchaseDays REGULAR =
      PurchaseDays.of(
          Map.of(
              TODAY.minusDays(100), BigDecimal.TEN,
              TODAY.minusDays(70), new BigDecimal("30"),
              TODAY.minusDays(40), new BigDecimal("50"),
              TODAY.minusDays(12), new BigDecimal("40")));

  static Stream<PurchaseModel> models() {
    return Stream.of(
        MODEL,
        PurchaseModel.of(ModelSpec.BG_NBD, 0.8, 20, 0.8, 2.5),
        PurchaseModel.of(ModelSpec.PARETO_NBD, 0.8, 20, 0.8, 60));
  }

  @Test
  void putsTogetherWhatTheModelsSay() {
    Forecast forecast = FORECASTER.forecast(REGULAR, NOW).orElseThrow();
    PurchaseSummary summary = REGULAR.summary(TODAY).orElseThrow();
    PurchasePredictor predictor = MODEL.predictor();
    double orders = predictor.expectedOrders(summary, 365);
    PurchaseWindow window = predictor.nextOrder(summary).highestDensityWindow(0.8);

    assertThat(forecast.asOf()).isEqualTo(TODAY);
    assertThat(forecast.probabilityAlive()).isEqualTo(predictor.probabilityAlive(summary));
    assertThat(forecast.horizonDays()).isEqualTo(365);
    assertThat(forecast.expectedOrders()).isEqualTo(orders);
    assertThat(forecast.probabilityOfOrder())
        .isEqualTo(predictor.nextOrder(summary).probabilityWithin(365));
    assertThat(forecast.expectedSpend())
        .isEqualTo(
            BigDecimal.valueOf(orders * SPEND.expectedSpend(summary))
                .setScale(2, RoundingMode.HALF_UP));
    assertThat(forecast.discountedValue())
        .isLessThan(forecast.expectedSpend())
        .isGreaterThan(forecast.expectedSpend().multiply(new BigDecimal("0.9")));
    assertThat(forecast.nextOrder().timing()).isEqualTo(Timing.WINDOW);
    assertThat(forecast.nextOrder().level()).isEqualTo(0.8);
    assertThat(forecast.nextOrder().start())
        .isEqualTo(TODAY.plusDays((long) Math.floor(window.start())));
    assertThat(forecast.nextOrder().end())
        .isEqualTo(TODAY.plusDays((long) Math.ceil(window.end())));
    assertThat(forecast.nextOrder().median())
        .isBetween(forecast.nextOrder().start(), forecast.nextOrder().end());
  }

  @Test
  void saysNothingOfWhoNeverBought() {
    assertThat(FORECASTER.forecast(REGULAR, NOW.minusSeconds(200 * 86_400L))).isEmpty();
  }

  @Test
  void saysWhenItIsTooEarlyToSay() {
    Forecast first = FORECASTER.forecast(PurchaseSummary.ofNewCustomer(3), TODAY);
    Forecaster bold = Forecaster.of(MODEL, new ForecastPolicy(365, 0.1, 0.8, 0, 36_500));

    assertThat(first.nextOrder().timing()).isEqualTo(Timing.TOO_EARLY);
    assertThat(first.nextOrder().start()).isNull();
    assertThat(first.nextOrder().probability()).isZero();
    assertThat(first.expectedOrders()).isPositive();
    assertThat(bold.forecast(PurchaseSummary.ofNewCustomer(3), TODAY).nextOrder().timing())
        .isEqualTo(Timing.WINDOW);
  }

  @Test
  void saysWhenItIsTooVagueToSay() {
    Forecaster narrow = Forecaster.of(MODEL, new ForecastPolicy(365, 0.1, 0.8, 1, 10));
    PurchaseModel neverMind = PurchaseModel.of(ModelSpec.NBD, 0.01, 100);
    Forecaster endless = Forecaster.of(neverMind, new ForecastPolicy(365, 0.1, 0.001, 0, 365));

    assertThat(narrow.forecast(REGULAR, NOW).orElseThrow().nextOrder().timing())
        .isEqualTo(Timing.TOO_VAGUE);
    assertThat(endless.forecast(PurchaseSummary.ofNewCustomer(3), TODAY).nextOrder().timing())
        .isEqualTo(Timing.TOO_VAGUE);
  }

  @Test
  void leavesOutAmountsWithoutAModelOfThem() {
    Forecast forecast =
        Forecaster.of(MODEL, ForecastPolicy.defaults()).forecast(REGULAR, NOW).orElseThrow();

    assertThat(forecast.expectedSpend()).isNull();
    assertThat(forecast.discountedValue()).isNull();
  }

  @ParameterizedTest
  @MethodSource("models")
  void discountsOrdersOverTime(PurchaseModel model) {
    PurchasePredictor predictor = model.predictor();
    PurchaseSummary summary = REGULAR.summary(TODAY).orElseThrow();
    for (double rate : new double[] {0.0003, 0.01}) {
      double sum = 0;
      double before = 0;
      double step = 1;
      for (double time = step; time <= 400; time += step) {
        double orders = predictor.expectedOrders(summary, time);
        sum += (orders - before) * Math.exp(-rate * (time - step / 2));
        before = orders;
      }
      assertThat(predictor.discountedOrders(summary, 400, rate)).isCloseTo(sum, within(1e-4 * sum));
      assertThat(predictor.discountedOrders(summary, Double.POSITIVE_INFINITY, rate))
          .isGreaterThan(sum);
    }
  }

  @Test
  void refusesWhatIsMissingOrOutOfRange() {
    PurchasePredictor renewal = MODEL.predictor();
    PurchasePredictor pareto = PurchaseModel.of(ModelSpec.PARETO_NBD, 1, 1, 1, 1).predictor();
    PurchaseSummary summary = PurchaseSummary.of(1, 5, 9);
    for (PurchasePredictor predictor : new PurchasePredictor[] {renewal, pareto}) {
      assertRefused("time", () -> predictor.expectedOrders(summary, -1));
      assertRefused("time", () -> predictor.expectedOrdersOfNewCustomer(Double.NaN));
      assertRefused("time", () -> predictor.discountedOrders(summary, -1, 0.1));
      assertRefused("rate", () -> predictor.discountedOrders(summary, 1, 0));
      assertRefused("summary", () -> predictor.logLikelihood(null));
      assertRefused("summary", () -> predictor.probabilityAlive(null));
      assertRefused("summary", () -> predictor.expectedOrders(null, 1));
      assertRefused("summary", () -> predictor.nextOrder(null));
    }
    assertRefused("model", () -> Forecaster.of(null, ForecastPolicy.defaults()));
    assertRefused("policy", () -> Forecaster.of(MODEL, null));
    assertRefused("model", () -> FORECASTER.withSpend(null));
    assertRefused("purchases", () -> FORECASTER.forecast((PurchaseDays) null, NOW));
    assertRefused("now", () -> FORECASTER.forecast(REGULAR, (Instant) null));
    assertRefused("summary", () -> FORECASTER.forecast((PurchaseSummary) null, TODAY));
    assertRefused("asOf", () -> FORECASTER.forecast(summary, (LocalDate) null));
    assertRefused(
        "expectedSpend",
        () ->
            Forecaster.of(MODEL, ForecastPolicy.defaults())
                .withSpend(SpendModel.of(1e9, 1.001, 1e9))
                .forecast(summary, TODAY));
  }
}
