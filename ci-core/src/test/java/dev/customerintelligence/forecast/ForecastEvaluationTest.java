package dev.customerintelligence.forecast;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastEvaluationTest {
  private static final LocalDate OPENING = Simulation.OPENING;
  private static final FitOptions OPTIONS = new FitOptions(1, 0);
  private static final PurchaseModel TRUTH =
      PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.GAMMA), 2, 40, 0.1, 2.3, 3);
  private static final List<PurchaseDays> SHOP = new Simulation(TRUTH, 3).shop(250, 900);
  private static final EvaluationPlan PLAN =
      EvaluationPlan.of(OPENING.plusDays(500), OPENING.plusDays(899), 120);

  @Test
  void theModelThatCustomersBehaveByIsCalibrated() {
    EvaluationReport report = ForecastEvaluation.evaluate(SHOP, PLAN, TRUTH.spec(), OPTIONS);

    assertThat(report.origins()).isGreaterThan(800);
    assertThat(report.returned()).isBetween(400, report.origins());
    // Of those who return at all, some return after the follow-up: coverage is a little higher.
    assertThat(report.windows().get(0).level()).isEqualTo(0.8);
    assertThat(report.windows().get(0).coverage()).isBetween(0.8, 0.92);
    assertThat(report.windows().get(1).coverage()).isBetween(0.5, 0.62);
    assertThat(report.windows().get(0).winkler()).isLessThan(report.naive().winkler());
    assertThat(report.mostProbable().coverage()).isGreaterThan(report.naive().coverage());
    assertThat(report.mostProbable().meanWidth()).isEqualTo(report.naive().meanWidth());
    assertThat(report.naive().forecasts()).isEqualTo(report.origins());
    // Whole days from floor to ceiling hold a little more than the window itself.
    assertThat(report.stated().level()).isEqualTo(0.8);
    assertThat(report.stated().forecasts()).isBetween(report.origins() / 2, report.origins());
    assertThat(report.stated().coverage()).isBetween(0.8, 0.93);
    for (EvaluationReport.CalibrationBin bin : report.calibration()) {
      double deviation = Math.sqrt(bin.promised() * (1 - bin.promised()) / bin.forecasts());
      assertThat(bin.happened()).isCloseTo(bin.promised(), within(4 * deviation + 0.02));
    }
    assertThat(report.calibration().stream().mapToInt(bin -> bin.forecasts()).sum())
        .isEqualTo(report.origins());
  }

  @Test
  void aModelThatIsWrongScoresWorse() {
    EvaluationReport right = ForecastEvaluation.evaluate(SHOP, PLAN, TRUTH);
    EvaluationReport wrong =
        ForecastEvaluation.evaluate(SHOP, PLAN, PurchaseModel.of(ModelSpec.NBD, 2, 13));

    assertThat(right.logScore()).isLessThan(wrong.logScore());
    assertThat(right.censoredLogScore()).isLessThan(wrong.censoredLogScore());
    assertThat(right.crps()).isLessThan(wrong.crps());
    assertThat(right.naive()).isEqualTo(wrong.naive());
  }

  @Test
  void rollingSplitsSeeEachOriginOnce() {
    EvaluationPlan rolling =
        new EvaluationPlan(
            List.of(OPENING.plusDays(500), OPENING.plusDays(600), OPENING.plusDays(850)),
            PLAN.end(),
            120,
            PLAN.policy());
    EvaluationReport once = ForecastEvaluation.evaluate(SHOP, PLAN, TRUTH);
    EvaluationReport often = ForecastEvaluation.evaluate(SHOP, rolling, TRUTH);

    assertSame(often, once);
    EvaluationReport refitted =
        ForecastEvaluation.evaluate(SHOP, rolling, ModelSpec.BG_NBD, OPTIONS);
    assertThat(refitted.origins()).isEqualTo(once.origins());
    assertSame(refitted.naive(), once.naive());
  }

  @Test
  void countsByHand() {
    // Every 10 days, then after 11, 30 and 5; the last one cannot be watched.
    List<PurchaseDays> one = List.of(days(0, 10, 20, 31, 61, 66));
    EvaluationReport report =
        ForecastEvaluation.evaluate(
            one,
            EvaluationPlan.of(OPENING.plusDays(15), OPENING.plusDays(90), 28),
            PurchaseModel.of(ModelSpec.NBD, 2, 20));

    // From days 20 (mean gap 10, next after 11), 31 (10.33, 30: late) and 61 (15.25, 5).
    assertThat(report.origins()).isEqualTo(3);
    assertThat(report.returned()).isEqualTo(2);
    assertThat(report.tooEarly()).isZero();
    assertThat(report.naive().coverage()).isEqualTo(0.5);
    assertThat(report.naive().hit()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(report.naive().meanWidth()).isCloseTo(0.4 * (10 + 15.25) / 2, within(1e-9));
    assertThat(report.naive().winkler())
        .isCloseTo(0.4 * (10 + 15.25) / 2 + 10 * (0.8 * 15.25 - 5) / 2, within(1e-9));
    double log = Math.log(density(2 + 2, 20 + 20, 11)) + Math.log(density(2 + 4, 20 + 61, 5));
    assertThat(report.logScore()).isCloseTo(-log / 2, within(1e-9));
    double censored = (2 + 3) * Math.log((20 + 31) / (20 + 31 + 28.0));
    assertThat(report.censoredLogScore()).isCloseTo(-(log + censored) / 3, within(1e-9));
  }

  @Test
  void scoresTheWindowsThatAPolicyStates() {
    List<PurchaseDays> one = List.of(days(0, 10, 20, 31, 61, 66));
    PurchaseModel model = PurchaseModel.of(ModelSpec.NBD, 2, 20);
    EvaluationReport report =
        ForecastEvaluation.evaluate(one, plan(new ForecastPolicy(365, 0.1, 0.6, 3, 365)), model);

    // Only from days 31 (next after 30: late) and 61 (after 5) there are three gaps.
    double last = 20 + 61;
    assertThat(report.stated().forecasts()).isEqualTo(2);
    assertThat(report.stated().level()).isEqualTo(0.6);
    assertThat(report.stated().coverage()).isEqualTo(1);
    assertThat(report.stated().hit()).isEqualTo(0.5);
    assertThat(report.stated().meanWidth())
        .isEqualTo(Math.ceil(last * (Math.pow(0.4, -1 / 6.0) - 1)));
    assertThat(
            ForecastEvaluation.evaluate(one, plan(new ForecastPolicy(365, 0.1, 0.8, 9, 365)), model)
                .stated())
        .isNull();
  }

  @Test
  void scoresStayFiniteWhereAForecastWasSureOfTheOpposite() {
    // A buyer of every day, who stops; and one who comes back after a hundred days.
    int[] daily = IntStream.range(0, 120).toArray();
    PurchaseModel neverStops = PurchaseModel.of(ModelSpec.NBD, 1, 10);
    EvaluationPlan plan = EvaluationPlan.of(OPENING.plusDays(60), OPENING.plusDays(400), 180);
    EvaluationReport stopped = ForecastEvaluation.evaluate(List.of(days(daily)), plan, neverStops);

    // 59 come back the next day; of the last nothing is seen for 180 days: (129 / 309)^120.
    double log = 0;
    for (int day = 60 + 1; day < 119; day++) {
      log += Math.log(density(1 + day, 10 + day, 1));
    }
    double censored = (1 + 119) * Math.log((10 + 119) / (10 + 119 + 180.0));
    assertThat(stopped.logScore()).isCloseTo(-log / 58, within(1e-9));
    assertThat(stopped.censoredLogScore()).isCloseTo(-(log + censored) / 59, within(1e-9));

    int[] back = Arrays.copyOf(daily, 121);
    back[120] = 119 + 100;
    PurchaseModel regular =
        PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.GAMMA), 1, 10, 0.5, 3, 12);
    EvaluationReport returned = ForecastEvaluation.evaluate(List.of(days(back)), plan, regular);
    assertThat(returned.logScore()).isFinite().isGreaterThan(10);
    assertThat(returned.censoredLogScore()).isFinite().isGreaterThan(10);
    PurchaseModel mixed = PurchaseModel.of(ModelSpec.NBD.with(Regularity.MIXED), 1, 10, 5, 0.5);
    assertThat(ForecastEvaluation.evaluate(List.of(days(back)), plan, mixed).censoredLogScore())
        .isFinite()
        .isGreaterThan(5);
    PurchaseModel pareto = PurchaseModel.of(ModelSpec.PARETO_NBD, 1, 10, 0.01, 1000);
    assertThat(ForecastEvaluation.evaluate(List.of(days(back)), plan, pareto).censoredLogScore())
        .isFinite()
        .isGreaterThan(1);
  }

  @Test
  void firstOrdersAreTooEarly() {
    EvaluationReport report =
        ForecastEvaluation.evaluate(
            List.of(days(0, 10, 20, 30), days(16), days(17, 29), days()),
            EvaluationPlan.of(OPENING.plusDays(15), OPENING.plusDays(50), 20),
            PurchaseModel.of(ModelSpec.NBD, 2, 20));

    assertThat(report.tooEarly()).isEqualTo(2);
    assertThat(report.origins()).isEqualTo(3);
    assertThat(report.returned()).isEqualTo(1);
  }

  @Test
  void prefersTheModelThatForecastBest() {
    ModelChoice choice =
        ForecastEvaluation.choose(
            SHOP, PLAN, List.of(ModelSpec.NBD, ModelSpec.MBG_NBD, TRUTH.spec()), OPTIONS);

    assertThat(choice.criterion()).isEqualTo(ModelChoice.Criterion.HELD_OUT_LOG_SCORE);
    assertThat(choice.best().model().spec()).isEqualTo(TRUTH.spec());
  }

  @Test
  void refusesAPlanThatLeavesNothing() {
    EvaluationPlan late = EvaluationPlan.of(OPENING.plusDays(890), OPENING.plusDays(899), 120);

    assertThat(assertRefused("plan", () -> ForecastEvaluation.evaluate(SHOP, late, TRUTH)))
        .hasMessageContaining("there are none");
    assertRefused(
        "plan", () -> ForecastEvaluation.choose(SHOP, late, List.of(ModelSpec.NBD), OPTIONS));
    assertRefused("plan", () -> ForecastEvaluation.evaluate(SHOP, null, TRUTH));
    assertRefused("model", () -> ForecastEvaluation.evaluate(SHOP, PLAN, null));
    assertRefused("shop", () -> ForecastEvaluation.evaluate(null, PLAN, TRUTH));
    assertRefused("candidates", () -> ForecastEvaluation.choose(SHOP, PLAN, List.of(), OPTIONS));
  }

  /** Sums in another order differ in their last digits. */
  private static void assertSame(Object actual, Object expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .withComparatorForType(
            (x, y) -> Math.abs(x - y) < 1e-9 ? 0 : Double.compare(x, y), Double.class)
        .isEqualTo(expected);
  }

  private static double density(double n, double known, double gap) {
    return n / (known + gap) * Math.pow(known / (known + gap), n);
  }

  private static EvaluationPlan plan(ForecastPolicy policy) {
    return new EvaluationPlan(List.of(OPENING.plusDays(15)), OPENING.plusDays(90), 28, policy);
  }

  private static PurchaseDays days(int... days) {
    Map<LocalDate, BigDecimal> amounts = new TreeMap<>();
    for (int day : days) {
      amounts.put(OPENING.plusDays(day), BigDecimal.TEN);
    }
    return PurchaseDays.of(amounts);
  }
}
