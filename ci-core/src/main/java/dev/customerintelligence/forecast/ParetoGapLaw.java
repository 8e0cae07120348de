package dev.customerintelligence.forecast;

/**
 * The next purchase of a customer of the Pareto/NBD who is alive: purchases and stopping compete.
 */
final class ParetoGapLaw implements GapLaw {
  private static final Quadrature NODES = new Quadrature(64);
  private static final int CROWDING = 4;

  private final double n;
  private final double knownRate;
  private final double s;
  private final double knownLife;
  private final double returning;

  ParetoGapLaw(double n, double knownRate, double s, double knownLife) {
    this.n = n;
    this.knownRate = knownRate;
    this.s = s;
    this.knownLife = knownLife;
    this.returning = laterThan(1);
  }

  /** The probability that a customer who is alive buys again. */
  double returning() {
    return returning;
  }

  @Override
  public double logSurvival(double time) {
    double unbought = Math.exp(-n * Math.log1p(time / knownRate));
    return time == 0 ? 0 : Math.min(0, Math.log(laterThan(unbought) / returning));
  }

  @Override
  public double density(double time) {
    return n
        / (knownRate + time)
        * Math.exp(-n * Math.log1p(time / knownRate) - s * Math.log1p(time / knownLife))
        / returning;
  }

  @Override
  public double scale() {
    return knownRate / n;
  }

  /**
   * The probability of a purchase after the time by which one who never stops has not bought with
   * probability {@code unbought}: the chance to live until then, integrated over that probability.
   */
  private double laterThan(double unbought) {
    double sum = 0;
    for (int i = 0; i < NODES.size(); i++) {
      double v = NODES.node(i);
      double share = Math.pow(v, CROWDING);
      double time = knownRate * Math.expm1(-Math.log(unbought * share) / n);
      sum += NODES.weight(i) * CROWDING * share / v * Math.exp(-s * Math.log1p(time / knownLife));
    }
    return unbought * sum;
  }
}
