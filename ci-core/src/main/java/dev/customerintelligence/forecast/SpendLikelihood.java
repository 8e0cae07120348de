package dev.customerintelligence.forecast;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;
import org.jspecify.annotations.Nullable;

/** The Gamma-Gamma model of spend: parameters p, q, v. */
final class SpendLikelihood implements LogLikelihood {
  private final int[] frequencies;
  private final int[] frequency;
  private final double[] spend;
  private final double[] logSpend;
  private final double[] logGammaRatio;
  private final double[] psiP;
  private final double[] psiQ;
  private final double moneyScale;
  private final double logScale;

  /** Lays out customers who spent on repeat purchases, in a unit in which their mean is 1. */
  SpendLikelihood(List<PurchaseSummary> spenders) {
    moneyScale =
        spenders.size() / spenders.stream().mapToDouble(PurchaseSummary::monetaryValue).sum();
    frequencies =
        spenders.stream().mapToInt(PurchaseSummary::frequency).sorted().distinct().toArray();
    frequency = new int[spenders.size()];
    spend = new double[frequency.length];
    logSpend = new double[frequency.length];
    for (int i = 0; i < frequency.length; i++) {
      PurchaseSummary summary = spenders.get(i);
      frequency[i] = Arrays.binarySearch(frequencies, summary.frequency());
      spend[i] = summary.monetaryValue() * moneyScale;
      logSpend[i] = Math.log(spend[i]);
    }
    logScale = frequency.length * Math.log(moneyScale);
    logGammaRatio = new double[frequencies.length];
    psiP = new double[frequencies.length];
    psiQ = new double[frequencies.length];
  }

  /** Amounts of the summaries times this are those of the likelihood. */
  double moneyScale() {
    return moneyScale;
  }

  @Override
  public int customers() {
    return frequency.length;
  }

  @Override
  public double value(double[] parameters, double @Nullable [] gradient) {
    double p = parameters[0];
    double q = parameters[1];
    double v = parameters[2];
    double logGammaQ = LogGamma.value(q);
    double psiOfQ = gradient == null ? 0 : Digamma.value(q);
    for (int level = 0; level < frequencies.length; level++) {
      double px = p * frequencies[level];
      logGammaRatio[level] =
          LogGamma.value(px + q)
              - LogGamma.value(px)
              - logGammaQ
              + px * Math.log(frequencies[level]);
      if (gradient != null) {
        double psi = Digamma.value(px + q);
        psiP[level] = psi - Digamma.value(px) + Math.log(frequencies[level]);
        psiQ[level] = psi - psiOfQ;
      }
    }
    double logV = Math.log(v);
    double sum = logScale;
    double dP = 0;
    double dQ = 0;
    double dV = 0;
    for (int i = 0; i < frequency.length; i++) {
      int level = frequency[i];
      int x = frequencies[level];
      double all = x * spend[i] + v;
      double logAll = Math.log(all);
      double n = p * x + q;
      sum += logGammaRatio[level] + q * logV + (p * x - 1) * logSpend[i] - n * logAll;
      if (gradient != null) {
        dP += x * (psiP[level] + logSpend[i] - logAll);
        dQ += psiQ[level] + logV - logAll;
        dV += q / v - n / all;
      }
    }
    if (gradient != null) {
      gradient[0] = dP;
      gradient[1] = dQ;
      gradient[2] = dV;
    }
    return sum;
  }
}
