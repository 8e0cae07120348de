package dev.customerintelligence.privacy;

/** What an {@link AuditRecord} is about. */
public enum AuditAction {
  /** A person was erased. */
  ERASED,
  /** An erasure was followed by every other store; the counts are theirs. */
  ERASED_ELSEWHERE,
  /** A person's tombstone was lifted, after new consent. */
  RELEASED
}
