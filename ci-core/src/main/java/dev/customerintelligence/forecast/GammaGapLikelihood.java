package dev.customerintelligence.forecast;

import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;
import org.jspecify.annotations.Nullable;

/**
 * The NBD, BG and MBG families with Gamma gaps of one shape: parameters r, alpha, perhaps a, b, and
 * k unless it is fixed.
 */
final class GammaGapLikelihood implements LogLikelihood {
  private final WeightedSummaries rows;
  private final boolean dropsOut;
  private final double fixedShape;
  private final DropoutTable dropout;
  private final double[] logRate;
  private final double[] psiRate;
  private final GapSurvival survival = new GapSurvival();

  /**
   * Lays out the working space.
   *
   * @param fixedShape k, or 0 when it is a parameter
   */
  GammaGapLikelihood(WeightedSummaries rows, ModelFamily family, double fixedShape) {
    this.rows = rows;
    this.fixedShape = fixedShape;
    dropsOut = family.dropsOutAtPurchases();
    dropout = new DropoutTable(rows.frequencies, family);
    logRate = new double[rows.frequencies.length];
    psiRate = new double[rows.frequencies.length];
  }

  @Override
  public double lowest(int parameter) {
    return isShape(parameter) ? PurchaseModel.MIN_SHAPE : LogLikelihood.super.lowest(parameter);
  }

  @Override
  public double highest(int parameter) {
    return isShape(parameter) ? PurchaseModel.MAX_SHAPE : LogLikelihood.super.highest(parameter);
  }

  private boolean isShape(int parameter) {
    return fixedShape == 0 && parameter == (dropsOut ? 4 : 2);
  }

  @Override
  public int customers() {
    return rows.customers;
  }

  @Override
  public double value(double[] parameters, double @Nullable [] gradient) {
    boolean withGradient = gradient != null;
    boolean shapeIsFree = fixedShape == 0;
    double r = parameters[0];
    double alpha = parameters[1];
    double k = shapeIsFree ? parameters[parameters.length - 1] : fixedShape;
    if (dropsOut) {
      dropout.set(parameters[2], parameters[3], withGradient);
    }
    double logAlpha = Math.log(alpha);
    double logGammaK = LogGamma.value(k);
    double constant = r * logAlpha - LogGamma.value(r);
    double psiR = withGradient ? logAlpha - Digamma.value(r) : 0;
    double psiK = withGradient ? Digamma.value(k) : 0;
    for (int level = 0; level < logRate.length; level++) {
      double n = r + k * rows.frequencies[level];
      logRate[level] = constant + LogGamma.value(n) - rows.frequencies[level] * logGammaK;
      psiRate[level] = withGradient ? Digamma.value(n) : 0;
    }
    double sum = rows.logScale + (k - 1) * rows.totalLogGaps;
    double dR = 0;
    double dAlpha = 0;
    double dA = 0;
    double dB = 0;
    double dK = rows.totalLogGaps;
    for (int i = 0; i < rows.size; i++) {
      int level = rows.frequency[i];
      int x = rows.frequencies[level];
      double n = r + k * x;
      double known = alpha + rows.recency[i];
      double logKnown = Math.log(known);
      survival.set(k, n, known, rows.age[i] - rows.recency[i], withGradient, shapeIsFree);
      double dropped = dropout.dropped[level];
      double alive = 1;
      double logEnd = survival.log;
      if (dropped > 0) {
        double survived = Math.exp(survival.log);
        alive = survived / (survived + dropped);
        logEnd = Math.log(survived + dropped);
      }
      double weight = rows.weight[i];
      sum += weight * (logRate[level] - n * logKnown + dropout.logPassed[level] + logEnd);
      if (withGradient) {
        double inN = psiRate[level] - logKnown + alive * survival.inPhases;
        dR += weight * (psiR + inN);
        dAlpha += weight * (r / alpha - n / known + alive * survival.inKnown);
        dK += weight * (x * (inN - psiK) + alive * survival.inShape);
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
      if (shapeIsFree) {
        gradient[gradient.length - 1] = dK;
      }
    }
    return sum;
  }
}
