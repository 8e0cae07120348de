package dev.customerintelligence.forecast;

import org.apache.commons.numbers.gamma.LogBeta;

/**
 * The probability that a gap outlasts a wait, with its derivatives. Those in the shape and in the
 * number of phases have no closed form and are central differences of the library's function.
 */
final class GapSurvival {
  private static final double STEP = 1e-5;

  /** ln of the probability. */
  double log;

  /** Its derivative in n, the number of phases seen. */
  double inPhases;

  /** Its derivative in the time they were seen in, the wait staying as it is. */
  double inKnown;

  /** Its derivative in k, n staying as it is. */
  double inShape;

  void set(
      double k, double n, double known, double waited, boolean withGradient, boolean withShape) {
    log = SpecialFunctions.logSurvival(k, n, known, waited);
    if (!withGradient) {
      return;
    }
    if (waited <= 0) {
      inPhases = 0;
      inKnown = 0;
      inShape = 0;
      return;
    }
    double all = known + waited;
    double stepN = STEP * n;
    inPhases =
        (SpecialFunctions.logSurvival(k, n + stepN, known, waited)
                - SpecialFunctions.logSurvival(k, n - stepN, known, waited))
            / (2 * stepN);
    double logWaited = Math.log(waited / all);
    double logKnown = Math.log(known / all);
    inKnown = Math.exp(k * logWaited + n * logKnown - LogBeta.value(k, n) - log) / known;
    if (withShape) {
      double stepK = STEP * k;
      inShape =
          (SpecialFunctions.logSurvival(k + stepK, n, known, waited)
                  - SpecialFunctions.logSurvival(k - stepK, n, known, waited))
              / (2 * stepK);
    }
  }
}
