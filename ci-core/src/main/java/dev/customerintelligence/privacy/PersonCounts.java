package dev.customerintelligence.privacy;

/**
 * How many rows are about one person. Immutable.
 *
 * @param profiles profiles, 0 or 1
 * @param devices devices
 * @param offers bundle offers
 * @param events behavioural events
 * @param forecasts forecasts, 0 or 1
 */
public record PersonCounts(long profiles, long devices, long offers, long events, long forecasts) {
  /** Returns whether there is nothing. */
  public boolean isEmpty() {
    return profiles == 0 && devices == 0 && offers == 0 && events == 0 && forecasts == 0;
  }
}
