package dev.customerintelligence.profile;

import dev.customerintelligence.internal.Inputs;

/**
 * What a recalculation of the customers whose orders changed came to. Immutable.
 *
 * @param report what became of their profiles; a customer who was seen to change twice counts twice
 * @param cursor where the next one goes on; it may be kept, and holds no personal data
 */
public record ChangesReport(RecalculationReport report, String cursor) {
  /** Checks that both are there. */
  public ChangesReport {
    Inputs.required("report", report);
    Inputs.required("cursor", cursor);
  }
}
