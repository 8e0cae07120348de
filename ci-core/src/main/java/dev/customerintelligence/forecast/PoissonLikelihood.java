package dev.customerintelligence.forecast;

import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;
import org.jspecify.annotations.Nullable;

/** The NBD, BG/NBD and MBG/NBD with exponential gaps: parameters r, alpha and perhaps a, b. */
final class PoissonLikelihood implements LogLikelihood {
  private final WeightedSummaries rows;
  private final boolean dropsOut;
  private final DropoutTable dropout;
  private final double[] logRate;
  private final double[] psiRate;

  PoissonLikelihood(WeightedSummaries rows, ModelFamily family) {
    this.rows = rows;
    dropsOut = family.dropsOutAtPurchases();
    dropout = new DropoutTable(rows.frequencies, family);
    logRate = new double[rows.frequencies.length];
    psiRate = new double[rows.frequencies.length];
  }

  @Override
  public int customers() {
    return rows.customers;
  }

  @Override
  public double value(double[] parameters, double @Nullable [] gradient) {
    double r = parameters[0];
    double alpha = parameters[1];
    tabulate(r, alpha, gradient != null);
    if (dropsOut) {
      dropout.set(parameters[2], parameters[3], gradient != null);
    }
    double sum = rows.logScale;
    double dR = 0;
    double dAlpha = 0;
    double dA = 0;
    double dB = 0;
    for (int i = 0; i < rows.size; i++) {
      int level = rows.frequency[i];
      double n = r + rows.frequencies[level];
      double known = alpha + rows.recency[i];
      double all = alpha + rows.age[i];
      double logKnown = Math.log(known);
      double logRatio = logKnown - Math.log(all);
      double logSurvival = n * logRatio;
      double dropped = dropout.dropped[level];
      double alive = 1;
      double logEnd = logSurvival;
      if (dropped > 0) {
        double survival = Math.exp(logSurvival);
        alive = survival / (survival + dropped);
        logEnd = Math.log(survival + dropped);
      }
      double weight = rows.weight[i];
      sum += weight * (logRate[level] - n * logKnown + dropout.logPassed[level] + logEnd);
      if (gradient != null) {
        dR += weight * (psiRate[level] - logKnown + alive * logRatio);
        dAlpha += weight * (r / alpha - n / known + alive * n * (1 / known - 1 / all));
        if (dropsOut) {
          dA += weight * dropout.derivativeInA(level, 1 - alive);
          dB += weight * dropout.derivativeInB(level, 1 - alive);
        }
      }
    }
    if (gradient != null) {
      gradient[0] = dR;
      gradient[1] = dAlpha;
      if (dropsOut) {
        gradient[2] = dA;
        gradient[3] = dB;
      }
    }
    return sum;
  }

  private void tabulate(double r, double alpha, boolean withGradient) {
    double logAlpha = Math.log(alpha);
    double constant = r * logAlpha - LogGamma.value(r);
    double psi = withGradient ? logAlpha - Digamma.value(r) : 0;
    for (int level = 0; level < logRate.length; level++) {
      double n = r + rows.frequencies[level];
      logRate[level] = constant + LogGamma.value(n);
      if (withGradient) {
        psiRate[level] = psi + Digamma.value(n);
      }
    }
  }
}
