package dev.customerintelligence.sync;

import dev.customerintelligence.internal.Inputs;
import java.util.List;
import java.util.Map;

/**
 * What a sync came to. Immutable.
 *
 * @param counts what became of the rows of each table
 * @param skippedRows the first rows that were left out, at most {@link #MAX_LISTED}; a listener is
 *     told of all
 */
public record SyncReport(Map<SyncTable, SyncCounts> counts, List<SkippedRow> skippedRows) {
  /** The most rows that are listed. */
  public static final int MAX_LISTED = 100;

  /** Copies the collections. */
  public SyncReport {
    counts = Map.copyOf(Inputs.required("counts", counts));
    skippedRows = Inputs.list("skippedRows", skippedRows);
  }

  /** Returns what became of the rows of all tables. */
  public SyncCounts total() {
    return counts.values().stream().reduce(SyncCounts.NONE, SyncCounts::plus);
  }
}
