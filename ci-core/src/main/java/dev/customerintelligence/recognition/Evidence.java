package dev.customerintelligence.recognition;

import dev.customerintelligence.internal.Inputs;

/**
 * One step of the waterfall that explains a candidate. Immutable.
 *
 * @param level how far visit and candidate agree
 * @param m the probability of that agreement if the candidate is the visitor, 0..1
 * @param u the probability of that agreement if somebody else is, 0..1
 * @param bits the weight log2(m / u); above 0 it speaks for the candidate
 */
public record Evidence(Level level, double m, double u, double bits) {
  /**
   * Checks that the level is there.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code level}
   */
  public Evidence {
    Inputs.required("level", level);
  }

  /** Returns the comparison that this is the outcome of. */
  public Signal signal() {
    return level.signal();
  }
}
