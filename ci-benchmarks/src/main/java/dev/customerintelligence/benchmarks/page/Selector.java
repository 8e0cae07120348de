package dev.customerintelligence.benchmarks.page;

import java.util.Map;
import java.util.TreeMap;

/**
 * Names a benchmark of a class: {@code recognise[traffic=QUIET]}.
 *
 * @param method the method
 * @param params the parameters that are named
 */
record Selector(String method, Map<String, String> params) {
  static Selector parse(String text) {
    int bracket = text.indexOf('[');
    if (bracket < 0) {
      return new Selector(text, Map.of());
    }
    return new Selector(
        text.substring(0, bracket), params(text.substring(bracket + 1, text.length() - 1)));
  }

  /** Reads {@code traffic=QUIET,store=POSTGRES}. */
  static Map<String, String> params(String text) {
    Map<String, String> params = new TreeMap<>();
    for (String param : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] pair = param.split("=", 2);
      params.put(pair[0], pair[1]);
    }
    return params;
  }

  boolean selects(Result result) {
    return result.method().equals(method)
        && params.entrySet().stream()
            .allMatch(param -> param.getValue().equals(result.params().get(param.getKey())));
  }

  /** Returns the parameters that a result has beside those that are named. */
  Map<String, String> rest(Result result) {
    Map<String, String> rest = new TreeMap<>(result.params());
    rest.keySet().removeAll(params.keySet());
    return rest;
  }
}
