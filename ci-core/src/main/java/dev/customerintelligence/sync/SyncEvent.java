package dev.customerintelligence.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that happened in a sync; without personal data. */
public sealed interface SyncEvent {
  /**
   * A batch was written.
   *
   * @param table the table
   * @param counts what became of its rows
   * @param state how the sync stands now
   */
  record BatchApplied(SyncTable table, SyncCounts counts, SyncState state) implements SyncEvent {}

  /**
   * A row was left out.
   *
   * @param row which, and why
   */
  record RowSkipped(SkippedRow row) implements SyncEvent {}

  /**
   * A table was followed to the newest change that was due.
   *
   * @param table the table
   * @param state how the sync stands now
   */
  record CaughtUp(SyncTable table, SyncState state) implements SyncEvent {}

  /**
   * A part of a comparison is done.
   *
   * @param table the table
   * @param doneUpTo the number up to which both sides were compared
   * @param last the last number
   */
  record Compared(SyncTable table, long doneUpTo, long last) implements SyncEvent {}

  /**
   * A comparison found a difference.
   *
   * @param difference which
   */
  record DifferenceFound(Difference difference) implements SyncEvent {}

  /**
   * A store is away; the sync waits and tries again.
   *
   * @param problem what could not be done
   * @param attempt which failed attempt in a row this was, from 1
   * @param delay until the next attempt
   */
  record Waiting(String problem, int attempt, Duration delay) implements SyncEvent {}

  /**
   * The store is back; the sync goes on from the checkpoint.
   *
   * @param attempts how many attempts it took
   */
  record Resumed(int attempts) implements SyncEvent {}

  /**
   * Another sync of the same source and target was faster; this one goes on from where that one is.
   *
   * @param table the table
   */
  record Overtaken(SyncTable table) implements SyncEvent {}

  /**
   * A round of a continuous sync failed for a reason that waiting does not mend; the next round
   * tries again.
   *
   * @param problem what is wrong
   * @param cause the failure, or null
   */
  record RoundFailed(String problem, @Nullable RuntimeException cause) implements SyncEvent {}
}
