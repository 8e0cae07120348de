package dev.customerintelligence.sync;

import dev.customerintelligence.internal.Inputs;
import java.util.List;

/**
 * What a comparison of source and target found. Immutable.
 *
 * @param ranges how many ranges were compared by their checksums
 * @param rows how many rows were compared one by one
 * @param differences how many rows differ
 * @param listed the first differences, at most {@link SyncReport#MAX_LISTED}; a listener is told of
 *     all
 */
public record Verification(long ranges, long rows, long differences, List<Difference> listed) {
  /** How closely to look. */
  public enum Depth {
    /** By checksums, and row by row where these differ. */
    CHECKSUMS,
    /** Every row of both stores, value by value, trusting no checksum. */
    EVERY_ROW
  }

  /** Copies the list. */
  public Verification {
    listed = Inputs.list("listed", listed);
  }

  /** Returns whether the target is what the source says. */
  public boolean isClean() {
    return differences == 0;
  }
}
