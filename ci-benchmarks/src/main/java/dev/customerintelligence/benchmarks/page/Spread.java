package dev.customerintelligence.benchmarks.page;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * A number that was measured in several rounds.
 *
 * @param median of the rounds
 * @param least of the rounds
 * @param most of the rounds
 */
record Spread(double median, double least, double most) {
  static Spread of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
  }

  /** Returns the median, and the ends where they differ from it. */
  String text() {
    String middle = number(median);
    String low = number(least);
    String high = number(most);
    return low.equals(middle) && high.equals(middle)
        ? middle
        : middle + " (" + low + " to " + high + ")";
  }

  /** Returns a number with three digits that count. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 || size == 0 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
