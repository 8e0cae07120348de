package dev.customerintelligence.examples.quickstart;

/** A failure that the user can mend. The message is one line, ready to be shown. */
final class QuickstartException extends Exception {
  private static final long serialVersionUID = 1L;

  QuickstartException(String message) {
    super(message);
  }
}
