package dev.customerintelligence.sync;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a target is to do in one transaction. Immutable.
 *
 * @param source the source's name
 * @param table the table
 * @param rows rows to write, at most {@link #MAX_ROWS}, none unreadable, each number once
 * @param gone numbers of rows that the source no longer has, at most {@link #MAX_ROWS}
 * @param guard which rows may be replaced
 * @param move where the checkpoint goes, or null to leave it
 */
public record SyncBatch(
    String source,
    SyncTable table,
    List<SourceRow> rows,
    List<Long> gone,
    Guard guard,
    @Nullable Move move) {
  /** The most rows of one batch. */
  public static final int MAX_ROWS = 5_000;

  /** Which rows may be replaced. */
  public enum Guard {
    /**
     * Neither those that were written with a later moment, nor profiles that stand for another row
     * of the source: for changes, which may have been read long ago.
     */
    NEWER_ONLY,
    /** Those of any age, but no profiles of another row: for what was read just now. */
    ANY_AGE,
    /** All: for the row that the source says stands for the customer. */
    ANY_ROW
  }

  /**
   * A move of the checkpoint.
   *
   * @param expectedRevision the revision from which it goes; if it is another by now, nothing of
   *     the batch is done
   * @param to where it goes
   */
  public record Move(long expectedRevision, SyncPosition to) {
    /** Checks that the position is there. */
    public Move {
      Inputs.required("to", to);
    }
  }

  /**
   * Checks the batch.
   *
   * @throws InvalidInputException naming the component that is missing, too long or repeats a
   *     number
   */
  public SyncBatch {
    source = Inputs.text("source", source, 200);
    Inputs.required("table", table);
    rows = Inputs.list("rows", rows);
    Inputs.between("rows.size", rows.size(), 0, MAX_ROWS);
    gone = Inputs.list("gone", gone);
    Inputs.between("gone.size", gone.size(), 0, MAX_ROWS);
    Inputs.required("guard", guard);
    Set<Long> numbers = new HashSet<>();
    for (SourceRow row : rows) {
      if (row instanceof SourceRow.Unreadable || !numbers.add(row.number())) {
        throw new InvalidInputException(
            "rows", "must be readable and hold each number once; not so row " + row.number());
      }
    }
  }
}
