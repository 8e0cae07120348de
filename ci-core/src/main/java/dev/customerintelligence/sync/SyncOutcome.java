package dev.customerintelligence.sync;

import dev.customerintelligence.internal.Inputs;
import java.util.List;

/** What became of a batch. */
public sealed interface SyncOutcome {
  /**
   * It was done.
   *
   * @param written rows that were written
   * @param unchanged rows that were held already, or with a later moment
   * @param removed rows that were deleted
   * @param skipped rows that could not be written
   */
  record Applied(int written, int unchanged, int removed, List<SkippedRow> skipped)
      implements SyncOutcome {
    /** Copies the list. */
    public Applied {
      skipped = Inputs.list("skipped", skipped);
    }
  }

  /** Nothing was done: another sync moved the checkpoint meanwhile. */
  record Overtaken() implements SyncOutcome {}
}
