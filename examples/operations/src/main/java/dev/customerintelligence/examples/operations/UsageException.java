package dev.customerintelligence.examples.operations;

/** The user has to change an option, a file or a value. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
