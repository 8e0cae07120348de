package dev.customerintelligence.bundle;

import dev.customerintelligence.internal.Inputs;

/**
 * The id under which a store keeps an offer: a UUID in one, a number in another. Immutable.
 *
 * @param value 1 to 36 characters
 */
public record OfferId(String value) {
  private static final int MAX_LENGTH = 36;

  /**
   * Checks the id.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code offerId}, when it is
   *     null, blank or too long
   */
  public OfferId {
    value = Inputs.text("offerId", value, MAX_LENGTH);
  }

  @Override
  public String toString() {
    return value;
  }
}
