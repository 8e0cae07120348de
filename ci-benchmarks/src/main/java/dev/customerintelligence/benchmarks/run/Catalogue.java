package dev.customerintelligence.benchmarks.run;

import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks that there are: every class that JMH's annotation processor has found. */
public final class Catalogue {
  private static final List<BenchmarkListEntry> ENTRIES =
      List.copyOf(
          BenchmarkList.defaultList()
              .getAll(
                  OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                  List.of()));

  private Catalogue() {}

  /** Returns all classes, by name. */
  public static List<Class<?>> classes() {
    return ENTRIES.stream()
        .map(BenchmarkListEntry::getUserClassQName)
        .distinct()
        .<Class<?>>map(Catalogue::load)
        .sorted(Comparator.comparing(Class::getName))
        .toList();
  }

  /** Returns whether a benchmark of the class has a parameter. */
  static boolean takes(Class<?> type, String param) {
    return ENTRIES.stream()
        .filter(entry -> entry.getUserClassQName().equals(type.getName()))
        .map(BenchmarkListEntry::getParams)
        .anyMatch(params -> params.hasValue() && params.get().containsKey(param));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
