package dev.customerintelligence.privacy;

/** What an {@link AuditRecord} is about. */
public enum AuditAction {
  /** A person was erased. */
  ERASED,
  /** A person's tombstone was lifted, after new consent. */
  RELEASED
}
