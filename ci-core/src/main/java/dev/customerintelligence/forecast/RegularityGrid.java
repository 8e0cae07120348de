package dev.customerintelligence.forecast;

import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * The shapes k that the mixed models mix, and how often each occurs: a Gamma distribution of k, cut
 * half way between points of equal distance in ln k.
 */
final class RegularityGrid {
  static final int SIZE = 20;

  private static final double LOWEST = 0.3;
  private static final double HIGHEST = 60;
  private static final double STEP = Math.log(HIGHEST / LOWEST) / (SIZE - 1);
  private static final double LEAST_SHARE = 1e-300;

  private RegularityGrid() {}

  static double[] shapes() {
    double[] k = new double[SIZE];
    for (int j = 0; j < SIZE; j++) {
      k[j] = LOWEST * Math.exp(STEP * j);
    }
    return k;
  }

  /** ln of the share of each shape. */
  static void logShares(double shape, double rate, double[] logShares) {
    double from = 0;
    for (int j = 0; j < SIZE; j++) {
      double to =
          j == SIZE - 1 ? Double.POSITIVE_INFINITY : LOWEST * Math.exp(STEP * (j + 0.5)) * rate;
      logShares[j] = Math.log(Math.max(LEAST_SHARE, share(shape, from, to)));
      from = to;
    }
  }

  private static double share(double shape, double from, double to) {
    // The smaller tail keeps its digits.
    if (from < shape) {
      return lowerTail(shape, to) - lowerTail(shape, from);
    }
    return upperTail(shape, from) - upperTail(shape, to);
  }

  private static double upperTail(double shape, double x) {
    return x == Double.POSITIVE_INFINITY ? 0 : RegularizedGamma.Q.value(shape, x);
  }

  private static double lowerTail(double shape, double x) {
    return x == Double.POSITIVE_INFINITY ? 1 : RegularizedGamma.P.value(shape, x);
  }
}
