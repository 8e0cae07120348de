package dev.customerintelligence.sync;

import dev.customerintelligence.internal.Inputs;
import java.time.Instant;
import java.util.Comparator;

/**
 * A place in the sequence in which a source tells its changes: by the moment of the change, and by
 * the row's number where the moment is the same. Immutable.
 *
 * @param changedAt the moment, by the source's clock
 * @param number the row's number within its table
 */
public record SyncPosition(Instant changedAt, long number) implements Comparable<SyncPosition> {
  /** Before every row. */
  public static final SyncPosition START =
      new SyncPosition(Instant.parse("1000-01-01T00:00:00Z"), 0);

  private static final Comparator<SyncPosition> SEQUENCE =
      Comparator.comparing(SyncPosition::changedAt).thenComparingLong(SyncPosition::number);

  /**
   * Checks the moment.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code changedAt}, when it
   *     is null or lies outside the years 1000 to 9999
   */
  public SyncPosition {
    Inputs.moment("changedAt", changedAt);
  }

  /** Returns the place behind every row that changed at a moment. */
  public static SyncPosition behind(Instant moment) {
    return new SyncPosition(moment, Long.MAX_VALUE);
  }

  @Override
  public int compareTo(SyncPosition other) {
    return SEQUENCE.compare(this, other);
  }
}
