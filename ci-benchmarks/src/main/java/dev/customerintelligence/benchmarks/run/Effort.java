package dev.customerintelligence.benchmarks.run;

import dev.customerintelligence.benchmarks.page.Section;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How much is measured, and for how long. */
public enum Effort {
  /** Large shops, for an hour or so. */
  FULL(
      3,
      List.of("100000", "2000000", "4000000"),
      Map.of(
          "devices", List.of("2000000"),
          "inMemory", List.of("100000", "1000000", "4000000"),
          "orders", List.of("200000"),
          "profiles", List.of("1000000"),
          "customers", List.of("0", "1000000"))),
  /** Smaller shops, for less than five minutes. */
  QUICK(
      1,
      List.of("100000"),
      Map.of(
          "devices", List.of("100000"),
          "inMemory", List.of("100000"),
          "orders", List.of("10000"),
          "profiles", List.of("20000"),
          "customers", List.of("0", "100000"),
          "fitted", List.of("2000"))),
  /** Tiny shops, each benchmark once: whether they work, not how fast. */
  SMOKE(
      1,
      List.of("2000"),
      Map.of(
          "devices", List.of("2000"),
          "inMemory", List.of("2000"),
          "orders", List.of("200"),
          "profiles", List.of("500"),
          "customers", List.of("500"),
          "fitted", List.of("500")));

  private final int rounds;

  @SuppressWarnings("ImmutableEnumChecker") // As List.of makes it.
  private final List<String> growing;

  @SuppressWarnings("ImmutableEnumChecker") // As Map.of makes it.
  private final Map<String, List<String>> params;

  Effort(int rounds, List<String> growing, Map<String, List<String>> params) {
    this.rounds = rounds;
    this.growing = growing;
    this.params = params;
  }

  int rounds() {
    return rounds;
  }

  /** By name, the values of the parameters that a class may have. */
  Map<String, List<String>> params(Class<?> type) {
    Map<String, List<String>> values = new TreeMap<>(params);
    Section section = type.getAnnotation(Section.class);
    if (section != null && section.grows()) {
      values.put("devices", growing);
    }
    return values;
  }

  /** Sets how long a class is measured; in the full run single shots say so themselves. */
  void apply(Class<?> type, ChainedOptionsBuilder options) {
    BenchmarkMode mode = type.getAnnotation(BenchmarkMode.class);
    boolean singleShot = mode != null && List.of(mode.value()).contains(Mode.SingleShotTime);
    switch (this) {
      case FULL -> {
        if (!singleShot) {
          options.warmupIterations(5).warmupTime(TimeValue.seconds(2));
          options.measurementIterations(5).measurementTime(TimeValue.seconds(1));
        }
      }
      case QUICK -> {
        if (singleShot) {
          options.warmupIterations(1).measurementIterations(2);
        } else {
          options.warmupIterations(2).warmupTime(TimeValue.milliseconds(400));
          options.measurementIterations(2).measurementTime(TimeValue.milliseconds(400));
        }
      }
      case SMOKE -> options.mode(Mode.SingleShotTime).warmupIterations(0).measurementIterations(1);
    }
  }
}
