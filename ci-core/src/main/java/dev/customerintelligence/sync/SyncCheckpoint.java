package dev.customerintelligence.sync;

import dev.customerintelligence.internal.Inputs;

/**
 * How far a target has followed a source, as the target keeps it. Immutable.
 *
 * @param position everything up to there was read
 * @param revision how often the checkpoint was moved; by it a sync sees that another was faster
 */
public record SyncCheckpoint(SyncPosition position, long revision) {
  /** Where a target stands that has followed nothing yet. */
  public static final SyncCheckpoint NONE = new SyncCheckpoint(SyncPosition.START, 0);

  /** Checks that the position is there. */
  public SyncCheckpoint {
    Inputs.required("position", position);
  }
}
