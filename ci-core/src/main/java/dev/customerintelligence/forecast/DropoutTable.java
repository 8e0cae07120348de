package dev.customerintelligence.forecast;

import org.apache.commons.numbers.gamma.Digamma;

/** What the chance to stop adds to the likelihood, by distinct frequency. */
final class DropoutTable {
  /** ln B(a, b + chances) - ln B(a, b). */
  final double[] logPassed;

  /** D, 0 where nobody can have stopped yet. */
  final double[] dropped;

  private final int[] chances;
  private final double[] psiA;
  private final double[] psiB;
  private double a;
  private double b;

  DropoutTable(int[] frequencies, ModelFamily family) {
    chances = new int[frequencies.length];
    for (int i = 0; i < chances.length; i++) {
      chances[i] =
          family.dropsOutAtPurchases() ? frequencies[i] + family.chancesAtFirstPurchase() : 0;
    }
    logPassed = new double[chances.length];
    dropped = new double[chances.length];
    psiA = new double[chances.length];
    psiB = new double[chances.length];
  }

  void set(double newA, double newB, boolean withGradient) {
    a = newA;
    b = newB;
    double psiSum = withGradient ? Digamma.value(a + b) : 0;
    double psiOfB = withGradient ? Digamma.value(b) : 0;
    for (int i = 0; i < chances.length; i++) {
      int passed = chances[i];
      logPassed[i] = SpecialFunctions.logBetaRatio(a, b, passed);
      dropped[i] = passed == 0 ? 0 : a / (b + passed - 1);
      if (withGradient) {
        double psiLater = passed == 0 ? psiSum : Digamma.value(a + b + passed);
        psiA[i] = psiSum - psiLater;
        psiB[i] = (passed == 0 ? 0 : Digamma.value(b + passed) - psiOfB) + psiA[i];
      }
    }
  }

  /** The derivative in a, of a customer who has stopped with probability {@code gone}. */
  double derivativeInA(int index, double gone) {
    return psiA[index] + gone / a;
  }

  /** The derivative in b. */
  double derivativeInB(int index, double gone) {
    return psiB[index] - (dropped[index] == 0 ? 0 : gone / (b + chances[index] - 1));
  }
}
