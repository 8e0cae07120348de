package dev.customerintelligence.forecast;

import java.util.Arrays;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;
import org.jspecify.annotations.Nullable;

/**
 * The NBD, BG and MBG families with Gamma gaps whose shape differs between customers: parameters r,
 * alpha, perhaps a, b, then shape and rate of the distribution of k. The idea is the Pareto/GGG of
 * Platzer and Reutterer (2016), by a sum over a grid of k instead of by simulation.
 */
final class MixedGapLikelihood implements LogLikelihood {
  private static final double NEGLIGIBLE = 36;
  private static final double STEP = 1e-5;

  private final WeightedSummaries rows;
  private final boolean dropsOut;
  private final DropoutTable dropout;
  private final double[] k = RegularityGrid.shapes();
  private final double[] logGammaK = new double[k.length];
  private final double[] logShare = new double[k.length];
  private final double[] inShape = new double[k.length];
  private final double[] inRate = new double[k.length];
  private final double[] alphaK = new double[k.length];
  private final double[] logGap = new double[k.length];
  private final double[] logTerm = new double[k.length];
  private final double[] alive = new double[k.length];
  private final double[] inPhases = new double[k.length];
  private final double[] inKnown = new double[k.length];
  private final double[][] logRate;
  private final double[][] psiRate;
  private final double[] d = new double[6];
  private final GapSurvival survival = new GapSurvival();

  MixedGapLikelihood(WeightedSummaries rows, ModelFamily family) {
    this.rows = rows;
    dropsOut = family.dropsOutAtPurchases();
    dropout = new DropoutTable(rows.frequencies, family);
    logRate = new double[rows.frequencies.length][k.length];
    psiRate = new double[rows.frequencies.length][k.length];
    for (int j = 0; j < k.length; j++) {
      logGammaK[j] = LogGamma.value(k[j]);
    }
  }

  @Override
  public int customers() {
    return rows.customers;
  }

  @Override
  public double value(double[] parameters, double @Nullable [] gradient) {
    boolean withGradient = gradient != null;
    double r = parameters[0];
    double alpha = parameters[1];
    if (dropsOut) {
      dropout.set(parameters[2], parameters[3], withGradient);
    }
    setShares(parameters[parameters.length - 2], parameters[parameters.length - 1], withGradient);
    for (int j = 0; j < k.length; j++) {
      alphaK[j] = alpha / k[j];
    }
    tabulate(r, withGradient);
    double psiR = withGradient ? Digamma.value(r) : 0;
    Arrays.fill(d, 0);
    double sum = rows.logScale;
    for (int i = 0; i < rows.size; i++) {
      double high = terms(i, r, withGradient);
      int level = rows.frequency[i];
      double total = 0;
      for (int j = 0; j < k.length; j++) {
        total += Math.exp(logTerm[j] - high);
      }
      double weight = rows.weight[i];
      sum += weight * (high + Math.log(total) + dropout.logPassed[level]);
      if (withGradient) {
        double gone = 0;
        for (int j = 0; j < k.length; j++) {
          double share = Math.exp(logTerm[j] - high) / total;
          if (share > 0) {
            double known = alphaK[j] + rows.recency[i];
            double n = r + k[j] * rows.frequencies[level];
            d[0] +=
                weight
                    * share
                    * (Math.log(alphaK[j] / known)
                        - psiR
                        + psiRate[level][j]
                        + alive[j] * inPhases[j]);
            d[1] += weight * share * (r / alpha + (alive[j] * inKnown[j] - n / known) / k[j]);
            gone += share * (1 - alive[j]);
            d[4] += weight * share * inShape[j];
            d[5] += weight * share * inRate[j];
          }
        }
        if (dropsOut) {
          d[2] += weight * dropout.derivativeInA(level, gone);
          d[3] += weight * dropout.derivativeInB(level, gone);
        }
      }
    }
    if (gradient != null) {
      System.arraycopy(d, 0, gradient, 0, gradient.length - 2);
      System.arraycopy(d, 4, gradient, gradient.length - 2, 2);
    }
    return sum;
  }

  /** Fills what each shape adds for a row, and returns the highest logarithm. */
  private double terms(int i, double r, boolean withGradient) {
    int level = rows.frequency[i];
    double recency = rows.recency[i];
    double waited = rows.age[i] - recency;
    double dropped = dropout.dropped[level];
    double highestGap = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < k.length; j++) {
      double n = r + k[j] * rows.frequencies[level];
      logGap[j] =
          logShare[j]
              + (k[j] - 1) * rows.logGaps[i]
              + logRate[level][j]
              + r * Math.log(alphaK[j])
              - n * Math.log(alphaK[j] + recency);
      highestGap = Math.max(highestGap, logGap[j]);
    }
    // A shape adds at most its gaps times 1 + D, and the best one at least its gaps times D.
    double least = highestGap + Math.log(dropped) - Math.log1p(dropped) - NEGLIGIBLE;
    double high = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < k.length; j++) {
      if (logGap[j] < least) {
        logTerm[j] = Double.NEGATIVE_INFINITY;
        continue;
      }
      double n = r + k[j] * rows.frequencies[level];
      survival.set(k[j], n, alphaK[j] + recency, waited, withGradient, false);
      inPhases[j] = survival.inPhases;
      inKnown[j] = survival.inKnown;
      if (dropped > 0) {
        double survived = Math.exp(survival.log);
        alive[j] = survived / (survived + dropped);
        logTerm[j] = logGap[j] + Math.log(survived + dropped);
      } else {
        alive[j] = 1;
        logTerm[j] = logGap[j] + survival.log;
      }
      high = Math.max(high, logTerm[j]);
    }
    return high;
  }

  /** The shares are cheap: central differences serve for their derivatives. */
  private void setShares(double shape, double rate, boolean withGradient) {
    if (withGradient) {
      difference(shape, rate, STEP * shape, 0, inShape);
      difference(shape, rate, 0, STEP * rate, inRate);
    }
    RegularityGrid.logShares(shape, rate, logShare);
  }

  private void difference(
      double shape, double rate, double shapeStep, double rateStep, double[] result) {
    RegularityGrid.logShares(shape + shapeStep, rate + rateStep, result);
    RegularityGrid.logShares(shape - shapeStep, rate - rateStep, logShare);
    for (int j = 0; j < k.length; j++) {
      result[j] = (result[j] - logShare[j]) / (2 * (shapeStep + rateStep));
    }
  }

  private void tabulate(double r, boolean withGradient) {
    double logGammaR = LogGamma.value(r);
    for (int level = 0; level < logRate.length; level++) {
      int x = rows.frequencies[level];
      for (int j = 0; j < k.length; j++) {
        double n = r + k[j] * x;
        logRate[level][j] = LogGamma.value(n) - logGammaR - x * logGammaK[j];
        psiRate[level][j] = withGradient ? Digamma.value(n) : 0;
      }
    }
  }
}
