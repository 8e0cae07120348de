package dev.customerintelligence.benchmarks.data;

/** Which visits are measured. */
public enum Traffic {
  /**
   * As a shop has it: one in a hundred from a crowded address, one from a colliding fingerprint.
   */
  MIXED,
  /** From addresses and browsers that few customers share. */
  QUIET,
  /** From addresses with 2,000 customers. */
  CROWD_2000,
  /** From the address with 20,000 customers. */
  CROWD_20000
}
