package dev.customerintelligence.profile;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.time.Instant;

/**
 * When a customer is likely to buy next. By the shop's rule of thumb, 80 to 120 % of the mean gap
 * after the last order, it is no interval of stated probability; by {@link
 * PrimeWindowSource#FORECAST} it is one. Immutable.
 *
 * @param start first moment inside
 * @param end last moment inside, not before {@code start}
 */
public record PrimeWindow(Instant start, Instant end) {
  /**
   * Checks the window.
   *
   * @throws InvalidInputException naming {@code start} or {@code end}
   */
  public PrimeWindow {
    start = Inputs.moment("start", start);
    end = Inputs.moment("end", end);
    if (end.isBefore(start)) {
      throw new InvalidInputException("end", "must not be before start, " + start + ", is " + end);
    }
  }

  /** Returns whether the moment lies inside, both ends included. */
  public boolean contains(Instant moment) {
    return !moment.isBefore(start) && !moment.isAfter(end);
  }
}
