package dev.customerintelligence.forecast;

import java.util.Arrays;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;
import org.jspecify.annotations.Nullable;

/** The Pareto/NBD: parameters r, alpha, s, beta. */
final class ParetoLikelihood implements LogLikelihood {
  private final WeightedSummaries rows;
  private final double[] logRate;
  private final double[] psiRate;
  private final double[] gone = new double[4];

  ParetoLikelihood(WeightedSummaries rows) {
    this.rows = rows;
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
    double s = parameters[2];
    double beta = parameters[3];
    double logAlpha = Math.log(alpha);
    double logBeta = Math.log(beta);
    double constant = r * logAlpha + s * logBeta - LogGamma.value(r);
    double psi = gradient == null ? 0 : logAlpha - Digamma.value(r);
    for (int level = 0; level < logRate.length; level++) {
      double n = r + rows.frequencies[level];
      logRate[level] = constant + LogGamma.value(n);
      psiRate[level] = gradient == null ? 0 : psi + Digamma.value(n);
    }
    double sum = rows.logScale;
    double dR = 0;
    double dAlpha = 0;
    double dS = 0;
    double dBeta = 0;
    for (int i = 0; i < rows.size; i++) {
      int level = rows.frequency[i];
      double n = r + rows.frequencies[level];
      double observed = alpha + rows.age[i];
      double lived = beta + rows.age[i];
      double logObserved = Math.log(observed);
      double logLived = Math.log(lived);
      double logAlive = -n * logObserved - s * logLived;
      double logGone =
          ParetoIntegral.log(
              n, alpha, s, beta, rows.recency[i], rows.age[i], gradient == null ? null : gone);
      double weight = rows.weight[i];
      sum += weight * (logRate[level] + SpecialFunctions.logAddExp(logAlive, logGone));
      if (gradient != null) {
        double alive = 1 / (1 + Math.exp(logGone - logAlive));
        double stopped = 1 - alive;
        if (stopped == 0) {
          Arrays.fill(gone, 0);
        }
        dR += weight * (psiRate[level] - alive * logObserved + stopped * gone[0]);
        dAlpha += weight * (r / alpha - alive * n / observed + stopped * gone[1]);
        dS += weight * (logBeta - alive * logLived + stopped * gone[2]);
        dBeta += weight * (s / beta - alive * s / lived + stopped * gone[3]);
      }
    }
    if (gradient != null) {
      gradient[0] = dR;
      gradient[1] = dAlpha;
      gradient[2] = dS;
      gradient[3] = dBeta;
    }
    return sum;
  }
}
