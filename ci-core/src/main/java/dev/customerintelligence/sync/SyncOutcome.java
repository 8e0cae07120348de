package dev.customerintelligence.sync;

import dev.customerintelligence.internal.Inputs;
import java.util.List;

/** What became of a batch. */
public sealed interface SyncOutcome {
  /**
   * It was done.
   *
   * @param written rows that were written
   * @param unchanged rows that were held already
   * @param removed rows that were deleted
   * @param skipped rows that could not be written
   * @param unsettled the numbers of rows that the guard kept from being written; as long as there
   *     are any, the checkpoint was not moved
   */
  record Applied(
      int written, int unchanged, int removed, List<SkippedRow> skipped, List<Long> unsettled)
      implements SyncOutcome {
    /** Copies the lists. */
    public Applied {
      skipped = Inputs.list("skipped", skipped);
      unsettled = Inputs.list("unsettled", unsettled);
    }
  }

  /** Nothing was done: another sync moved the checkpoint meanwhile. */
  record Overtaken() implements SyncOutcome {}
}
