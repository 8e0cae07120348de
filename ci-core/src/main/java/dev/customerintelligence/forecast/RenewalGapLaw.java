package dev.customerintelligence.forecast;

/** A mixture of beta prime gaps, of which a part has passed without a purchase. */
final class RenewalGapLaw implements GapLaw {
  private static final double NEGLIGIBLE = 1e-9;

  private final int size;
  private final double[] share;
  private final double[] k;
  private final double[] n;
  private final double[] known;
  private final double waited;
  private final double[] logSurvived;

  RenewalGapLaw(double[] share, double[] k, double[] n, double[] known, double waited) {
    this.share = new double[k.length];
    this.k = new double[k.length];
    this.n = new double[k.length];
    this.known = new double[k.length];
    this.logSurvived = new double[k.length];
    this.waited = waited;
    int kept = 0;
    for (int j = 0; j < k.length; j++) {
      if (share[j] > NEGLIGIBLE) {
        this.share[kept] = share[j];
        this.k[kept] = k[j];
        this.n[kept] = n[j];
        this.known[kept] = known[j];
        logSurvived[kept] = SpecialFunctions.logSurvival(k[j], n[j], known[j], waited);
        kept++;
      }
    }
    size = kept;
  }

  @Override
  public double logSurvival(double time) {
    double log = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < size; j++) {
      log =
          SpecialFunctions.logAddExp(
              log,
              Math.log(share[j])
                  + SpecialFunctions.logSurvival(k[j], n[j], known[j], waited + time)
                  - logSurvived[j]);
    }
    return Math.min(0, log);
  }

  @Override
  public double density(double time) {
    double sum = 0;
    for (int j = 0; j < size; j++) {
      sum +=
          share[j]
              * Math.exp(
                  SpecialFunctions.logGapDensity(k[j], n[j], known[j], waited + time)
                      - logSurvived[j]);
    }
    return sum;
  }

  @Override
  public double scale() {
    double sum = 0;
    for (int j = 0; j < size; j++) {
      sum += share[j] * known[j] * k[j] / n[j];
    }
    return sum;
  }
}
