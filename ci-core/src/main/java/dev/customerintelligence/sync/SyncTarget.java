package dev.customerintelligence.sync;

import dev.customerintelligence.identity.EmailAddress;
import java.util.Collection;
import java.util.List;

/**
 * The port through which a store follows a source. Thread-safe; every call may be repeated.
 *
 * <p>For each row of the source the target remembers the number, the moment and the checksum with
 * which it was written, and notices when its own row has been changed since. Every method throws
 * {@link dev.customerintelligence.error.StorageUnavailableException} when the store cannot be
 * reached.
 */
public interface SyncTarget {
  /** Returns how far this target has followed a source in a table. */
  SyncCheckpoint checkpoint(String source, SyncTable table);

  /**
   * Writes a batch in one transaction, the checkpoint with it; batches of one source and table wait
   * for each other.
   *
   * <ul>
   *   <li>A row that is held with the same checksum, unchanged since, is not written again.
   *   <li>A profile replaces whatever is held under its address, but a name is never replaced by
   *       none; a cart that is held beside an offer stays.
   *   <li>A device is merged with the one that is held, and no visit is counted twice; an event is
   *       written once.
   *   <li>What the batch cannot write it leaves out and says so, and nothing of a person who was
   *       erased here is written.
   * </ul>
   *
   * @throws dev.customerintelligence.error.StorageFailedException when the store refuses the batch;
   *     nothing is written then
   */
  SyncOutcome apply(SyncBatch batch);

  /**
   * Returns those of at most 5,000 rows of a source that are held, in any sequence: the content as
   * it is here now, with the number, moment and checksum with which it was written.
   */
  List<SourceRow> rows(String source, SyncTable table, Collection<Long> numbers);

  /**
   * Returns the numbers under which rows of one customer are held.
   *
   * @param limit the most numbers to return, at least 1
   */
  List<Long> numbersOf(String source, SyncTable table, EmailAddress customer, int limit);

  /** Returns the highest number under which a row is held; 0 when there is none. */
  long lastNumber(String source, SyncTable table);

  /**
   * As {@link SyncSource#checksums}, over the rows that were written. One that was changed or
   * deleted here since counts with another checksum.
   */
  List<RangeChecksum> checksums(String source, SyncTable table, long from, long to, long width);

  /** As {@link SyncSource#rowChecksums}, over the same rows as {@link #checksums}. */
  List<RowChecksum> rowChecksums(String source, SyncTable table, long from, long to, int limit);

  /**
   * Returns the ids of rows that are held but came from no source.
   *
   * @param after the last id of the page before, or the empty text for the first page
   * @param limit the most ids to return, at least 1
   * @return sorted; fewer than {@code limit} only at the end
   */
  List<String> idsWithoutSource(SyncTable table, String after, int limit);

  /**
   * Deletes rows that came from no source; those that have one since are left.
   *
   * @return how many were deleted
   */
  int deleteWithoutSource(SyncTable table, Collection<String> ids);
}
