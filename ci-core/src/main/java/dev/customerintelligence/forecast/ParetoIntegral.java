package dev.customerintelligence.forecast;

import org.jspecify.annotations.Nullable;

/**
 * The part of the Pareto/NBD likelihood in which the customer stopped between the last purchase and
 * the end of observation, by quadrature instead of two hypergeometric functions whose difference
 * cancels.
 */
final class ParetoIntegral {
  private static final Quadrature NODES = new Quadrature(32);
  private static final double TAIL = 40;

  private ParetoIntegral() {}

  /**
   * ln of s times the integral of (alpha + t)^-n (beta + t)^-(s+1) from {@code recency} to {@code
   * age}; minus infinity when they are equal.
   */
  static double log(double n, double alpha, double s, double beta, double recency, double age) {
    return log(n, alpha, s, beta, recency, age, null);
  }

  /**
   * The same, and its derivatives in n, alpha, s and beta.
   *
   * @param gradient takes the four derivatives, or null
   */
  static double log(
      double n,
      double alpha,
      double s,
      double beta,
      double recency,
      double age,
      double @Nullable [] gradient) {
    double start = alpha + recency;
    double end = Math.min(Math.log((alpha + age) / start), TAIL / n);
    if (!(end > 0)) {
      return Double.NEGATIVE_INFINITY;
    }
    // With v = ln((alpha + t) / start): relative to the first point, which is the highest.
    double atStart = (beta + recency);
    double sum = 0;
    double dN = 0;
    double dAlpha = 0;
    double dS = 0;
    double dBeta = 0;
    for (int i = 0; i < NODES.size(); i++) {
      double v = end * NODES.node(i);
      double past = start * Math.expm1(v);
      double logLife = Math.log1p(past / atStart);
      double term = NODES.weight(i) * Math.exp((1 - n) * v - (s + 1) * logLife);
      sum += term;
      if (gradient != null) {
        dN -= term * v;
        dAlpha -= term * n / (start + past);
        dS -= term * logLife;
        dBeta -= term * (s + 1) / (atStart + past);
      }
    }
    if (gradient != null) {
      gradient[0] = dN / sum - Math.log(start);
      gradient[1] = dAlpha / sum;
      gradient[2] = dS / sum - Math.log(atStart) + 1 / s;
      gradient[3] = dBeta / sum;
    }
    return Math.log(s * end * sum) + (1 - n) * Math.log(start) - (s + 1) * Math.log(atStart);
  }
}
