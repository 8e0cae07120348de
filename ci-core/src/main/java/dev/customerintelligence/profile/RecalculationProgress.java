package dev.customerintelligence.profile;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a recalculation is. Immutable.
 *
 * @param done customers looked at so far, in this run
 * @param total customers in all; may be an estimate, is never less than {@code done}, and is equal
 *     to it where nobody knows
 * @param elapsed the time since the run began
 * @param last the customer looked at last, whose profile is saved: {@link
 *     ProfileService#recalculateAfter} goes on from there
 */
public record RecalculationProgress(long done, long total, Duration elapsed, EmailAddress last) {
  private static final double NANOS = 1e9;

  /** Checks the components. */
  public RecalculationProgress {
    if (done < 1) {
      throw new InvalidInputException("done", "must be at least 1, is " + done);
    }
    if (total < done) {
      throw new InvalidInputException("total", "must be at least " + done + ", is " + total);
    }
    Inputs.required("elapsed", elapsed);
    Inputs.required("last", last);
  }

  /** Returns customers per second so far; empty as long as no time has passed. */
  public Optional<Double> customersPerSecond() {
    return seconds() > 0 ? Optional.of((double) done / seconds()) : Optional.empty();
  }

  /** Returns how long the rest takes at the rate so far; empty as long as there is no rate. */
  public Optional<Duration> remaining() {
    return customersPerSecond()
        .map(rate -> Duration.ofNanos(Math.round((double) (total - done) / rate * NANOS)));
  }

  private double seconds() {
    return (double) elapsed.getSeconds() + elapsed.getNano() / NANOS;
  }
}
