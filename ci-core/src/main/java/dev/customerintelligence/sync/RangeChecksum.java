package dev.customerintelligence.sync;

/**
 * What the rows of one range of numbers come to. Immutable.
 *
 * @param from the range's first number
 * @param rows how many rows there are
 * @param checksum the exclusive or of the rows' checksums
 */
public record RangeChecksum(long from, long rows, long checksum) {}
