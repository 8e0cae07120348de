package dev.customerintelligence.analytics;

import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;

/**
 * How many offers of one kind there are. Immutable.
 *
 * @param tier how large their discount is
 * @param status where they stand at the moment of the question, past ones as expired
 * @param shown whether the customer saw them
 * @param count how many, at least 1
 */
public record OfferOutcome(DiscountTier tier, OfferStatus status, boolean shown, long count) {
  /**
   * Checks the outcome.
   *
   * @throws InvalidInputException naming the component that is missing or below 1
   */
  public OfferOutcome {
    Inputs.required("tier", tier);
    Inputs.required("status", status);
    if (count < 1) {
      throw new InvalidInputException("count", "must be at least 1, is " + count);
    }
  }
}
