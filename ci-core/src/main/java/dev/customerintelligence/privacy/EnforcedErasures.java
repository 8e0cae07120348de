package dev.customerintelligence.privacy;

/**
 * What became of the erasures that a restored store had forgotten. Immutable.
 *
 * @param tombstones tombstones that one of the stores lacked
 * @param people people who were held by a store though they were erased, and are erased again
 */
public record EnforcedErasures(long tombstones, long people) {}
