package dev.customerintelligence.forecast;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * How many purchases come within a time when gaps are Gamma(k), the rate is Gamma(n) and a customer
 * may stop at each purchase.
 */
final class RenewalCounts {
  private static final double SERIES_END = 1e-14;
  private static final double LOG_UNDERFLOW = -650;
  private static final int MAX_WHOLE = 16;

  /** After so many terms the rest of a sum is an integral; the steps are cheap, the terms not. */
  private static final int MOST_STEPS = 2048;

  private static final int MOST_TERMS = 256;
  private static final Quadrature PANEL = new Quadrature(16);
  private static final double WIDEST_PANEL = 0.5;
  private static final double DEVIATIONS = 12;
  private static final double TAIL = 60;
  private static final double FAR = 1e5;

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
   * @param odds the time that lies ahead, by the time that is known of: z / (1 - z)
   */
  double expected(double phase, double n, double b, double first, double odds) {
    if (odds <= 0) {
      return 0;
    }
    if (k == 1 && a == 0) {
      return first * n * odds;
    }
    Sum sum = new Sum(phase, n, b, first, odds);
    return isSmallWhole(k) ? sum.stepping() : sum.direct();
  }

  /** Whether sums over the phases of a gap, one by one, are exact and short. */
  static boolean isSmallWhole(double k) {
    return k == Math.rint(k) && k <= MAX_WHOLE;
  }

  /** One sum. */
  private final class Sum {
    private final double phase;
    private final double n;
    private final double b;
    private final double first;
    private final double odds;

    Sum(double phase, double n, double b, double first, double odds) {
      this.phase = phase;
      this.n = n;
      this.b = b;
      this.first = first;
      this.odds = odds;
    }

    double direct() {
      double rho = first;
      double sum = 0;
      for (int m = 1; m <= MOST_TERMS; m++) {
        double term = rho * atLeast(k * m - phase);
        sum += term;
        if (term <= SERIES_END * sum) {
          return sum;
        }
        rho *= (b + m - 1) / (a + b + m - 1);
      }
      return sum + after(MOST_TERMS);
    }

    /** By I_z(q + 1, n) = I_z(q, n) - z^q (1 - z)^n / (q B(q, n)). */
    double stepping() {
      double z = odds / (1 + odds);
      double q = k - phase;
      double logStep = q * Math.log(z) - n * Math.log1p(odds) - Math.log(q) - LogBeta.value(q, n);
      if (logStep < LOG_UNDERFLOW) {
        return direct();
      }
      double step = Math.exp(logStep);
      double cdf = atLeast(q);
      double rho = first;
      double sum = 0;
      for (int m = 1; m <= MOST_STEPS; m++) {
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
      return sum + after(MOST_STEPS);
    }

    /**
     * I_z(q, n): the probability of so many phases. Far beyond n, where continued fractions do not
     * end, by the gamma limit of Wise (1950), whose error is of the order of (n / q)^2.
     */
    private double atLeast(double q) {
      if (q > FAR * Math.max(1, n)) {
        return RegularizedGamma.Q.value(n, (q + (n - 1) / 2) * Math.log1p(1 / odds));
      }
      return odds < 1
          ? RegularizedBeta.value(odds / (1 + odds), q, n)
          : RegularizedBeta.complement(1 / (1 + odds), n, q);
    }

    private double term(double m) {
      return first * Math.exp(SpecialFunctions.logBetaRatio(a, b, m - 1)) * atLeast(k * m - phase);
    }

    /**
     * The sum of the terms after so many, by Euler and Maclaurin: an integral from the middle
     * between two terms, in ln m, where terms fall like powers up to the mean number and are gone a
     * few deviations later.
     */
    private double after(int terms) {
      double before = term(terms);
      double next = term(terms + 1);
      double slope = next - before;
      double third = term(terms + 2) - 3 * next + 3 * before - term(terms - 1);
      double from = Math.log(terms + 0.5);
      double mean = Math.log(n / k) + Math.log(odds);
      double deviation = Math.min(1, Math.sqrt(1 / n + 1 / (n * odds)));
      double fall = Math.max(from, mean - DEVIATIONS * deviation);
      double end = Math.max(fall, mean + Math.max(DEVIATIONS * deviation, Math.log1p(TAIL / n)));
      return integral(from, fall, 2 * WIDEST_PANEL)
          + integral(fall, end, Math.min(deviation, WIDEST_PANEL))
          + slope / 24
          - 7 * third / 5760;
    }

    private double integral(double from, double to, double widest) {
      int panels = (int) Math.ceil((to - from) / widest);
      double sum = 0;
      for (int i = 0; i < panels; i++) {
        sum +=
            PANEL.integrate(
                logM -> Math.exp(logM) * term(Math.exp(logM)),
                from + (to - from) * i / panels,
                from + (to - from) * (i + 1) / panels);
      }
      return sum;
    }
  }
}
