package dev.customerintelligence.forecast;

import dev.customerintelligence.internal.Inputs;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.jspecify.annotations.Nullable;

/**
 * The NBD, BG and MBG families with Gamma gaps of any regularity. A mixed model is a mixture of
 * models with one shape k and alpha / k each.
 */
final class RenewalPredictor implements PurchasePredictor {
  private static final Quadrature NEXT = new Quadrature(32);
  private static final Quadrature SHORT_DISCOUNT = new Quadrature(8);
  private static final Quadrature LONG_DISCOUNT = new Quadrature(32);
  private static final double SHORT = 0.2;
  private static final int CROWDING = 4;

  /** The share of a shape below which a customer's forecast does without it. */
  private static final double NEGLIGIBLE = 1e-4;

  /** Customers with fewer repeats share what is computed of the purchases after the next. */
  private static final int SHARED_FREQUENCIES = 128;

  private final double r;
  private final double a;
  private final double b;
  private final int chances;
  private final double[] k;
  private final double[] alpha;
  private final double[] logWeight;

  /** By shape: nodes where a gap has just begun, as its density is singular there. */
  private final Quadrature[] crowded;

  /** By shape, then by frequency; filled as they are asked for. */
  private final @Nullable InterpolatedFunction[][] afterNext;

  RenewalPredictor(PurchaseModel model) {
    ModelSpec spec = model.spec();
    boolean dropsOut = spec.family().dropsOutAtPurchases();
    r = model.parameter("r");
    a = dropsOut ? model.parameter("a") : 0;
    b = dropsOut ? model.parameter("b") : 1;
    chances = spec.family().chancesAtFirstPurchase();
    double scale = model.parameter("alpha");
    if (spec.regularity() == Regularity.MIXED) {
      k = RegularityGrid.shapes();
      logWeight = new double[k.length];
      alpha = new double[k.length];
      RegularityGrid.logShares(model.parameter("shape"), model.parameter("rate"), logWeight);
      for (int j = 0; j < k.length; j++) {
        alpha[j] = scale / k[j];
      }
    } else {
      k = new double[] {spec.regularity() == Regularity.POISSON ? 1 : model.parameter("k")};
      alpha = new double[] {scale};
      logWeight = new double[] {0};
    }
    afterNext = new InterpolatedFunction[k.length][SHARED_FREQUENCIES];
    crowded = new Quadrature[k.length];
    for (int j = 0; j < k.length; j++) {
      crowded[j] = NEXT.crowded(CROWDING * Math.max(1, 1 / k[j]));
    }
  }

  @Override
  public double logLikelihood(PurchaseSummary summary) {
    return new Posterior(summary).logLikelihood();
  }

  @Override
  public double probabilityAlive(PurchaseSummary summary) {
    return new Posterior(summary).alive();
  }

  @Override
  public double expectedOrders(PurchaseSummary summary, double time) {
    return new Posterior(summary).expectedOrders(Ahead.time(time));
  }

  @Override
  public double expectedOrdersOfNewCustomer(double time) {
    Ahead.time(time);
    double first = chances == 0 ? 1 : b / (a + b);
    double sum = 0;
    for (int j = 0; j < k.length; j++) {
      sum +=
          Math.exp(logWeight[j])
              * new RenewalCounts(k[j], a).expected(0, r, b + chances, first, time / alpha[j]);
    }
    return sum;
  }

  @Override
  public double discountedOrders(PurchaseSummary summary, double time, double rate) {
    Ahead.timeOrForever(time);
    Ahead.rate(rate);
    Posterior posterior = new Posterior(summary);
    // By parts, with u = 1 - e^(-rate t): the density of purchases is not needed.
    double most = -Math.expm1(-rate * time);
    Quadrature quadrature = most < SHORT ? SHORT_DISCOUNT : LONG_DISCOUNT;
    double early =
        quadrature.integrate(u -> posterior.expectedOrders(-Math.log1p(-u) / rate), 0, most);
    return most == 1 ? early : early + (1 - most) * posterior.expectedOrders(time);
  }

  @Override
  public NextOrderDistribution nextOrder(PurchaseSummary summary) {
    Posterior posterior = new Posterior(summary);
    double logOdds = posterior.logAliveSum - posterior.logDropped;
    return new NextOrderDistribution(
        -SpecialFunctions.logAddExp(0, -logOdds),
        -SpecialFunctions.logAddExp(0, logOdds),
        posterior.gapLaw());
  }

  /**
   * The probability that a customer nothing is known of has made so many repeat purchases within a
   * time from the first.
   */
  double probabilityOfOrders(int orders, double time) {
    double dropped = dropped(orders);
    double sum = 0;
    for (int j = 0; j < k.length; j++) {
      double z = time / (alpha[j] + time);
      double atLeast = orders == 0 ? 1 : RegularizedBeta.value(z, k[j] * orders, r);
      double more = RegularizedBeta.value(z, k[j] * (orders + 1), r);
      sum += Math.exp(logWeight[j]) * (atLeast - more + dropped * atLeast);
    }
    return sum * Math.exp(SpecialFunctions.logBetaRatio(a, b, orders + chances));
  }

  /** D: how likely a customer has stopped after so many repeats, against having gone on. */
  private double dropped(int frequency) {
    int passed = frequency + chances;
    return passed == 0 ? 0 : a / (b + passed - 1);
  }

  /**
   * How many purchases come after the next one of a customer who is alive, by the logarithm of what
   * the time known of grows by from then on.
   */
  private InterpolatedFunction afterNext(int j, int frequency) {
    InterpolatedFunction known = frequency < SHARED_FREQUENCIES ? afterNext[j][frequency] : null;
    if (known != null) {
      return known;
    }
    RenewalCounts counts = new RenewalCounts(k[j], a);
    double n = r + k[j] * (frequency + 1);
    double passed = b + frequency + chances;
    double goesOn = passed / (a + passed);
    InterpolatedFunction later =
        new InterpolatedFunction(
            left -> counts.expected(0, n, passed + 1, goesOn, Math.expm1(left)));
    if (frequency < SHARED_FREQUENCIES) {
      afterNext[j][frequency] = later;
    }
    return later;
  }

  /** What the purchases of one customer say about regularity, rate and being alive. */
  private final class Posterior {
    private final int frequency;
    private final double recency;
    private final double waited;
    private final double logAliveSum;
    private final double logDropped;

    /** The shapes that matter, and their shares, together 1. */
    private final int[] shapes;

    private final double[] share;

    Posterior(PurchaseSummary summary) {
      Inputs.required("summary", summary);
      frequency = summary.frequency();
      recency = summary.recency();
      waited = summary.waited();
      double[] logAlive = new double[k.length];
      double all = Double.NEGATIVE_INFINITY;
      double sum = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < k.length; j++) {
        double n = r + k[j] * frequency;
        double log =
            logWeight[j]
                + (k[j] - 1) * summary.sumLogGaps()
                - frequency * LogGamma.value(k[j])
                + r * Math.log(alpha[j])
                - LogGamma.value(r)
                + LogGamma.value(n)
                - n * Math.log(alpha[j] + recency);
        logAlive[j] = log + SpecialFunctions.logSurvival(k[j], n, alpha[j] + recency, waited);
        all = SpecialFunctions.logAddExp(all, log);
        sum = SpecialFunctions.logAddExp(sum, logAlive[j]);
      }
      logAliveSum = sum;
      logDropped = all + Math.log(dropped(frequency));
      int[] kept = new int[k.length];
      double[] shares = new double[k.length];
      int size = 0;
      double total = 0;
      for (int j = 0; j < k.length; j++) {
        shares[size] = Math.exp(logAlive[j] - sum);
        if (shares[size] > NEGLIGIBLE) {
          total += shares[size];
          kept[size++] = j;
        }
      }
      shapes = Arrays.copyOf(kept, size);
      share = Arrays.copyOf(shares, size);
      for (int i = 0; i < size; i++) {
        share[i] /= total;
      }
    }

    double logLikelihood() {
      return SpecialFunctions.logAddExp(logAliveSum, logDropped)
          + SpecialFunctions.logBetaRatio(a, b, frequency + chances);
    }

    double alive() {
      return 1 / (1 + Math.exp(logDropped - logAliveSum));
    }

    double expectedOrders(double time) {
      if (time == 0) {
        return 0;
      }
      double sum = 0;
      for (int i = 0; i < shapes.length; i++) {
        sum += share[i] * expectedOrdersWhenAlive(shapes[i], time);
      }
      return alive() * sum;
    }

    GapLaw gapLaw() {
      double[] shape = new double[shapes.length];
      double[] n = new double[shapes.length];
      double[] known = new double[shapes.length];
      for (int i = 0; i < shapes.length; i++) {
        int j = shapes[i];
        shape[i] = k[j];
        n[i] = r + k[j] * frequency;
        known[i] = alpha[j] + recency;
      }
      return new RenewalGapLaw(share, shape, n, known, waited);
    }

    private double expectedOrdersWhenAlive(int j, double time) {
      return RenewalCounts.isSmallWhole(k[j]) ? byPhases(j, time) : byNextPurchase(j, time);
    }

    /** Exact for whole k: sums over the phase of the gap that the customer may be in. */
    private double byPhases(int j, double time) {
      double n = r + k[j] * frequency;
      double all = alpha[j] + recency + waited;
      double u = waited / all;
      RenewalCounts counts = new RenewalCounts(k[j], a);
      double phaseWeight = 1;
      double weights = 0;
      double sum = 0;
      for (int phase = 0; phase < k[j]; phase++) {
        weights += phaseWeight;
        if (phaseWeight > 0) {
          sum +=
              phaseWeight
                  * counts.expected(phase, n + phase, b + frequency + chances, 1, time / all);
        }
        phaseWeight *= (n + phase) * u / (phase + 1);
      }
      return sum / weights;
    }

    /** For any k: integrates over when the next purchase comes, after which later ones start. */
    private double byNextPurchase(int j, double time) {
      double n = r + k[j] * frequency;
      double known = alpha[j] + recency;
      double growth = Math.log1p(time / (known + waited));
      InterpolatedFunction later = afterNext(j, frequency);
      DoubleUnaryOperator ordersSince = left -> 1 + (left > 0 ? later.value(left) : 0);
      return new NextPurchase(k[j], n, known, waited).integrate(ordersSince, growth, crowded[j]);
    }
  }
}
