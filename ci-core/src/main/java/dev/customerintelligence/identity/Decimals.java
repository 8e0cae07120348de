package dev.customerintelligence.identity;

/** Small decimal numbers inside a text, without exceptions and without other scripts' digits. */
final class Decimals {
  private static final int MAX_DIGITS = 5;

  private Decimals() {}

  /** Returns the end of the run of ASCII digits that begins at {@code from}. */
  static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** Returns the number that stands from {@code from} to {@code to}; -1 unless 1 to 5 digits. */
  static int parse(String text, int from, int to) {
    int digits = to - from;
    if (digits < 1 || digits > MAX_DIGITS || endOfDigits(text, from) < to) {
      return -1;
    }
    return Integer.parseInt(text, from, to, 10);
  }
}
