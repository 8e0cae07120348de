package dev.customerintelligence.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one benchmark measured with one set of parameters in one run of a JVM.
 *
 * @param type the benchmark's class
 * @param method its method
 * @param params its parameters
 * @param score its time
 * @param unit of the time, such as {@code us/op}
 * @param metrics what profilers and counters found beside it
 */
record Result(
    String type,
    String method,
    Map<String, String> params,
    double score,
    String unit,
    Map<String, Double> metrics) {

  /** Reads one entry of JMH's JSON. */
  static Result of(JsonNode entry) {
    String name = entry.get("benchmark").asText();
    int dot = name.lastIndexOf('.');
    Map<String, String> params = new TreeMap<>();
    entry
        .path("params")
        .properties()
        .forEach(param -> params.put(param.getKey(), param.getValue().asText()));
    Map<String, Double> metrics = new TreeMap<>();
    entry
        .path("secondaryMetrics")
        .properties()
        .forEach(metric -> metrics.put(metric.getKey(), metric.getValue().get("score").asDouble()));
    JsonNode primary = entry.get("primaryMetric");
    return new Result(
        name.substring(0, dot),
        name.substring(dot + 1),
        params,
        primary.get("score").asDouble(),
        primary.get("scoreUnit").asText(),
        metrics);
  }

  /** Returns how many calls fit into a second. */
  double perSecond() {
    double second =
        switch (unit.substring(0, unit.indexOf('/'))) {
          case "ns" -> 1e9;
          case "us" -> 1e6;
          case "ms" -> 1e3;
          default -> 1;
        };
    return second / score;
  }
}
