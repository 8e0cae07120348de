package dev.customerintelligence.forecast;

/** A mixture of beta prime gaps, of which a part has passed without a purchase. */
final class RenewalGapLaw implements GapLaw {
  /** The probability below which the complement of the survival has lost digits. */
  private static final double SMALL = 1e-3;

  private static final Quadrature SHORT_TIME = new Quadrature(8);

  private final double[] logShare;
  private final double[] k;
  private final double[] n;
  private final double[] known;
  private final double waited;
  private final double[] logSurvived;

  /**
   * Takes the parts of the mixture.
   *
   * @param share of each part at the end of observation; together 1
   */
  RenewalGapLaw(double[] share, double[] k, double[] n, double[] known, double waited) {
    this.k = k;
    this.n = n;
    this.known = known;
    this.waited = waited;
    logShare = new double[k.length];
    logSurvived = new double[k.length];
    for (int j = 0; j < k.length; j++) {
      logShare[j] = Math.log(share[j]);
      logSurvived[j] = SpecialFunctions.logSurvival(k[j], n[j], known[j], waited);
    }
  }

  @Override
  public double logSurvival(double time) {
    if (time == 0) {
      return 0;
    }
    double log = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < k.length; j++) {
      log = SpecialFunctions.logAddExp(log, logShare[j] + logSurvival(j, time));
    }
    return Math.min(0, log);
  }

  @Override
  public double cumulative(double time) {
    if (time == 0) {
      return 0;
    }
    double sum = 0;
    for (int j = 0; j < k.length; j++) {
      double log = logSurvival(j, time);
      sum += Math.exp(logShare[j]) * (log < -SMALL ? -Math.expm1(log) : smallCumulative(j, time));
    }
    return Math.min(1, sum);
  }

  @Override
  public double logDensity(double time) {
    double log = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < k.length; j++) {
      log = SpecialFunctions.logAddExp(log, logShare[j] + logDensity(j, time));
    }
    return log;
  }

  @Override
  public double scale() {
    double sum = 0;
    for (int j = 0; j < k.length; j++) {
      sum += Math.exp(logShare[j]) * known[j] * k[j] / n[j];
    }
    return sum;
  }

  private double logSurvival(int j, double time) {
    return SpecialFunctions.logSurvival(k[j], n[j], known[j], waited + time) - logSurvived[j];
  }

  private double logDensity(int j, double time) {
    return SpecialFunctions.logGapDensity(k[j], n[j], known[j], waited + time) - logSurvived[j];
  }

  /** From the start of the gap where most of it lies ahead; else the density is smooth there. */
  private double smallCumulative(int j, double time) {
    if (waited > time) {
      return SHORT_TIME.integrate(t -> Math.exp(logDensity(j, t)), 0, time);
    }
    double passed = SpecialFunctions.gapWithin(k[j], n[j], known[j], waited);
    double end = SpecialFunctions.gapWithin(k[j], n[j], known[j], waited + time);
    return (end - passed) * Math.exp(-logSurvived[j]);
  }
}
