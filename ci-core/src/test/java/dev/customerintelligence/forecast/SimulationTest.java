package dev.customerintelligence.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the models say against customers who behave so. */
class SimulationTest {
  private static final double AGE = 20;
  private static final double AHEAD = 15;
  private static final int SAMPLED = 25;

  /** Customers without repeats, with one, a few, and many of them. */
  private static final int GROUPS = 4;

  private static final int MANY = 10;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of(PurchaseModel.of(ModelSpec.NBD, 0.9, 5)),
        Arguments.of(PurchaseModel.of(ModelSpec.BG_NBD, 0.9, 5, 0.8, 2.5)),
        Arguments.of(PurchaseModel.of(ModelSpec.MBG_NBD, 0.9, 5, 0.8, 2.5)),
        Arguments.of(PurchaseModel.of(ModelSpec.PARETO_NBD, 0.9, 5, 0.7, 12)),
        Arguments.of(
            PurchaseModel.of(ModelSpec.BG_NBD.with(Regularity.ERLANG), 0.9, 2, 0.8, 2.5, 2)),
        Arguments.of(
            PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.ERLANG), 0.9, 2, 0.8, 2.5, 3)),
        Arguments.of(
            PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.GAMMA), 0.9, 3, 0.8, 2.5, 1.6)),
        Arguments.of(
            PurchaseModel.of(ModelSpec.BG_NBD.with(Regularity.GAMMA), 0.9, 6, 0.8, 2.5, 0.6)),
        Arguments.of(
            PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.MIXED), 0.9, 5, 0.8, 2.5, 4, 2)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void expectationsAreThoseOfSimulatedCustomers(PurchaseModel model) {
    Simulation simulation = new Simulation(model, 42);
    PurchasePredictor predictor = model.predictor();
    int customers = 40_000;
    double untilAge = 0;
    double squares = 0;
    // One in many where a prediction takes long, all of them where it is quick.
    boolean isQuick = RenewalCounts.isSmallWhole(shape(model));
    double[] missed = new double[GROUPS];
    double[] missedSquares = new double[GROUPS];
    int[] size = new int[GROUPS];
    double[] soon = new double[2];
    for (int i = 0; i < customers; i++) {
      List<Double> repeats = simulation.repeats(AGE + AHEAD);
      List<Double> seen = repeats.stream().filter(time -> time <= AGE).toList();
      untilAge += seen.size();
      squares += seen.size() * seen.size();
      if (isQuick || i % SAMPLED == 0) {
        PurchaseSummary summary = Simulation.summary(seen, AGE);
        double miss = repeats.size() - seen.size() - predictor.expectedOrders(summary, AHEAD);
        int group = seen.size() > MANY ? GROUPS - 1 : Math.min(2, seen.size());
        size[group]++;
        missed[group] += miss;
        missedSquares[group] += miss * miss;
        soon[0] += predictor.nextOrder(summary).probabilityWithin(AHEAD / 3);
        soon[1] += repeats.stream().anyMatch(t -> t > AGE && t <= AGE + AHEAD / 3) ? 1 : 0;
      }
    }
    double mean = untilAge / customers;
    assertThat(predictor.expectedOrdersOfNewCustomer(AGE))
        .isCloseTo(mean, within(4 * Math.sqrt((squares / customers - mean * mean) / customers)));
    for (int group = 0; group < GROUPS; group++) {
      assertThat(missed[group] / size[group])
          .as("group " + group + " of " + size[group])
          .isCloseTo(0, within(4 * Math.sqrt(missedSquares[group]) / size[group]));
    }
    double predicted = Arrays.stream(size).sum();
    assertThat(soon[0] / predicted)
        .isCloseTo(soon[1] / predicted, within(2 / Math.sqrt(predicted)));
  }

  private static double shape(PurchaseModel model) {
    return switch (model.spec().regularity()) {
      case POISSON -> model.spec().family() == ModelFamily.PARETO_NBD ? 0.5 : 1;
      case ERLANG -> model.parameter("k");
      case GAMMA, MIXED -> 0.5;
    };
  }

  static Stream<Arguments> renewalModels() {
    return models()
        .filter(
            model -> ((PurchaseModel) model.get()[0]).spec().family() != ModelFamily.PARETO_NBD);
  }

  @ParameterizedTest
  @MethodSource("renewalModels")
  void distributionsOfOrdersAddUpToOne(PurchaseModel model) {
    RenewalPredictor predictor = new RenewalPredictor(model);
    double sum = 0;
    double mean = 0;
    for (int orders = 0; orders < 400; orders++) {
      double p = predictor.probabilityOfOrders(orders, AGE);
      sum += p;
      mean += orders * p;
    }

    assertThat(sum).isCloseTo(1, within(1e-9));
    assertThat(mean).isCloseTo(predictor.expectedOrdersOfNewCustomer(AGE), within(1e-7));
  }
}
