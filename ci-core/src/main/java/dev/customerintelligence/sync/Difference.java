package dev.customerintelligence.sync;

import dev.customerintelligence.internal.Inputs;

/**
 * One row in which a target is not what its source says. Immutable; without personal data.
 *
 * @param table the table
 * @param kind the kind of difference
 * @param row the row's number in the source, or its id in the target for {@link
 *     Kind#WITHOUT_SOURCE}
 * @param detail the columns that differ, or why the row cannot be kept in step; may be empty
 */
public record Difference(SyncTable table, Kind kind, String row, String detail) {
  /** The kinds of difference. */
  public enum Kind {
    /** The source has the row, the target does not. */
    MISSING,
    /** Both have it, with different content. */
    DIFFERENT,
    /** The target has a row that the source has no longer. */
    GONE_AT_SOURCE,
    /** The target has a row that came from no source. */
    WITHOUT_SOURCE,
    /** The source's row cannot be read. */
    UNREADABLE
  }

  /** Checks that nothing is missing. */
  public Difference {
    Inputs.required("table", table);
    Inputs.required("kind", kind);
    Inputs.required("row", row);
    Inputs.required("detail", detail);
  }
}
