package dev.customerintelligence.forecast;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NextOrderDistributionTest {
  private static final ModelSpec GAMMA = ModelSpec.MBG_NBD.with(Regularity.GAMMA);

  static Stream<NextOrderDistribution> distributions() {
    return Stream.of(
        next(PurchaseModel.of(ModelSpec.BG_NBD, 0.5, 4, 0.8, 2.5), PurchaseSummary.of(4, 30, 35)),
        next(PurchaseModel.of(GAMMA, 0.5, 4, 0.8, 2.5, 0.4), PurchaseSummary.of(4, 30, 30)),
        next(PurchaseModel.of(GAMMA, 0.5, 4, 0.8, 2.5, 6), PurchaseSummary.of(9, 90, 90)),
        next(PurchaseModel.of(GAMMA, 0.5, 4, 0.8, 2.5, 6), PurchaseSummary.of(9, 90, 140)),
        next(
            PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.MIXED), 0.5, 9, 0.8, 2.5, 3, 1),
            PurchaseSummary.of(3, 60, 62)),
        next(
            PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.MIXED), 0.8, 60, 0.1, 2.4, 0.7, 0.1),
            PurchaseSummary.of(4, 80, 80)),
        next(
            PurchaseModel.of(ModelSpec.PARETO_NBD, 0.6, 10, 0.6, 11),
            PurchaseSummary.of(3, 25, 39)));
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void quantilesAreTheInverseOfTheDistribution(NextOrderDistribution next) {
    assertThat(next.quantile(0)).isZero();
    for (double p : new double[] {1e-6, 0.01, 0.2, 0.5, 0.9, 0.999}) {
      assertThat(next.cumulative(next.quantile(p))).isCloseTo(p, within(1e-9));
    }
    for (double p : new double[] {1e-100, 1e-30, 1e-17, 1e-12, 1e-9}) {
      double early = next.quantile(p);
      assertThat(early).isLessThan(next.quantile(1e-6));
      assertThat(early == 0 ? p : next.cumulative(early)).isCloseTo(p, within(1e-7 * p));
    }
    assertThat(next.quantile(1e-300)).isBetween(0.0, next.quantile(1e-100));
    assertThat(next.median()).isEqualTo(next.quantile(0.5));
    assertThat(next.probabilityWithin(10))
        .isCloseTo(next.probabilityOfReturn() * next.cumulative(10), within(1e-12));
    assertThat(next.cumulative(0)).isZero();
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void densitiesAreTheSlopeOfTheDistribution(NextOrderDistribution next) {
    for (double time : new double[] {0.5, 3, 20, 100}) {
      double step = time * 1e-4;
      double slope = (next.cumulative(time + step) - next.cumulative(time - step)) / (2 * step);
      assertThat(next.density(time)).isCloseTo(slope, within(1e-5 * slope + 1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void windowsHoldWhatTheyStateAndNoneIsShorter(NextOrderDistribution next) {
    for (double level : new double[] {0.05, 0.5, 0.8, 0.95}) {
      PurchaseWindow window = next.highestDensityWindow(level);
      assertThat(next.cumulative(window.end()) - next.cumulative(window.start()))
          .isCloseTo(level, within(1e-7));
      assertThat(window.probability()).isEqualTo(level * next.probabilityOfReturn());
      for (int i = 0; i < 200; i++) {
        double share = (1 - level) * i / 200.0;
        assertThat(window.width())
            .isLessThanOrEqualTo(
                (next.quantile(share + level) - next.quantile(share)) * (1 + 1e-6));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void noWindowOfAWidthIsMoreProbable(NextOrderDistribution next) {
    for (double width : new double[] {0.5, 7, 60}) {
      PurchaseWindow window = next.mostProbableWindow(width);
      assertThat(window.width()).isCloseTo(width, within(1e-9));
      for (double start = 0; start < 150; start += 0.5) {
        assertThat(window.level())
            .isGreaterThanOrEqualTo(next.cumulative(start + width) - next.cumulative(start) - 1e-6);
      }
    }
  }

  @Test
  void aWaitShortensWhatIsLeft() {
    PurchaseModel model = PurchaseModel.of(GAMMA, 0.5, 4, 0.8, 2.5, 6);
    NextOrderDistribution fresh = next(model, PurchaseSummary.of(9, 90, 90));
    NextOrderDistribution due = next(model, PurchaseSummary.of(9, 90, 97));

    assertThat(due.median()).isLessThan(fresh.median());
    double left = (fresh.cumulative(7 + 3) - fresh.cumulative(7)) / (1 - fresh.cumulative(7));
    assertThat(due.cumulative(3)).isCloseTo(left, within(1e-9));
  }

  @Test
  void exponentialGapsHaveAParetoLaw() {
    NextOrderDistribution next =
        next(PurchaseModel.of(ModelSpec.NBD, 2, 10), PurchaseSummary.of(3, 20, 30));

    assertThat(next.probabilityOfReturn()).isEqualTo(1);
    assertThat(next.cumulative(8)).isCloseTo(1 - Math.pow(40.0 / 48, 5), within(1e-12));
    assertThat(next.quantile(0.8)).isCloseTo(40 * (Math.pow(0.2, -0.2) - 1), within(1e-8));
    assertThat(next.highestDensityWindow(0.8).start()).isZero();
  }

  @Test
  void aTimeWithoutEndIsAVeryLongTime() {
    NextOrderDistribution next =
        next(PurchaseModel.of(ModelSpec.NBD, 0.001, 10), PurchaseSummary.ofNewCustomer(5));

    assertThat(next.quantile(0.99)).isFinite().isGreaterThan(1e200);
    assertThat(next.highestDensityWindow(0.9).width()).isFinite().isGreaterThan(1e200);
    assertThat(next.mostProbableWindow(7).start()).isZero();
  }

  @Test
  void crpsIsTheClosedFormWhereThatHolds() {
    double k = 3;
    double n = 2 + 3 * 4;
    double sigma = 10 + 60;
    NextOrderDistribution next =
        next(
            PurchaseModel.of(ModelSpec.NBD.with(Regularity.GAMMA), 2, 10, 3),
            PurchaseSummary.of(4, 60, 60));
    for (double y : new double[] {2, 15, 40}) {
      double w = y / (y + sigma);
      double mean = sigma * k / (n - 1);
      double g = 2 / k * Math.exp(LogBeta.value(2 * k, 2 * n - 1) - 2 * LogBeta.value(k, n));
      double closed =
          y * (2 * RegularizedBeta.value(w, k, n) - 1)
              + mean * (1 - 2 * RegularizedBeta.value(w, k + 1, n - 1))
              - mean * g;
      assertThat(next.crps(y, 1000)).isCloseTo(closed, within(1e-4 * closed));
    }
    assertThat(next.crps(Double.POSITIVE_INFINITY, 50)).isGreaterThan(next.crps(next.median(), 50));
  }

  @Test
  void refusesWhatIsNoTimeLevelOrProbability() {
    NextOrderDistribution next =
        next(PurchaseModel.of(ModelSpec.NBD, 2, 10), PurchaseSummary.of(3, 20, 30));

    assertRefused("time", () -> next.probabilityWithin(-1));
    assertRefused("time", () -> next.density(0));
    assertRefused("time", () -> next.logSurvival(Double.NaN));
    assertRefused("probability", () -> next.quantile(1));
    assertRefused("level", () -> next.highestDensityWindow(1));
    assertRefused("width", () -> next.mostProbableWindow(0));
    assertRefused("time", () -> next.crps(-1, 10));
    assertRefused("horizon", () -> next.crps(1, 0));
  }

  private static NextOrderDistribution next(PurchaseModel model, PurchaseSummary summary) {
    return model.predictor().nextOrder(summary);
  }
}
