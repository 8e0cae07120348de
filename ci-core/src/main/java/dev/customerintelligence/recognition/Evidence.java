package dev.customerintelligence.recognition;

import dev.customerintelligence.internal.Inputs;

/**
 * One step of the waterfall that explains a candidate. Immutable.
 *
 * @param level how far visit and candidate agree
 * @param m the probability of that agreement if the candidate is the visitor, 0..1
 * @param u the probability of that agreement if somebody else is, 0..1
 */
public record Evidence(Level level, double m, double u) {
  private static final double LOG_2 = Math.log(2);

  /**
   * Checks that the level is there.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code level}
   */
  public Evidence {
    Inputs.required("level", level);
  }

  /** Returns the weight log2(m / u); above 0 it speaks for the candidate. */
  public double bits() {
    return bits(m, u);
  }

  /** Returns the comparison that this is the outcome of. */
  public Signal signal() {
    return level.signal();
  }

  static double bits(double m, double u) {
    return Math.log(m / u) / LOG_2;
  }
}
