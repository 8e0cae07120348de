package dev.customerintelligence.examples.operations;

/** What the tool exits with. */
final class ExitCodes {
  /** All is well. */
  static final int OK = 0;

  /** Something was found, or could not be completed, that somebody has to look at. */
  static final int FOUND = 1;

  /** Wrong usage: an option, a file or a value. */
  static final int USAGE = 2;

  /** A store is away. */
  static final int UNAVAILABLE = 3;

  /** A store refused, or anything else failed. */
  static final int FAILED = 4;

  private ExitCodes() {}
}
