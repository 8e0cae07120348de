package dev.customerintelligence.event;

import dev.customerintelligence.internal.Inputs;

/**
 * What became of a batch of events.
 *
 * @param stored how many are new and are stored now
 * @param repeated how many were stored before, by their id
 * @param erased how many were left out because their customer was erased
 */
public record AppendResult(int stored, int repeated, int erased) {
  /** Checks that no count is negative. */
  public AppendResult {
    Inputs.between("stored", stored, 0, Integer.MAX_VALUE);
    Inputs.between("repeated", repeated, 0, Integer.MAX_VALUE);
    Inputs.between("erased", erased, 0, Integer.MAX_VALUE);
  }
}
