package dev.customerintelligence.forecast;

import dev.customerintelligence.internal.Inputs;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/**
 * When the next purchase of one customer comes, counted from the end of observation. Immutable and
 * thread-safe.
 *
 * <p>A customer may never buy again; what is conditional on buying again says so. Its uncertainty
 * is that of the customer, not that of the fitted parameters.
 */
public final class NextOrderDistribution {
  private static final double HIGHEST = 1 - 1e-12;
  private static final double ACCURACY = 1e-11;
  private static final int SEARCH_POINTS = 6;
  private static final double SEARCH_ACCURACY = 1e-7;

  /** Near the best start the width is flat: a step of 1e-4 changes it by 1e-8. */
  private static final double SMALL_STEP = 1e-4;

  private static final double START = 1e-4;
  private static final int STEPS_BACK = 6;

  /** Later than this is never; the arithmetic would overflow. */
  private static final double LOG_LONGEST = 600;

  /** Earlier than this is at once; a number much smaller would have lost digits. */
  private static final double LOG_SHORTEST = -700;

  private static final double LEAST_LOG = -1e6;

  /** Below this, a cumulative probability is told apart from 0 by itself only. */
  private static final double SMALL = 1e-3;

  private static final double LEAST_LEVEL = 1e-3;
  private static final Quadrature CRPS = new Quadrature(32);

  private final double logReturning;
  private final double logLost;
  private final GapLaw law;

  /**
   * Joins when with whether.
   *
   * @param logReturning ln of the probability of a next purchase
   * @param logLost ln of the probability that there is none, which may be smaller than what the
   *     other can tell from 1
   */
  NextOrderDistribution(double logReturning, double logLost, GapLaw law) {
    this.logReturning = logReturning;
    this.logLost = logLost;
    this.law = law;
  }

  /** Returns the probability that there is a next purchase, however late, 0..1. */
  public double probabilityOfReturn() {
    return Math.exp(logReturning);
  }

  /**
   * Returns the probability that there is a next purchase and that it comes within a time.
   *
   * @param time 0 or more
   */
  public double probabilityWithin(double time) {
    return probabilityOfReturn() * cumulative(time);
  }

  /**
   * Returns the probability that the next purchase, if there is one, comes within a time.
   *
   * @param time 0 or more
   */
  public double cumulative(double time) {
    return law.cumulative(Inputs.between("time", time, 0, Double.MAX_VALUE));
  }

  /**
   * Returns the natural logarithm of the probability that the next purchase, if there is one, comes
   * later than a time.
   *
   * @param time 0 or more
   */
  public double logSurvival(double time) {
    return law.logSurvival(Inputs.between("time", time, 0, Double.MAX_VALUE));
  }

  /**
   * Returns the density of the next purchase at a time, if there is one.
   *
   * @param time above 0
   */
  public double density(double time) {
    return Math.exp(logDensity(Inputs.between("time", time, Double.MIN_NORMAL, Double.MAX_VALUE)));
  }

  /** ln of the density of the next purchase at a time, if there is one. */
  double logDensity(double time) {
    return law.logDensity(time);
  }

  /** ln of the density at a time of a purchase that may not come at all. */
  double logDensityOfReturn(double time) {
    return logReturning + law.logDensity(time);
  }

  /** ln of the probability of no purchase within a time. */
  double logNoneWithin(double time) {
    return SpecialFunctions.logAddExp(logLost, logReturning + law.logSurvival(time));
  }

  /**
   * Returns the time within which the next purchase, if there is one, comes with a probability; at
   * most about 1e260.
   *
   * @param probability 0 or more, below 1; above 1 - 1e-12 it is taken as that
   */
  public double quantile(double probability) {
    Inputs.between("probability", probability, 0, Math.nextDown(1.0));
    return quantile(probability, law.scale(), ACCURACY);
  }

  /** Returns the time that the next purchase, if there is one, exceeds as often as not. */
  public double median() {
    return quantile(0.5);
  }

  /**
   * Returns the shortest window that holds the next purchase, if there is one, with a probability.
   *
   * @param level 0.001..0.999
   */
  public PurchaseWindow highestDensityWindow(double level) {
    Inputs.between("level", level, LEAST_LEVEL, 1 - LEAST_LEVEL);
    double[] first = new double[SEARCH_POINTS + 1];
    double near = law.scale();
    double shortest = Double.POSITIVE_INFINITY;
    int best = 0;
    for (int i = 0; i < SEARCH_POINTS; i++) {
      double share = (1 - level) * i / SEARCH_POINTS;
      first[i] = i == 0 ? 0 : quantile(share, i == 1 ? near : first[i - 1], SEARCH_ACCURACY);
      near = quantile(share + level, near, SEARCH_ACCURACY);
      if (near - first[i] < shortest) {
        shortest = near - first[i];
        best = i;
      }
    }
    // Where nothing is left above, the window would be endless: there the last point is the limit.
    first[SEARCH_POINTS] = first[SEARCH_POINTS - 1];
    double endNear = first[best] + shortest;
    double start =
        turningPoint(
            from -> slope(from, quantile(cumulative(from) + level, endNear, SEARCH_ACCURACY)),
            first[Math.max(0, best - 1)],
            first[best],
            first[best + 1],
            shortest);
    if (quantile(cumulative(start) + level, endNear, SEARCH_ACCURACY) - start > shortest) {
      start = first[best];
    }
    return new PurchaseWindow(
        start,
        quantile(cumulative(start) + level, endNear, ACCURACY),
        level,
        level * probabilityOfReturn());
  }

  /**
   * Returns the window of a width that holds the next purchase, if there is one, most often.
   *
   * @param width above 0
   */
  public PurchaseWindow mostProbableWindow(double width) {
    Inputs.between("width", width, Double.MIN_NORMAL, Double.MAX_VALUE);
    double[] first = new double[SEARCH_POINTS + 1];
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= SEARCH_POINTS; i++) {
      first[i] = quantile((double) i / (SEARCH_POINTS + 1), law.scale(), SEARCH_ACCURACY);
      double inside = inside(first[i], width);
      if (inside > highest) {
        highest = inside;
        best = i;
      }
    }
    double start =
        turningPoint(
            from -> slope(from, from + width),
            first[Math.max(0, best - 1)],
            first[best],
            first[Math.min(SEARCH_POINTS, best + 1)],
            width);
    if (inside(start, width) < highest) {
      start = first[best];
    }
    double level = inside(start, width);
    return new PurchaseWindow(start, start + width, level, level * probabilityOfReturn());
  }

  /**
   * Returns the continuous ranked probability score of {@link #probabilityWithin}, taken up to a
   * horizon: the integral of its squared error, in units of time; lower is better.
   *
   * @param time when the next purchase came; infinite, when it did not within the horizon
   * @param horizon until when the customer was watched, above 0
   */
  public double crps(double time, double horizon) {
    Inputs.between("time", time, 0, Double.POSITIVE_INFINITY);
    Inputs.between("horizon", horizon, Double.MIN_NORMAL, Double.MAX_VALUE);
    double until = Math.min(time, horizon);
    double early = CRPS.integrate(t -> square(probabilityWithin(t)), 0, until);
    // Crowded to where the tail is thick.
    double ahead = horizon - until;
    double late =
        CRPS.integrate(
            v -> 2 * v * ahead * square(1 - probabilityWithin(until + v * v * ahead)), 0, 1);
    return early + late;
  }

  private double inside(double from, double width) {
    return Math.max(0, Math.exp(logSurvival(from)) - Math.exp(logSurvival(from + width)));
  }

  /** Below 0 where a window gets better by starting later. */
  private double slope(double start, double end) {
    return Math.max(LEAST_LOG, law.logDensity(start)) - Math.max(LEAST_LOG, law.logDensity(end));
  }

  /**
   * Where a window turns best between two starts, near a third that is the best known. It often is
   * best to start at once, where no slope exists; a mixture may turn more than once.
   */
  private static double turningPoint(
      DoubleUnaryOperator slope, double low, double known, double high, double width) {
    double least = START * width;
    double from = Math.max(known, least);
    if (slope.applyAsDouble(from) < 0) {
      return firstTurn(slope, from, high, width);
    }
    double turn = from;
    for (int step = 1; step <= STEPS_BACK && turn > least; step++) {
      double before = Math.max(known + (low - known) * step / STEPS_BACK, least);
      if (slope.applyAsDouble(before) < 0) {
        return firstTurn(slope, before, turn, width);
      }
      turn = before;
    }
    // At once is good, but after a dip of the density later may be better.
    return known > low ? low : firstTurn(slope, from + (high - from) / STEPS_BACK, high, width);
  }

  private static double firstTurn(
      DoubleUnaryOperator slope, double low, double high, double width) {
    return slope.applyAsDouble(low) < 0 && slope.applyAsDouble(high) > 0
        ? new BrentSolver(SMALL_STEP, SMALL_STEP * width, Double.MIN_NORMAL)
            .findRoot(slope, low, high)
        : high;
  }

  /**
   * Solves in ln t on the complementary log-log scale, where the curve is almost straight: a
   * Weibull law's is a line there.
   */
  private double quantile(double probability, double near, double accuracy) {
    if (probability <= 0) {
      return 0;
    }
    double target = Math.log(-Math.log1p(-Math.min(probability, HIGHEST)));
    double low = Math.log(near > 0 ? near : law.scale());
    double high = low;
    double step = 0.25;
    if (excess(low, target) < 0) {
      do {
        low = high;
        high += step;
        step *= 2;
        if (high > LOG_LONGEST) {
          return Math.exp(LOG_LONGEST);
        }
      } while (excess(high, target) < 0);
    } else {
      do {
        if (low <= LOG_SHORTEST) {
          return 0;
        }
        high = low;
        low = Math.max(LOG_SHORTEST, low - step);
        step *= 2;
      } while (excess(low, target) > 0);
    }
    return Math.exp(
        new BrentSolver(Double.MIN_NORMAL, accuracy, Double.MIN_NORMAL)
            .findRoot(v -> excess(v, target), low, high));
  }

  private double excess(double logTime, double target) {
    double time = Math.exp(logTime);
    double logSurvival = law.logSurvival(time);
    double hazard = logSurvival < -SMALL ? -logSurvival : -Math.log1p(-law.cumulative(time));
    return Math.log(Math.max(Double.MIN_NORMAL, hazard)) - target;
  }

  private static double square(double x) {
    return x * x;
  }
}
