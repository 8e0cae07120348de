package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * When a customer's next order is to be expected, or why that cannot be said. Immutable.
 *
 * @param timing whether there is a window
 * @param probabilityOfReturn the probability that there is a next order, however late, 0..1
 * @param level the probability with which the next order, if there is one, lies in the window, 0..1
 * @param start the first UTC day of the window; null without
 * @param median the UTC day before which the next order comes as often as after; null without a
 *     window
 * @param end the last UTC day of the window; null without
 */
public record NextOrderForecast(
    Timing timing,
    double probabilityOfReturn,
    double level,
    @Nullable LocalDate start,
    @Nullable LocalDate median,
    @Nullable LocalDate end) {
  /** Whether the time of a next order can be said. */
  public enum Timing {
    /** There is a window. */
    WINDOW,
    /** The customer has bought too seldom for any pattern to show. */
    TOO_EARLY,
    /** The window would be wider than anybody can use. */
    TOO_VAGUE
  }

  /**
   * Checks the forecast.
   *
   * @throws InvalidInputException naming the component that is out of range; {@code start}, {@code
   *     median} or {@code end}, when a window misses it, it is out of order, or there should be
   *     none
   */
  public NextOrderForecast {
    Inputs.required("timing", timing);
    Inputs.between("probabilityOfReturn", probabilityOfReturn, 0, 1);
    Inputs.between("level", level, 0, 1);
    if (timing == Timing.WINDOW) {
      Inputs.required("start", start);
      Inputs.required("median", median);
      if (Inputs.required("end", end).isBefore(start)) {
        throw new InvalidInputException(
            "end", "must not be before start, " + start + ", is " + end);
      }
    } else if (start != null || median != null || end != null) {
      throw new InvalidInputException("start", "must be null without a window, as the other days");
    }
  }

  /** Returns the probability that there is a next order and that it lies in the window. */
  public double probability() {
    return timing == Timing.WINDOW ? level * probabilityOfReturn : 0;
  }
}
