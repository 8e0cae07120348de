package dev.customerintelligence.examples.quickstart;

/** A row that cannot be read. The message starts with the column and holds no personal data. */
final class BadRowException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRowException(String column, String problem) {
    super(column + ": " + problem, null, false, false);
  }
}
