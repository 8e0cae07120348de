package dev.customerintelligence.privacy;

/**
 * What an erasure in two stores came to so far. Immutable.
 *
 * @param audit the note of it in the first store, without personal data
 * @param isComplete whether both stores were verified to hold nothing any more; if not, {@link
 *     CrossStorePrivacy#propagate} goes on
 */
public record CrossStoreErasure(AuditRecord audit, boolean isComplete) {}
