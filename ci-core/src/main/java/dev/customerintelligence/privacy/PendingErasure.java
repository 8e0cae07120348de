package dev.customerintelligence.privacy;

import dev.customerintelligence.identity.EmailAddress;
import java.time.Instant;
import java.util.UUID;

/**
 * An erasure that other stores have yet to follow. Immutable; {@code toString} masks whose it is.
 *
 * @param id the id of its {@link AuditRecord}
 * @param person who was erased; kept until every store has followed, and for that alone
 * @param erasedAt when
 */
public record PendingErasure(UUID id, EmailAddress person, Instant erasedAt) {}
