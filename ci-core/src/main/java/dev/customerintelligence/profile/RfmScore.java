package dev.customerintelligence.profile;

import dev.customerintelligence.internal.Inputs;

/**
 * How a customer stands among the shop's, 5 being best. Immutable.
 *
 * @param recency 1..5
 * @param frequency 1..5
 * @param monetary 1..5
 */
public record RfmScore(int recency, int frequency, int monetary) {
  private static final int BEST = 5;

  /**
   * Checks the score.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the component that is
   *     outside its range
   */
  public RfmScore {
    Inputs.between("recency", recency, 1, BEST);
    Inputs.between("frequency", frequency, 1, BEST);
    Inputs.between("monetary", monetary, 1, BEST);
  }

  /** Returns the three digits, such as 543. */
  public int code() {
    return recency * 100 + frequency * 10 + monetary;
  }

  /** Returns the segment of the recency and frequency grid that the customer is in. */
  public RfmSegment segment() {
    return RfmSegment.of(recency, frequency);
  }
}
