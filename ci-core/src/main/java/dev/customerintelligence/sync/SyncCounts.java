package dev.customerintelligence.sync;

/**
 * What became of rows. Immutable.
 *
 * @param read rows that the source told
 * @param written rows that the target wrote
 * @param unchanged rows that the target had already
 * @param removed rows that the target deleted
 * @param skipped rows that were left out
 */
public record SyncCounts(long read, long written, long unchanged, long removed, long skipped) {
  /** No rows. */
  public static final SyncCounts NONE = new SyncCounts(0, 0, 0, 0, 0);

  /** Returns both together. */
  public SyncCounts plus(SyncCounts other) {
    return new SyncCounts(
        read + other.read,
        written + other.written,
        unchanged + other.unchanged,
        removed + other.removed,
        skipped + other.skipped);
  }
}
