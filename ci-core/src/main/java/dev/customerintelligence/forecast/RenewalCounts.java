package dev.customerintelligence.forecast;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * How many purchases come within a time when gaps are Gamma(k), the rate is Gamma(n) and a customer
 * may stop at each purchase.
 */
final class RenewalCounts {
  private static final double SERIES_END = 1e-14;
  private static final int MAX_WHOLE = 16;

  private final double k;
  private final double a;

  RenewalCounts(double k, double a) {
    this.k = k;
    this.a = a;
  }

  /**
   * The sum over m of rho_m I_z(k m - phase, n), where rho_1 is {@code first} and rho_(m+1) is
   * rho_m (b + m - 1) / (a + b + m - 1).
   *
   * @param z the share of the time that lies ahead, 0..1
   */
  double expected(double phase, double n, double b, double first, double z) {
    if (z <= 0) {
      return 0;
    }
    return isSmallWhole(k) ? stepping(phase, n, b, first, z) : direct(phase, n, b, first, z);
  }

  /** Whether sums over the phases of a gap, one by one, are exact and short. */
  static boolean isSmallWhole(double k) {
    return k == Math.rint(k) && k <= MAX_WHOLE;
  }

  private double direct(double phase, double n, double b, double first, double z) {
    double rho = first;
    double sum = 0;
    for (int m = 1; ; m++) {
      double term = rho * RegularizedBeta.value(z, k * m - phase, n);
      sum += term;
      if (term <= SERIES_END * sum) {
        return sum;
      }
      rho *= (b + m - 1) / (a + b + m - 1);
    }
  }

  /** By I_z(q + 1, n) = I_z(q, n) - z^q (1 - z)^n / (q B(q, n)). */
  private double stepping(double phase, double n, double b, double first, double z) {
    double q = k - phase;
    double cdf = RegularizedBeta.value(z, q, n);
    double step =
        Math.exp(q * Math.log(z) + n * Math.log1p(-z) - Math.log(q) - LogBeta.value(q, n));
    double rho = first;
    double sum = 0;
    for (int m = 1; ; m++) {
      double term = rho * cdf;
      sum += term;
      if (term <= SERIES_END * sum) {
        return sum;
      }
      rho *= (b + m - 1) / (a + b + m - 1);
      for (int i = 0; i < k; i++) {
        cdf -= step;
        step *= z * (q + n) / (q + 1);
        q++;
      }
    }
  }
}
