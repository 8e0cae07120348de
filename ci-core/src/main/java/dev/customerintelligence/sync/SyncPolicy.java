package dev.customerintelligence.sync;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.time.Duration;

/**
 * The numbers of a sync. Immutable.
 *
 * @param batch rows of one transaction, 1 to {@link SyncBatch#MAX_ROWS}; default 2,000
 * @param settle how old a change must be to be read, so that transactions that write the same
 *     moment are done; default 2 seconds
 * @param overlap how far before the checkpoint a round begins, so that a transaction that took long
 *     is not missed; one that took longer than this and {@code settle} is found by the next sweep;
 *     default 60 seconds
 * @param pollInterval how long a continuous sync waits between rounds; default 5 seconds
 * @param sweepInterval how often a continuous sync compares everything, which is how it learns of
 *     deletions; default 1 day
 * @param firstDelay how long to wait after the first failed attempt; doubles; default 200
 *     milliseconds
 * @param longestDelay how long to wait at most between attempts; default 30 seconds
 * @param longestOutage for how long a single run waits for a store before it gives up; a continuous
 *     sync never does; default 10 minutes
 */
public record SyncPolicy(
    int batch,
    Duration settle,
    Duration overlap,
    Duration pollInterval,
    Duration sweepInterval,
    Duration firstDelay,
    Duration longestDelay,
    Duration longestOutage) {
  private static final SyncPolicy DEFAULTS =
      new SyncPolicy(
          2_000,
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofDays(1),
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10));

  /**
   * Checks the policy.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the part that is out of
   *     range
   */
  public SyncPolicy {
    Inputs.between("batch", batch, 1, SyncBatch.MAX_ROWS);
    Inputs.notNegative("settle", settle);
    Inputs.notNegative("overlap", overlap);
    Inputs.positive("pollInterval", pollInterval);
    Inputs.positive("sweepInterval", sweepInterval);
    Inputs.positive("firstDelay", firstDelay);
    Inputs.positive("longestDelay", longestDelay);
    if (longestDelay.compareTo(firstDelay) <= 0) {
      throw new InvalidInputException(
          "longestDelay", "must be longer than firstDelay, " + firstDelay + ", is " + longestDelay);
    }
    Inputs.positive("longestOutage", longestOutage);
  }

  /** Returns the defaults. */
  public static SyncPolicy defaults() {
    return DEFAULTS;
  }

  /** Returns this policy with another number of rows per transaction. */
  public SyncPolicy withBatch(int value) {
    return new SyncPolicy(
        value,
        settle,
        overlap,
        pollInterval,
        sweepInterval,
        firstDelay,
        longestDelay,
        longestOutage);
  }

  /** Returns this policy with other distances to the source's clock and to the checkpoint. */
  public SyncPolicy withTolerance(Duration newSettle, Duration newOverlap) {
    return new SyncPolicy(
        batch,
        newSettle,
        newOverlap,
        pollInterval,
        sweepInterval,
        firstDelay,
        longestDelay,
        longestOutage);
  }

  /** Returns this policy with other intervals of a continuous sync. */
  public SyncPolicy withIntervals(Duration poll, Duration sweep) {
    return new SyncPolicy(
        batch, settle, overlap, poll, sweep, firstDelay, longestDelay, longestOutage);
  }

  /** Returns this policy with other waits for a store that is away. */
  public SyncPolicy withWaits(Duration first, Duration longest, Duration outage) {
    return new SyncPolicy(
        batch, settle, overlap, pollInterval, sweepInterval, first, longest, outage);
  }
}
