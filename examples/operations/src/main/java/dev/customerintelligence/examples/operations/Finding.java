package dev.customerintelligence.examples.operations;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one check found.
 *
 * @param advice what to do; empty when all is well
 */
record Finding(String check, String found, String advice) {
  static Finding good(String check, String found) {
    return new Finding(check, found, "");
  }

  static Finding bad(String check, String found, String advice) {
    return new Finding(check, found, advice);
  }

  boolean isGood() {
    return advice.isEmpty();
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("check", check);
    values.put("result", isGood() ? "good" : "wrong");
    values.put("found", found);
    if (!isGood()) {
      values.put("do", advice);
    }
    return values;
  }
}
