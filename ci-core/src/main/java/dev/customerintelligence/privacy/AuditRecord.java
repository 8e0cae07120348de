package dev.customerintelligence.privacy;

import java.time.Instant;
import java.util.UUID;

/**
 * That something was done for somebody's privacy; without anything that says for whom. Immutable.
 *
 * @param id what the caller may note beside the request
 * @param at when
 * @param action what
 * @param deleted how many rows were deleted
 */
public record AuditRecord(UUID id, Instant at, AuditAction action, PersonCounts deleted) {}
