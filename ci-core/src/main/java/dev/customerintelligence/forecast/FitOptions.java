package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;

/**
 * How a model is fitted. Immutable.
 *
 * @param starts from how many points the search starts, 1..5; the best end counts; default 3.
 *     Erlang gaps use them for k = 1, and from there one for each k; mixed gaps use them for one
 *     shape, and from there at most 3
 * @param regularization how strongly the logarithm of each parameter is pulled to a fixed centre,
 *     as the inverse variance of a normal prior, 0..1000; default 0, no pull. Something like 0.1
 *     keeps a small shop's parameters in a sane range and hardly moves a large one's. The centre is
 *     the same for all models of a family, so that a choice among them stays fair: 1 for r, a and
 *     s, 3 for b and beta, 3 / k for alpha (3 with mixed gaps), times in fortieths of the longest
 *     age; 1.5 for a free k, and for the shape of mixed gaps, with a rate of 1; for spend, 2 for p,
 *     3 for q, and 3 times the mean amount for v
 */
public record FitOptions(int starts, double regularization) {
  private static final int MAX_STARTS = 5;
  private static final double MAX_REGULARIZATION = 1000;
  private static final FitOptions DEFAULTS = new FitOptions(3, 0);

  /**
   * Checks the options.
   *
   * @throws InvalidInputException naming the option that is outside its range
   */
  public FitOptions {
    Inputs.between("starts", starts, 1, MAX_STARTS);
    Inputs.between("regularization", regularization, 0, MAX_REGULARIZATION);
  }

  /** Returns three starts and no regularization. */
  public static FitOptions defaults() {
    return DEFAULTS;
  }
}
