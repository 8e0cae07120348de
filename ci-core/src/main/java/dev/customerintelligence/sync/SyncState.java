package dev.customerintelligence.sync;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a sync stands. Immutable.
 *
 * @param lag how far the target is behind the source's clock, of the table that is further; null
 *     before the first table was followed
 * @param lastSuccess when the target was last brought up to date, by the service's clock, or null
 * @param rowsPerSecond rows read in the newest second or more of work; 0 before there was any
 * @param counts what became of all rows since the service was made
 * @param differences what the newest comparison found; null before there was one
 * @param waiting whether a store is away right now
 */
public record SyncState(
    @Nullable Duration lag,
    @Nullable Instant lastSuccess,
    double rowsPerSecond,
    SyncCounts counts,
    @Nullable Long differences,
    boolean waiting) {}
