package dev.customerintelligence.examples.quickstart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What could not be taken from a file: the first few with their reason, the rest as a number. */
final class Problems {
  static final int SHOWN = 10;

  private final List<String> first = new ArrayList<>();
  private long count;

  /**
   * Takes a problem.
   *
   * @param line where in the file it is
   * @param reason what is wrong; without personal data
   */
  void add(long line, String reason) {
    count++;
    if (first.size() < SHOWN) {
      first.add("line " + line + ": " + reason);
    }
  }

  long count() {
    return count;
  }

  List<String> first() {
    return Collections.unmodifiableList(first);
  }
}
