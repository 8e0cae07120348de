package dev.customerintelligence.sync;

import dev.customerintelligence.internal.Inputs;

/**
 * A row of the source that the target does not have, and why. It holds up nothing, and every
 * comparison finds it again. Immutable.
 *
 * @param table the table
 * @param number the row's number in the source
 * @param reason the kind of reason
 * @param problem what is wrong and what would be right; without personal data
 */
public record SkippedRow(SyncTable table, long number, Reason reason, String problem) {
  /** Why a row was skipped. */
  public enum Reason {
    /** Another writer left it in a state in which it cannot be read. */
    UNREADABLE,
    /** The target cannot hold one of its values. */
    REFUSED,
    /** The person was erased at the target, and may not come back without consent. */
    ERASED,
    /** A profile, while another row of the source stands for the same customer. */
    SAME_CUSTOMER
  }

  /** Checks that nothing is missing. */
  public SkippedRow {
    Inputs.required("table", table);
    Inputs.required("reason", reason);
    Inputs.required("problem", problem);
  }
}
