package dev.customerintelligence.privacy;

/**
 * What an erasure came to. Immutable.
 *
 * @param audit the note of it, without personal data
 * @param remaining what a count found afterwards
 */
public record Erasure(AuditRecord audit, PersonCounts remaining) {
  /** Returns whether the store was verified to hold nothing under the person's address any more. */
  public boolean isComplete() {
    return remaining.isEmpty();
  }
}
