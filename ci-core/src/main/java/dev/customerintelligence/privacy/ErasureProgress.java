package dev.customerintelligence.privacy;

/**
 * How far erasures have come. Immutable.
 *
 * @param completed erasures that are now complete in every store
 * @param pending erasures that are not, as a store still held something when it was counted
 */
public record ErasureProgress(long completed, long pending) {}
