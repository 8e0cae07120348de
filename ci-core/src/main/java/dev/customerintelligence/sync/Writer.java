package dev.customerintelligence.sync;

import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.sync.SkippedRow.Reason;
import dev.customerintelligence.sync.SyncBatch.Guard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what was read from a source into a target, and says what was left out. */
final class Writer {
  private final SyncSource source;
  private final SyncTarget target;
  private final TargetRows targetRows;
  private final Persistence persistence;
  private final Telemetry telemetry;
  private final Tally tally;

  Writer(
      SyncSource source,
      SyncTarget target,
      TargetRows targetRows,
      Persistence persistence,
      Telemetry telemetry,
      Tally tally) {
    this.source = source;
    this.target = target;
    this.targetRows = targetRows;
    this.persistence = persistence;
    this.telemetry = telemetry;
    this.tally = tally;
  }

  /**
   * Writes rows.
   *
   * @param read rows as the source told them
   * @param gone numbers that the source has no longer
   * @param move where the checkpoint goes, or null
   * @param lag how far behind the target is after it, or null where that is not known
   * @return whether it was done; not so when another sync moved the checkpoint
   */
  boolean write(
      SyncTable table,
      List<SourceRow> read,
      List<Long> gone,
      Guard guard,
      SyncBatch.@Nullable Move move,
      @Nullable Duration lag) {
    List<SkippedRow> skipped = new ArrayList<>();
    List<SourceRow> rows = new ArrayList<>();
    List<SourceRow> doubled = new ArrayList<>();
    Map<EmailAddress, SourceRow> profiles = new HashMap<>();
    for (SourceRow row : read) {
      if (row instanceof SourceRow.Unreadable unreadable) {
        skipped.add(new SkippedRow(table, row.number(), Reason.UNREADABLE, unreadable.problem()));
      } else if (row instanceof SourceRow.Profile profile
          && profiles.putIfAbsent(profile.profile().customer(), row) != null) {
        doubled.add(row);
      } else {
        rows.add(row);
      }
    }
    // As long as a row waits to be settled the checkpoint stays: a kill must not lose it.
    Settling settling = new Settling(table, skipped);
    if (!settling.apply(rows, gone, guard, doubled.isEmpty() ? move : null)) {
      return false;
    }
    boolean unsettled = !(doubled.isEmpty() && settling.unsettled.isEmpty());
    if (unsettled) {
      settling.settle(doubled);
      if (move != null && !settling.apply(List.of(), List.of(), guard, move)) {
        return false;
      }
    }
    skipped.forEach(this::tell);
    SyncCounts counts =
        new SyncCounts(
            read.size(), settling.written, settling.unchanged, settling.removed, skipped.size());
    tally.add(table, counts);
    telemetry.applied(table, counts, lag);
    return true;
  }

  /** Counts rows that were deleted in another way. */
  void removed(SyncTable table, int rows) {
    SyncCounts counts = new SyncCounts(0, 0, 0, rows, 0);
    tally.add(table, counts);
    telemetry.applied(table, counts, null);
  }

  /** What becomes of the rows of one write. */
  private final class Settling {
    private final SyncTable table;
    private final List<SkippedRow> skipped;
    private final List<Long> unsettled = new ArrayList<>();
    private int written;
    private int unchanged;
    private int removed;

    Settling(SyncTable table, List<SkippedRow> skipped) {
      this.table = table;
      this.skipped = skipped;
    }

    boolean apply(
        List<SourceRow> rows, List<Long> gone, Guard guard, SyncBatch.@Nullable Move move) {
      List<SourceRow> translated = persistence.call(() -> targetRows.of(rows));
      if (Writer.this.apply(table, translated, gone, guard, move)
          instanceof SyncOutcome.Applied applied) {
        written += applied.written();
        unchanged += applied.unchanged();
        removed += applied.removed();
        skipped.addAll(applied.skipped());
        unsettled.clear();
        unsettled.addAll(applied.unsettled());
        return true;
      }
      return false;
    }

    /** Reads again what the guard held back: what the source says now is written, of any age. */
    void settle(List<SourceRow> doubled) {
      if (!unsettled.isEmpty()) {
        List<Long> again = List.copyOf(unsettled);
        List<SourceRow> rows =
            persistence.call(() -> source.rows(table, again)).stream()
                .filter(row -> !(row instanceof SourceRow.Unreadable))
                .toList();
        List<SourceRow> distinct = new ArrayList<>();
        Set<EmailAddress> customers = new HashSet<>();
        for (SourceRow row : rows) {
          if (row instanceof SourceRow.Profile profile
              && !customers.add(profile.profile().customer())) {
            doubled.add(row);
          } else {
            distinct.add(row);
          }
        }
        apply(distinct, List.of(), Guard.ANY_AGE, null);
        distinct.stream().filter(row -> unsettled.contains(row.number())).forEach(doubled::add);
      }
      for (SourceRow row : doubled) {
        settle(row);
      }
    }

    /** Of several rows for one customer the source knows which one stands for the customer. */
    private void settle(SourceRow row) {
      EmailAddress customer = ((SourceRow.Profile) row).profile().customer();
      List<SourceRow> standing =
          persistence.call(() -> source.rowsOf(SyncTable.PROFILES, customer, 1)).stream()
              .filter(other -> !(other instanceof SourceRow.Unreadable))
              .toList();
      apply(standing, List.of(), Guard.ANY_ROW, null);
      if (standing.stream().noneMatch(other -> other.number() == row.number())) {
        skipped.add(
            new SkippedRow(
                table,
                row.number(),
                Reason.SAME_CUSTOMER,
                "another row stands for the same customer; delete one of them"));
      }
    }
  }

  private SyncOutcome apply(
      SyncTable table,
      List<SourceRow> rows,
      List<Long> gone,
      Guard guard,
      SyncBatch.@Nullable Move move) {
    SyncBatch batch = new SyncBatch(source.name(), table, rows, gone, guard, move);
    try {
      return persistence.call(() -> target.apply(batch));
    } catch (StorageFailedException refused) {
      return withoutTheRefused(batch, refused);
    }
  }

  /** A store that refuses one row of a batch refuses the batch: the row is found by halving. */
  private SyncOutcome withoutTheRefused(SyncBatch batch, StorageFailedException refused) {
    if (batch.rows().isEmpty()) {
      throw refused;
    }
    // Without rows: where this fails too, it is not for a row that the batch was refused.
    SyncOutcome moved =
        persistence.call(() -> target.apply(part(batch, List.of(), List.of(), null)));
    List<SkippedRow> skipped = new ArrayList<>();
    List<Long> unsettled = new ArrayList<>();
    int[] done = new int[2];
    if (moved instanceof SyncOutcome.Applied) {
      halve(batch, batch.rows(), refused, skipped, unsettled, done);
    }
    SyncBatch.Move move = unsettled.isEmpty() ? batch.move() : null;
    SyncOutcome rest =
        persistence.call(() -> target.apply(part(batch, List.of(), batch.gone(), move)));
    return rest instanceof SyncOutcome.Applied applied
        ? new SyncOutcome.Applied(done[0], done[1], applied.removed(), skipped, unsettled)
        : rest;
  }

  private void halve(
      SyncBatch batch,
      List<SourceRow> rows,
      StorageFailedException refused,
      List<SkippedRow> skipped,
      List<Long> unsettled,
      int[] done) {
    if (rows.size() == 1) {
      skipped.add(
          new SkippedRow(
              batch.table(), rows.get(0).number(), Reason.REFUSED, refused.getMessage()));
      return;
    }
    int middle = rows.size() / 2;
    for (List<SourceRow> half :
        List.of(rows.subList(0, middle), rows.subList(middle, rows.size()))) {
      try {
        if (persistence.call(() -> target.apply(part(batch, half, List.of(), null)))
            instanceof SyncOutcome.Applied applied) {
          done[0] += applied.written();
          done[1] += applied.unchanged();
          skipped.addAll(applied.skipped());
          unsettled.addAll(applied.unsettled());
        }
      } catch (StorageFailedException again) {
        halve(batch, half, again, skipped, unsettled, done);
      }
    }
  }

  private static SyncBatch part(
      SyncBatch batch, List<SourceRow> rows, List<Long> gone, SyncBatch.@Nullable Move move) {
    return new SyncBatch(batch.source(), batch.table(), rows, gone, batch.guard(), move);
  }

  private void tell(SkippedRow row) {
    tally.add(row);
    telemetry.tell(new SyncEvent.RowSkipped(row));
  }
}
