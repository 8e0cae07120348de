package dev.customerintelligence.examples.operations;

import dev.customerintelligence.sync.Difference;
import dev.customerintelligence.sync.SkippedRow;
import dev.customerintelligence.sync.SyncCounts;
import dev.customerintelligence.sync.SyncReport;
import dev.customerintelligence.sync.SyncState;
import dev.customerintelligence.sync.Verification;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What syncs and comparisons came to, as values to print. */
final class SyncResults {
  private SyncResults() {}

  static Map<String, Object> of(SyncReport report) {
    Map<String, Object> values = new LinkedHashMap<>();
    report.counts().forEach((table, counts) -> values.put(table.tableName(), counts(counts)));
    values.put("left_out", report.skippedRows().stream().map(SkippedRow::toString).toList());
    return values;
  }

  static Map<String, Object> of(Verification verification) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("clean", verification.isClean());
    values.put("differences", verification.differences());
    values.put("ranges", verification.ranges());
    values.put("rows", verification.rows());
    values.put(
        "first_differences", verification.listed().stream().map(SyncResults::difference).toList());
    return values;
  }

  static String state(SyncState state) {
    SyncCounts counts = state.counts();
    return String.format(
        Locale.ROOT,
        "lag %s s, %d rows written, %d unchanged, %d removed, %d left out",
        state.lag() == null ? "?" : String.valueOf(state.lag().toSeconds()),
        counts.written(),
        counts.unchanged(),
        counts.removed(),
        counts.skipped());
  }

  private static Map<String, Long> counts(SyncCounts counts) {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put("read", counts.read());
    values.put("written", counts.written());
    values.put("unchanged", counts.unchanged());
    values.put("removed", counts.removed());
    values.put("left_out", counts.skipped());
    return values;
  }

  private static Map<String, Object> difference(Difference difference) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("table", difference.table().tableName());
    values.put("kind", difference.kind().name());
    values.put("row", difference.row());
    values.put("columns", difference.detail());
    return values;
  }
}
