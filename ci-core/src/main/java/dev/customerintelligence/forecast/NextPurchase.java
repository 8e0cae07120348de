package dev.customerintelligence.forecast;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.LogBeta;

/**
 * When the next purchase of a customer who is alive comes: a beta prime gap, of which a part has
 * passed. Its place is the logarithm of what the time known of has grown by until then.
 */
final class NextPurchase {
  /** Gaps as regular as this have a peak that fixed nodes miss. */
  private static final double PEAKED = 16;

  /** By how much the logarithm of the density falls to where nothing is left. */
  private static final double NOTHING = 37;

  private static final double TAIL = 40;
  private static final double COARSE = 0.125;

  /** For how many standard deviations of a gap one panel of nodes is laid out. */
  private static final double SHAPE_OF_PANEL = 100;

  private static final Quadrature BEFORE_PEAK = new Quadrature(32);
  private static final Quadrature AFTER_PEAK = BEFORE_PEAK.crowded(2);

  private final double k;
  private final double n;
  private final double known;
  private final double waited;
  private final double constant;

  /**
   * Takes what is known of the customer.
   *
   * @param n phases seen in {@code known}, the prior's included
   */
  NextPurchase(double k, double n, double known, double waited) {
    this.k = k;
    this.n = n;
    this.known = known;
    this.waited = waited;
    constant =
        n * Math.log(known)
            - (n + k - 1) * Math.log(known + waited)
            - LogBeta.value(k, n)
            - SpecialFunctions.logSurvival(k, n, known, waited);
  }

  /**
   * Integrates a function of what is left of the growth when the purchase comes.
   *
   * @param growth until when it may come
   * @param crowded nodes for gaps that have just begun, where the density may be singular
   */
  double integrate(DoubleUnaryOperator function, double growth, Quadrature crowded) {
    DoubleUnaryOperator integrand =
        place -> Math.exp(logDensity(place)) * function.applyAsDouble(growth - place);
    if (k < PEAKED) {
      return crowded.integrate(integrand, 0, Math.min(growth, Math.log1p(k / n) + TAIL / n));
    }
    double peak = Math.max(0, Math.log((n + k - 1) / n * known / (known + waited)));
    double top = Math.min(growth, peak);
    return panels(BEFORE_PEAK, integrand, edge(top, 0), top)
        + panels(AFTER_PEAK, integrand, top, edge(top, growth));
  }

  /** The steps that later purchases make are as narrow as gaps are regular. */
  private double panels(Quadrature nodes, DoubleUnaryOperator integrand, double from, double to) {
    int panels = 1 + (int) Math.sqrt(k / SHAPE_OF_PANEL);
    double width = (to - from) / panels;
    double sum = 0;
    for (int i = 0; i < panels; i++) {
      sum += nodes.integrate(integrand, from + i * width, from + (i + 1) * width);
    }
    return sum;
  }

  /** Where, from a place of high density towards another, nothing is left. */
  private double edge(double from, double to) {
    double least = logDensity(from) - NOTHING;
    if (from == to || logDensity(to) >= least) {
      return to;
    }
    double inside = from;
    double outside = to;
    while (Math.abs(outside - inside) > COARSE * Math.abs(outside - from)) {
      double middle = (inside + outside) / 2;
      if (logDensity(middle) >= least) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return outside;
  }

  private double logDensity(double place) {
    double gap = waited + (known + waited) * Math.expm1(place);
    return constant + (k - 1) * Math.log(gap) - (n + k - 1) * place;
  }
}
