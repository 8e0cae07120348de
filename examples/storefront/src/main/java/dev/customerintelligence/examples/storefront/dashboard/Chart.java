package dev.customerintelligence.examples.storefront.dashboard;

import java.util.List;
import java.util.Map;

/**
 * Bars, and the table that says the same.
 *
 * @param title what it shows
 * @param what the bars stand for
 * @param of what is counted
 * @param bars from top to bottom
 */
record Chart(String title, String what, String of, List<Bar> bars) {
  /**
   * A bar.
   *
   * @param label what it stands for
   * @param value as text
   * @param share of the longest, 0..1
   */
  record Bar(String label, String value, double share) {}

  /** Returns a chart of counts, with bars in the sequence of the map. */
  static Chart ofCounts(String title, String what, String of, Map<String, Long> counts) {
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return new Chart(
        title,
        what,
        of,
        counts.entrySet().stream()
            .map(
                entry ->
                    new Bar(
                        entry.getKey(),
                        Long.toString(entry.getValue()),
                        most == 0 ? 0 : (double) entry.getValue() / most))
            .toList());
  }
}
