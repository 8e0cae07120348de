package dev.customerintelligence.forecast;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Customers who behave as the models say. Seeded. */
final class Simulation {
  static final LocalDate OPENING = LocalDate.parse("2025-01-01");

  private final Random random;
  private final PurchaseModel model;

  Simulation(PurchaseModel model, long seed) {
    this.model = model;
    random = new Random(seed);
  }

  /** The times of the purchases after the first, at time 0, until {@code until}. */
  List<Double> repeats(double until) {
    ModelFamily family = model.spec().family();
    double k = shape();
    double scale = model.spec().regularity() == Regularity.MIXED ? k : 1;
    double rate = scale * gamma(model.parameter("r")) / model.parameter("alpha");
    double life = Double.POSITIVE_INFINITY;
    double dropout = 0;
    if (family == ModelFamily.PARETO_NBD) {
      life = exponential() * model.parameter("beta") / gamma(model.parameter("s"));
    } else if (family.dropsOutAtPurchases()) {
      double x = gamma(model.parameter("a"));
      dropout = x / (x + gamma(model.parameter("b")));
    }
    List<Double> times = new ArrayList<>();
    boolean gone = family == ModelFamily.MBG_NBD && random.nextDouble() < dropout;
    double time = 0;
    while (!gone) {
      time += gamma(k) / rate;
      if (!(time <= Math.min(until, life))) {
        break;
      }
      times.add(time);
      gone = random.nextDouble() < dropout;
    }
    return times;
  }

  /** Summaries of customers whose first purchases spread over a part of the observation. */
  List<PurchaseSummary> summaries(int customers, double until) {
    List<PurchaseSummary> summaries = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      double age = until * (0.5 + 0.5 * random.nextDouble());
      summaries.add(summary(repeats(age), age));
    }
    return summaries;
  }

  static PurchaseSummary summary(List<Double> repeats, double age) {
    double logGaps = 0;
    double last = 0;
    for (double time : repeats) {
      logGaps += Math.log(time - last);
      last = time;
    }
    return new PurchaseSummary(repeats.size(), last, age, logGaps, repeats.isEmpty() ? 0 : 10);
  }

  /** A shop whose customers came first in its first half. */
  List<PurchaseDays> shop(int customers, int days) {
    List<PurchaseDays> shop = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      int first = random.nextInt(days / 2);
      double mean = 20 + 30 * gamma(2);
      Map<LocalDate, BigDecimal> amounts = new TreeMap<>();
      amounts.put(OPENING.plusDays(first), amount(mean));
      for (double time : repeats(days - first)) {
        amounts.merge(OPENING.plusDays(first + (long) time), amount(mean), BigDecimal::add);
      }
      shop.add(PurchaseDays.of(amounts));
    }
    return shop;
  }

  double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    // Marsaglia and Tsang (2000).
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  private double shape() {
    return switch (model.spec().regularity()) {
      case POISSON -> 1;
      case ERLANG, GAMMA -> model.parameter("k");
      case MIXED -> gamma(model.parameter("shape")) / model.parameter("rate");
    };
  }

  private double exponential() {
    return -Math.log(1 - random.nextDouble());
  }

  private BigDecimal amount(double mean) {
    return BigDecimal.valueOf(mean * gamma(4) / 4).setScale(2, RoundingMode.HALF_UP);
  }
}
