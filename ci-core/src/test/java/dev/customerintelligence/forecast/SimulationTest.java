package dev.customerintelligence.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    double[] expected = new double[3];
    double[] happened = new double[3];
    double[] variance = new double[3];
    double[] soon = new double[2];
    int[] size = new int[3];
    for (int i = 0; i < customers; i++) {
      List<Double> repeats = simulation.repeats(AGE + AHEAD);
      List<Double> seen = repeats.stream().filter(time -> time <= AGE).toList();
      untilAge += seen.size();
      squares += seen.size() * seen.size();
      PurchaseSummary summary = Simulation.summary(seen, AGE);
      int group = Math.min(2, seen.size());
      size[group]++;
      double later = repeats.size() - seen.size();
      if (size[group] % SAMPLED == 0) {
        double orders = predictor.expectedOrders(summary, AHEAD);
        expected[group] += SAMPLED * orders;
        soon[0] += SAMPLED * predictor.nextOrder(summary).probabilityWithin(AHEAD / 3);
      }
      happened[group] += later;
      variance[group] += later * later;
      soon[1] += repeats.stream().anyMatch(t -> t > AGE && t <= AGE + AHEAD / 3) ? 1 : 0;
    }
    double mean = untilAge / customers;
    assertThat(predictor.expectedOrdersOfNewCustomer(AGE))
        .isCloseTo(mean, within(4 * Math.sqrt((squares / customers - mean * mean) / customers)));
    for (int group = 0; group < 3; group++) {
      double n = size[group];
      double deviation = Math.sqrt(variance[group] / n / n);
      assertThat(expected[group] / n)
          .as("after " + group + " repeats")
          .isCloseTo(happened[group] / n, within(4 * deviation * (group == 2 ? 4 : 1)));
    }
    assertThat(soon[0] / customers).isCloseTo(soon[1] / customers, within(0.012));
  }

  @ParameterizedTest
  @MethodSource("models")
  void distributionsOfOrdersAddUpToOne(PurchaseModel model) {
    if (model.spec().family() == ModelFamily.PARETO_NBD) {
      return;
    }
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
