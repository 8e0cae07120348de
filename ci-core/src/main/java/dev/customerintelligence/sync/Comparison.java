package dev.customerintelligence.sync;

import com.google.common.collect.Lists;
import dev.customerintelligence.sync.Difference.Kind;
import dev.customerintelligence.sync.SyncBatch.Guard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table of both stores by the checksums of ranges, descends only where these differ, and
 * looks at rows only where the checksums of rows differ. For one run.
 */
final class Comparison {
  /** Ranges that a table is divided into at first. */
  private static final long RANGES = 1_024;

  /** Ranges that a range is divided into where it differs and has many rows. */
  private static final long PARTS = 64;

  /** A range of so many rows is compared row by row. */
  private static final long FEW = 2_000;

  private static final int PAGE = SyncBatch.MAX_ROWS;

  private final SyncSource source;
  private final SyncTarget target;
  private final Persistence persistence;
  private final Telemetry telemetry;
  private final @Nullable Writer mending;
  private final int batch;
  private final List<Difference> listed = new ArrayList<>();
  private long ranges;
  private long rows;
  private long differences;

  /**
   * @param mending what mends each difference; null to look only
   * @param batch rows to mend in one transaction
   */
  Comparison(
      SyncSource source,
      SyncTarget target,
      Persistence persistence,
      Telemetry telemetry,
      @Nullable Writer mending,
      int batch) {
    this.source = source;
    this.target = target;
    this.persistence = persistence;
    this.telemetry = telemetry;
    this.mending = mending;
    this.batch = batch;
  }

  /** Compares the rows that the source has, or had when they were written. */
  void compare(SyncTable table) {
    long last = lastNumber(table);
    if (last > 0) {
      compare(table, 1, last, (last - 1) / RANGES + 1, true);
    }
    telemetry.tell(new SyncEvent.Compared(table, last, last));
  }

  /** Compares every row value by value. */
  void compareEveryRow(SyncTable table) {
    long last = lastNumber(table);
    long after = 0;
    while (after < last) {
      long from = after;
      List<SourceRow> page = call(() -> source.rowsAfter(table, from, batch));
      long upTo = page.size() < batch ? last : page.get(page.size() - 1).number();
      Map<Long, SourceRow> wanted = new TreeMap<>();
      page.forEach(row -> wanted.put(row.number(), row));
      TreeSet<Long> numbers = new TreeSet<>(wanted.keySet());
      numbers.addAll(checksums(table, from + 1, upTo, false).keySet());
      for (List<Long> some : pages(numbers)) {
        examine(table, some, wanted);
      }
      after = upTo;
      telemetry.tell(new SyncEvent.Compared(table, after, last));
    }
  }

  /** Finds the rows that came from no source. */
  void compareWithoutSource(SyncTable table) {
    String after = "";
    List<String> ids;
    do {
      String from = after;
      ids = call(() -> target.idsWithoutSource(table, from, PAGE));
      for (String id : ids) {
        found(new Difference(table, Kind.WITHOUT_SOURCE, id, ""));
      }
      if (mending != null && !ids.isEmpty()) {
        List<String> page = ids;
        mending.removed(table, call(() -> target.deleteWithoutSource(table, page)));
      }
      after = ids.isEmpty() ? after : ids.get(ids.size() - 1);
    } while (ids.size() == PAGE);
  }

  Verification result() {
    return new Verification(ranges, rows, differences, listed);
  }

  private void compare(SyncTable table, long from, long to, long width, boolean top) {
    Map<Long, RangeChecksum> mine = new TreeMap<>();
    call(() -> source.checksums(table, from, to, width)).forEach(r -> mine.put(r.from(), r));
    Map<Long, RangeChecksum> held = new TreeMap<>();
    call(() -> target.checksums(source.name(), table, from, to, width))
        .forEach(r -> held.put(r.from(), r));
    TreeSet<Long> starts = new TreeSet<>(mine.keySet());
    starts.addAll(held.keySet());
    ranges += starts.size();
    for (long start : starts) {
      RangeChecksum one = mine.get(start);
      RangeChecksum other = held.get(start);
      if (one != null && one.equals(other)) {
        continue;
      }
      long end = Math.min(to, start + width - 1);
      long size = Math.max(one == null ? 0 : one.rows(), other == null ? 0 : other.rows());
      if (size <= FEW || width == 1) {
        compareRows(table, start, end);
      } else {
        compare(table, start, end, (width - 1) / PARTS + 1, false);
      }
      if (top) {
        telemetry.tell(new SyncEvent.Compared(table, end, to));
      }
    }
  }

  private void compareRows(SyncTable table, long from, long to) {
    Map<Long, Long> mine = checksums(table, from, to, true);
    Map<Long, Long> held = checksums(table, from, to, false);
    TreeSet<Long> differing = new TreeSet<>(mine.keySet());
    differing.addAll(held.keySet());
    rows += differing.size();
    differing.removeIf(
        number -> mine.containsKey(number) && mine.get(number).equals(held.get(number)));
    for (List<Long> some : pages(differing)) {
      Map<Long, SourceRow> wanted = new HashMap<>();
      call(() -> source.rows(table, some)).forEach(row -> wanted.put(row.number(), row));
      examine(table, some, wanted);
    }
  }

  /** Looks at rows that may differ, as both stores have them now. */
  private void examine(SyncTable table, List<Long> numbers, Map<Long, SourceRow> wanted) {
    Map<Long, SourceRow> held = new HashMap<>();
    call(() -> target.rows(source.name(), table, numbers))
        .forEach(row -> held.put(row.number(), row));
    List<SourceRow> toWrite = new ArrayList<>();
    List<Long> gone = new ArrayList<>();
    for (long number : numbers) {
      SourceRow mine = wanted.get(number);
      SourceRow other = held.get(number);
      String row = Long.toString(number);
      if (mine == null) {
        gone.add(number);
        if (other != null) {
          found(new Difference(table, Kind.GONE_AT_SOURCE, row, ""));
        }
        continue;
      }
      toWrite.add(mine);
      if (mine instanceof SourceRow.Unreadable unreadable) {
        found(new Difference(table, Kind.UNREADABLE, row, unreadable.problem()));
      } else if (other == null) {
        found(new Difference(table, Kind.MISSING, row, ""));
      } else {
        List<String> columns = Columns.different(mine, other);
        if (!columns.isEmpty()) {
          found(new Difference(table, Kind.DIFFERENT, row, String.join(", ", columns)));
        }
      }
    }
    if (mending != null && !(toWrite.isEmpty() && gone.isEmpty())) {
      mending.write(table, toWrite, gone, Guard.ANY_AGE, null, null);
    }
  }

  private void found(Difference difference) {
    differences++;
    if (listed.size() < SyncReport.MAX_LISTED) {
      listed.add(difference);
    }
    telemetry.tell(new SyncEvent.DifferenceFound(difference));
  }

  private Map<Long, Long> checksums(SyncTable table, long from, long to, boolean ofSource) {
    Map<Long, Long> checksums = new HashMap<>();
    long next = from;
    List<RowChecksum> page;
    do {
      long start = next;
      page =
          call(
              () ->
                  ofSource
                      ? source.rowChecksums(table, start, to, PAGE)
                      : target.rowChecksums(source.name(), table, start, to, PAGE));
      page.forEach(row -> checksums.put(row.number(), row.checksum()));
      next = page.isEmpty() ? next : page.get(page.size() - 1).number() + 1;
    } while (page.size() == PAGE && next <= to);
    return checksums;
  }

  private long lastNumber(SyncTable table) {
    return Math.max(
        call(() -> source.lastNumber(table)), call(() -> target.lastNumber(source.name(), table)));
  }

  private List<List<Long>> pages(Collection<Long> numbers) {
    return Lists.partition(List.copyOf(numbers), batch);
  }

  private <T> T call(Supplier<T> work) {
    return persistence.call(work);
  }
}
