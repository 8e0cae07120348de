package dev.customerintelligence.forecast;

/**
 * The next purchase of a customer of the Pareto/NBD who is alive: purchases and stopping compete.
 */
final class ParetoGapLaw implements GapLaw {
  private static final Quadrature NODES = new Quadrature(64);
  private static final int CROWDING = 4;

  /** The probability below which the complement of the survival has lost digits. */
  private static final double SMALL = 1e-3;

  private static final Quadrature SHORT_TIME = new Quadrature(8);
  private static final double LARGE = 300;

  private final double n;
  private final double knownRate;
  private final double s;
  private final double knownLife;
  private final double logReturning;

  ParetoGapLaw(double n, double knownRate, double s, double knownLife) {
    this.n = n;
    this.knownRate = knownRate;
    this.s = s;
    this.knownLife = knownLife;
    this.logReturning = logLaterThan(0);
  }

  /** ln of the probability that a customer who is alive buys again. */
  double logReturning() {
    return logReturning;
  }

  @Override
  public double logSurvival(double time) {
    return time == 0
        ? 0
        : Math.min(0, logLaterThan(-n * Math.log1p(time / knownRate)) - logReturning);
  }

  @Override
  public double cumulative(double time) {
    double log = logSurvival(time);
    return log < -SMALL
        ? -Math.expm1(log)
        : SHORT_TIME.integrate(t -> Math.exp(logDensity(t)), 0, time);
  }

  @Override
  public double logDensity(double time) {
    return Math.log(n / (knownRate + time))
        - n * Math.log1p(time / knownRate)
        - s * Math.log1p(time / knownLife)
        - logReturning;
  }

  @Override
  public double scale() {
    return knownRate / n;
  }

  /**
   * ln of the probability of a purchase after the time by which one who never stops has not bought
   * with probability e^logUnbought: the chance to live until then, integrated over that
   * probability.
   */
  private double logLaterThan(double logUnbought) {
    double log = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < NODES.size(); i++) {
      double logNode = Math.log(NODES.node(i));
      double growth = -(logUnbought + CROWDING * logNode) / n;
      log =
          SpecialFunctions.logAddExp(
              log,
              Math.log(NODES.weight(i) * CROWDING)
                  + (CROWDING - 1) * logNode
                  - s * logAgeing(growth));
    }
    return logUnbought + log;
  }

  /** ln of what the time that the life is known of grows by while that of the rate does by this. */
  private double logAgeing(double growth) {
    return growth < LARGE
        ? Math.log1p(knownRate / knownLife * Math.expm1(growth))
        : growth + Math.log(knownRate / knownLife);
  }
}
