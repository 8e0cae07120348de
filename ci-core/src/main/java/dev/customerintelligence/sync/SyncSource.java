package dev.customerintelligence.sync;

import dev.customerintelligence.identity.EmailAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The port through which a store is followed. Thread-safe; it only reads.
 *
 * <p>Every row has a number within its table that never changes and is never given again, by which
 * it is quickly found. What cannot be read comes as {@link SourceRow.Unreadable} and ends no read.
 * Every method throws {@link dev.customerintelligence.error.StorageUnavailableException} when the
 * store cannot be reached.
 */
public interface SyncSource {
  /** Returns the name by which targets know this source; ids of offers are derived from it. */
  String name();

  /**
   * Returns the moment that a row would bear that changed now: by the source's own clock, read as
   * its columns are.
   */
  Instant now();

  /**
   * Returns the next changes of a table that is kept in step.
   *
   * @param after the place behind which to read
   * @param upTo the last moment to read
   * @param limit the most rows to return, at least 1
   * @return sorted by {@link SourceRow#position}; fewer than {@code limit} only at the end. A row
   *     whose column says no moment is not told here
   */
  List<SourceRow> changes(SyncTable table, SyncPosition after, Instant upTo, int limit);

  /**
   * Returns the next rows of any table by their numbers.
   *
   * @param after the last number of the page before, 0 for the first page
   * @param limit the most rows to return, at least 1
   * @return sorted by number; fewer than {@code limit} only at the end
   */
  List<SourceRow> rowsAfter(SyncTable table, long after, int limit);

  /** Returns those of at most 5,000 rows that exist, in any sequence. */
  List<SourceRow> rows(SyncTable table, Collection<Long> numbers);

  /**
   * Returns the rows of one customer in a table that is kept in step.
   *
   * @param limit the most rows to return, at least 1
   * @return of profiles at most the one that stands for the customer; of offers the newest first
   */
  List<SourceRow> rowsOf(SyncTable table, EmailAddress customer, int limit);

  /** Returns the highest number in a table that is kept in step; 0 when it is empty. */
  long lastNumber(SyncTable table);

  /**
   * Returns the checksums of ranges of numbers: {@code from} to {@code from + width - 1}, and so
   * on. The store computes them; no row leaves it.
   *
   * @param from the first number of the first range
   * @param to the last number, at most 100,000 ranges further
   * @param width how many numbers a range has, at least 1
   * @return sorted; a range without rows is left out
   */
  List<RangeChecksum> checksums(SyncTable table, long from, long to, long width);

  /**
   * Returns the checksums of rows.
   *
   * @param from the first number
   * @param to the last number
   * @param limit the most rows to return, at least 1
   * @return sorted by number; fewer than {@code limit} only at the end
   */
  List<RowChecksum> rowChecksums(SyncTable table, long from, long to, int limit);
}
