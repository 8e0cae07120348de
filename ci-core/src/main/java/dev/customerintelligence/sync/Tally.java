package dev.customerintelligence.sync;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one run has done so far. For one thread. */
final class Tally {
  private final Map<SyncTable, SyncCounts> counts = new EnumMap<>(SyncTable.class);
  private final List<SkippedRow> skipped = new ArrayList<>();

  void add(SyncTable table, SyncCounts more) {
    counts.merge(table, more, SyncCounts::plus);
  }

  void add(SkippedRow row) {
    if (skipped.size() < SyncReport.MAX_LISTED) {
      skipped.add(row);
    }
  }

  SyncReport report() {
    return new SyncReport(counts, skipped);
  }
}
