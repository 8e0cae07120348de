package dev.customerintelligence.benchmarks.run;

import dev.customerintelligence.benchmarks.page.Limit;
import dev.customerintelligence.benchmarks.server.Store;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs all benchmarks of one class in this JVM, so that they can be compared: for each shop first
 * the benchmark, then its baseline, then the next shop.
 */
public final class OneClass {
  private OneClass() {}

  /**
   * Runs as a program.
   *
   * @param arguments the class, the effort, the stores with commas between, the file for the
   *     results
   */
  public static void main(String[] arguments)
      throws IOException, RunnerException, ClassNotFoundException {
    List<Store> stores = Arrays.stream(arguments[2].split(",", -1)).map(Store::valueOf).toList();
    run(Class.forName(arguments[0]), Effort.valueOf(arguments[1]), stores, Path.of(arguments[3]));
    // Servers' threads may be left.
    System.exit(0);
  }

  /** Writes the results of a class as JMH's JSON. */
  public static void run(Class<?> type, Effort effort, List<Store> stores, Path file)
      throws IOException, RunnerException {
    List<RunResult> results = new ArrayList<>();
    for (Map<String, String> shop : shops(type, effort, stores)) {
      ChainedOptionsBuilder options =
          new OptionsBuilder()
              .include("^" + type.getName().replace(".", "\\.") + "\\.")
              .forks(0)
              .addProfiler(GCProfiler.class)
              .shouldFailOnError(true);
      if (Arrays.stream(type.getAnnotationsByType(Limit.class))
          .anyMatch(limit -> limit.metric().equals(LockWaits.METRIC))) {
        options.addProfiler(LockWaits.class);
      }
      shop.forEach(options::param);
      effort.apply(type, options);
      results.addAll(new Runner(options.build()).run());
    }
    try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
  }

  /** Returns each combination of the sizes and stores that the class takes. */
  private static List<Map<String, String>> shops(Class<?> type, Effort effort, List<Store> stores) {
    Map<String, List<String>> values = effort.params(type);
    values.put("store", stores.stream().map(Store::name).toList());
    values.put("orderStore", stores.stream().filter(Store::isMysql).map(Store::name).toList());
    List<Map<String, String>> shops = List.of(Map.of());
    for (Map.Entry<String, List<String>> param : values.entrySet()) {
      if (Catalogue.takes(type, param.getKey())) {
        List<Map<String, String>> more = new ArrayList<>();
        for (Map<String, String> shop : shops) {
          for (String value : param.getValue()) {
            Map<String, String> with = new TreeMap<>(shop);
            with.put(param.getKey(), value);
            more.add(with);
          }
        }
        shops = more;
      }
    }
    return shops;
  }
}
