package dev.customerintelligence.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtremesTest {
  static Stream<PurchaseModel> models() {
    return Stream.of(
        PurchaseModel.of(ModelSpec.NBD, 0.3, 5),
        PurchaseModel.of(ModelSpec.BG_NBD, 0.3, 5, 1, 2.5),
        PurchaseModel.of(ModelSpec.BG_NBD, 0.3, 5, 1 + 1e-9, 2.5),
        PurchaseModel.of(ModelSpec.MBG_NBD, 0.3, 5, 0.8, 0.4),
        PurchaseModel.of(ModelSpec.MBG_NBD, 0.3, 5, 1e-4, 1e4),
        PurchaseModel.of(ModelSpec.PARETO_NBD, 0.3, 5, 1, 12),
        PurchaseModel.of(ModelSpec.PARETO_NBD, 0.3, 5, 0.02, 12),
        PurchaseModel.of(ModelSpec.BG_NBD.with(Regularity.ERLANG), 0.3, 2, 0.8, 2.5, 12),
        PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.GAMMA), 0.3, 2, 0.8, 2.5, 0.4),
        PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.GAMMA), 0.3, 2, 0.8, 2.5, 45.5),
        PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.GAMMA), 0.3, 2, 0.8, 2.5, 0.05),
        PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.GAMMA), 0.3, 0.02, 0.8, 2.5, 499.5),
        PurchaseModel.of(ModelSpec.NBD.with(Regularity.MIXED), 0.3, 9, 4, 2),
        PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.MIXED), 0.3, 9, 0.8, 2.5, 4, 2));
  }

  static List<PurchaseSummary> customers() {
    return List.of(
        PurchaseSummary.ofNewCustomer(0),
        PurchaseSummary.ofNewCustomer(1),
        PurchaseSummary.ofNewCustomer(1e6),
        PurchaseSummary.of(1, 1, 1),
        PurchaseSummary.of(1, 1, 1e6),
        PurchaseSummary.of(20, 100, 100),
        PurchaseSummary.of(20, 100, 36_500),
        PurchaseSummary.of(500, 500, 500),
        PurchaseSummary.of(500, 499.5, 500),
        PurchaseSummary.of(500, 400, 1e5));
  }

  @ParameterizedTest
  @MethodSource("models")
  void everythingIsFinite(PurchaseModel model) {
    PurchasePredictor predictor = model.predictor();
    for (PurchaseSummary customer : customers()) {
      assertThat(predictor.logLikelihood(customer)).as("%s", customer).isFinite();
      assertThat(predictor.probabilityAlive(customer)).as("%s", customer).isBetween(0.0, 1.0);
      double orders = predictor.expectedOrders(customer, 10);
      assertThat(orders).as("%s", customer).isBetween(0.0, 1000.0);
      assertThat(predictor.discountedOrders(customer, 10, 0.01))
          .as("%s", customer)
          .isBetween(0.0, orders * (1 + 1e-9));
      NextOrderDistribution next = predictor.nextOrder(customer);
      assertThat(next.probabilityOfReturn()).isBetween(0.0, 1.0);
      assertThat(next.median()).as("%s", customer).isPositive().isFinite();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void moreTimeBringsMoreOrders(PurchaseModel model) {
    PurchasePredictor predictor = model.predictor();
    for (PurchaseSummary customer : customers()) {
      NextOrderDistribution next = predictor.nextOrder(customer);
      double orders = 0;
      double within = 0;
      double newOrders = 0;
      for (double time : new double[] {0, 0.01, 1, 10, 50}) {
        double more = predictor.expectedOrders(customer, time);
        assertThat(more).as("%s after %s", customer, time).isGreaterThanOrEqualTo(orders);
        orders = more;
        double probability = next.probabilityWithin(time);
        assertThat(probability).isGreaterThanOrEqualTo(within).isLessThanOrEqualTo(1);
        assertThat(probability).isLessThanOrEqualTo(orders * (1 + 1e-5) + 1e-9);
        within = probability;
        double newMore = predictor.expectedOrdersOfNewCustomer(time);
        assertThat(newMore).isGreaterThanOrEqualTo(newOrders);
        newOrders = newMore;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void silenceMakesACustomerLessAlive(PurchaseModel model) {
    PurchasePredictor predictor = model.predictor();
    double alive = 1;
    for (double age : new double[] {50, 51, 60, 100, 1000, 1e5}) {
      double less = predictor.probabilityAlive(PurchaseSummary.of(5, 50, age));
      assertThat(less).isLessThanOrEqualTo(alive + 1e-12);
      alive = less;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 16, 17, 60})
  void whoHasNeverHadAChanceToStopIsAlive(double k) {
    PurchasePredictor predictor =
        PurchaseModel.of(ModelSpec.BG_NBD.with(Regularity.GAMMA), 0.5, 3, 0.8, 2, k).predictor();

    assertThat(predictor.probabilityAlive(PurchaseSummary.ofNewCustomer(1e6))).isEqualTo(1);
  }

  @Test
  void theWaitStaysAPowerLawWhereItsProbabilityUnderflows() {
    double log = SpecialFunctions.logSurvival(2.5, 1000, 1, 9);
    double higher = SpecialFunctions.logSurvival(2.5, 1001, 1, 9);

    assertThat(log).isBetween(-2310.0, -2280.0);
    assertThat(log - higher).isCloseTo(Math.log(10), within(0.01));
    assertThat(SpecialFunctions.logSurvival(2.5, 285, 1, 9))
        .isCloseTo(285.0 / 280 * SpecialFunctions.logSurvival(2.5, 280, 1, 9), within(0.5));
    assertThat(SpecialFunctions.logAddExp(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY))
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.7, 2.5, 15.5, 16.5, 60.5, 100.5, 250.5, 499.5})
  void whoIsNewIsExpectedToBuyWhatAnyNewCustomerIs(double k) {
    for (ModelFamily family : List.of(ModelFamily.BG_NBD, ModelFamily.NBD)) {
      ModelSpec spec = new ModelSpec(family, Regularity.GAMMA);
      double[] parameters =
          family == ModelFamily.NBD
              ? new double[] {2, 60 / k, k}
              : new double[] {2, 60 / k, 0.3, 4, k};
      PurchasePredictor predictor = PurchaseModel.of(spec, parameters).predictor();
      for (double time : new double[] {5, 30, 365}) {
        double expected = predictor.expectedOrdersOfNewCustomer(time);
        assertThat(predictor.expectedOrders(PurchaseSummary.ofNewCustomer(0), time))
            .as("%s in %s", spec, time)
            .isCloseTo(expected, within((k < 0.5 ? 1e-4 : 2e-5) * expected));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {16.5, 60.5, 250.5, 499.5})
  void regularBuyersKeepTheirRhythm(double k) {
    PurchasePredictor predictor =
        PurchaseModel.of(ModelSpec.NBD.with(Regularity.GAMMA), 2, 60 / k, k).predictor();
    for (double waited : new double[] {0, 10, 29, 40}) {
      PurchaseSummary customer = PurchaseSummary.of(12, 360, 360 + waited);
      NextOrderDistribution next = predictor.nextOrder(customer);
      double until = 60;
      double first = next.probabilityWithin(until);
      double orders = predictor.expectedOrders(customer, until);
      assertThat(orders).isBetween(first, 4.0);
      // Nobody buys twice within a tenth of a gap.
      assertThat(predictor.expectedOrders(customer, 3))
          .isCloseTo(next.probabilityWithin(3), within(1e-6));
    }
  }

  @Test
  void wholeShapesMeetTheGeneralFormula() {
    ModelSpec gamma = ModelSpec.MBG_NBD.with(Regularity.GAMMA);
    PurchasePredictor exact = PurchaseModel.of(gamma, 0.7, 3, 0.8, 2.5, 2).predictor();
    PurchasePredictor near = PurchaseModel.of(gamma, 0.7, 3, 0.8, 2.5, 2 + 1e-9).predictor();
    for (PurchaseSummary customer :
        List.of(
            PurchaseSummary.ofNewCustomer(10),
            PurchaseSummary.of(3, 30, 30),
            PurchaseSummary.of(3, 30, 60),
            PurchaseSummary.of(40, 200, 210))) {
      double orders = exact.expectedOrders(customer, 52);
      assertThat(near.expectedOrders(customer, 52)).isCloseTo(orders, within(2e-6 * orders));
    }
  }

  @Test
  void stepsOfTheSeriesMeetItsDirectSum() {
    for (double odds : new double[] {1e-6, 0.1, 2.3, 99}) {
      double stepping = new RenewalCounts(3, 0.8).expected(1, 2.5, 2, 0.9, odds);
      double direct = new RenewalCounts(3 + 1e-12, 0.8).expected(1, 2.5, 2, 0.9, odds);
      assertThat(stepping).isCloseTo(direct, within(1e-9 * direct));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // k, a, n, odds: where the number of purchases falls at, before and long after the last term
    "1, 0.8, 0.05, 3000", "1, 0.8, 500, 4.096", "1, 0.02, 20, 500", "2, 1, 3, 20000",
    "3, 1.6, 500, 40", "3, 0.8, 500, 4", "1.5, 0.8, 0.05, 9000", "1.5, 0, 0.7, 3000",
    "0.7, 0.3, 180, 1", "0.7, 0.3, 180, 100", "59.5, 0.07, 700, 30", "2.5, 0.5, 1e4, 2"
  })
  void theRestOfALongSumIsAnIntegral(double k, double a, double n, double odds) {
    double rho = 0.9;
    double sum = 0;
    double term = 1;
    for (int m = 1; term > 1e-17 * sum; m++) {
      term = rho * RegularizedBeta.complement(1 / (1 + odds), n, k * m);
      sum += term;
      rho *= (2.0 + m - 1) / (a + 2 + m - 1);
    }
    assertThat(new RenewalCounts(k, a).expected(0, n, 2, 0.9, odds))
        .isCloseTo(sum, within(1e-9 * sum));
  }

  @Test
  void inEternityOneWhoMayStopBuysWhatTheClosedFormSays() {
    // Fader, Hardie and Lee (2005), equation 10, whose bracket is 1 in the limit; a = 3.
    PurchasePredictor predictor = PurchaseModel.of(ModelSpec.BG_NBD, 0.3, 5, 3, 2.5).predictor();
    PurchaseSummary customer = PurchaseSummary.of(3, 20, 30);
    double limit = (3 + 2.5 + 3 - 1) / (3 - 1) * predictor.probabilityAlive(customer);
    for (double time : new double[] {1e9, 1e12, 1e15, 1e50, 1e100}) {
      assertThat(predictor.expectedOrders(customer, time)).isCloseTo(limit, within(1e-6 * limit));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void moreTimeBringsMoreOrdersHoweverMuchThereIs(PurchaseModel model) {
    PurchasePredictor predictor = model.predictor();
    for (PurchaseSummary customer : customers()) {
      double before = 0;
      for (double time = 1; time < 1e16; time *= 1e3) {
        double orders = predictor.expectedOrders(customer, time);
        assertThat(orders).as("%s in %s", customer, time).isFinite();
        assertThat(orders).isGreaterThanOrEqualTo(before * (1 - 1e-9));
        before = orders;
      }
    }
  }

  @Test
  void ordersOfALifetimeAreDiscountedAtAnyRate() {
    PurchasePredictor nobodyStops = PurchaseModel.of(ModelSpec.NBD, 0.3, 5).predictor();
    PurchaseSummary customer = PurchaseSummary.of(3, 20, 30);
    for (double rate : new double[] {1e-3, 1e-9, 1e-12}) {
      double orders = (0.3 + 3) / (5 + 30) / rate;
      assertThat(nobodyStops.discountedOrders(customer, Double.POSITIVE_INFINITY, rate))
          .isCloseTo(orders, within(2e-3 * orders));
    }
  }
}
