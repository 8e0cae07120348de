package dev.customerintelligence.privacy;

import dev.customerintelligence.internal.Inputs;
import java.time.Duration;

/**
 * How long things are kept. Immutable.
 *
 * @param devices after the last sighting, above zero; default 365 days
 * @param events after they happened, above zero; default 365 days
 */
public record RetentionPolicy(Duration devices, Duration events) {
  private static final RetentionPolicy DEFAULTS =
      new RetentionPolicy(Duration.ofDays(365), Duration.ofDays(365));

  /**
   * Checks the policy.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the part that is null or
   *     not above zero
   */
  public RetentionPolicy {
    Inputs.positive("devices", devices);
    Inputs.positive("events", events);
  }

  /** Returns the defaults. */
  public static RetentionPolicy defaults() {
    return DEFAULTS;
  }
}
