package dev.customerintelligence.forecast;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/** What the models need beyond the library of special functions, safe at the extremes. */
final class SpecialFunctions {
  private static final double UNDERFLOW = 1e-290;
  private static final double SERIES_END = 1e-17;

  private SpecialFunctions() {}

  /**
   * ln I_x(n, k), x = known / (known + waited): the probability that a gap of k phases outlasts the
   * wait, with n phases seen in {@code known}, the prior's alpha included.
   */
  static double logSurvival(double k, double n, double known, double waited) {
    if (waited <= 0) {
      return 0;
    }
    if (k == 1) {
      return -n * Math.log1p(waited / known);
    }
    double w = waited / (known + waited);
    double x = known / (known + waited);
    double survival =
        w < 0.5 ? RegularizedBeta.complement(w, k, n) : RegularizedBeta.value(x, n, k);
    return survival > UNDERFLOW ? Math.log(survival) : logSmallSurvival(k, n, x);
  }

  /** I_w(k, n), w = gap / (known + gap): the probability that a gap is no longer than this. */
  static double gapWithin(double k, double n, double known, double gap) {
    return gap <= 0 ? 0 : RegularizedBeta.value(gap / (known + gap), k, n);
  }

  /** By the power series of I_x(n, k), whose leading factor underflows where its terms do not. */
  private static double logSmallSurvival(double k, double n, double x) {
    double sum = 1;
    double term = 1;
    for (int j = 0; term > sum * SERIES_END; j++) {
      term *= x * (n + k + j) / (n + 1 + j);
      sum += term;
    }
    return n * Math.log(x) + k * Math.log1p(-x) + Math.log(sum) - Math.log(n) - LogBeta.value(n, k);
  }

  /** ln of the density of a gap, under the same knowledge: beta prime, scaled by {@code known}. */
  static double logGapDensity(double k, double n, double known, double gap) {
    return n * Math.log(known)
        + (k == 1 ? 0 : (k - 1) * Math.log(gap))
        - (n + k) * Math.log(known + gap)
        - LogBeta.value(k, n);
  }

  /** ln(e^x + e^y). */
  static double logAddExp(double x, double y) {
    double high = Math.max(x, y);
    return high == Double.NEGATIVE_INFINITY
        ? high
        : high + Math.log1p(Math.exp(Math.min(x, y) - high));
  }

  /** ln B(a, b + m) - ln B(a, b); 0 for a = 0, where nobody drops out. */
  static double logBetaRatio(double a, double b, double m) {
    return a == 0 || m == 0 ? 0 : LogBeta.value(a, b + m) - LogBeta.value(a, b);
  }
}
