package dev.customerintelligence.sync;

/**
 * What a row comes to. Immutable.
 *
 * @param number the row's number
 * @param checksum the source's checksum of its content
 */
public record RowChecksum(long number, long checksum) {}
