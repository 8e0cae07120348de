package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;

/**
 * An interval for the time of the next purchase, with its probability. Immutable.
 *
 * @param start from the end of observation, 0 or more, in the unit of the model
 * @param end from the end of observation, at least {@code start}
 * @param level the probability that the next purchase lies inside, if there is one, 0..1
 * @param probability the probability that there is one and that it lies inside, 0..{@code level}
 */
public record PurchaseWindow(double start, double end, double level, double probability) {
  /**
   * Checks the window.
   *
   * @throws InvalidInputException naming the component that is outside its range
   */
  public PurchaseWindow {
    Inputs.between("start", start, 0, Double.MAX_VALUE);
    Inputs.between("end", end, start, Double.MAX_VALUE);
    Inputs.between("level", level, 0, 1);
    Inputs.between("probability", probability, 0, level);
  }

  /** Returns how long it is. */
  public double width() {
    return end - start;
  }

  /** Returns whether the time lies inside, both ends included. */
  public boolean contains(double time) {
    return time >= start && time <= end;
  }
}
