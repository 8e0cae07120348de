package dev.customerintelligence.forecast;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Json;

/** The JSON form of this package's values: their components by name. */
final class ForecastJson {
  private ForecastJson() {}

  static <T> T read(String field, String json, Class<T> type) {
    try {
      return Inputs.required(
          field, Json.MAPPER.treeToValue(Json.parse(field, Inputs.required(field, json)), type));
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof InvalidInputException invalid) {
        throw invalid;
      }
      throw new InvalidInputException(
          field, "is not the JSON form of one: " + e.getOriginalMessage());
    }
  }

  static String write(Object value) {
    return Json.write(value);
  }

  static void version(int version, int known) {
    if (version != known) {
      throw new InvalidInputException("version", "must be " + known + ", is " + version);
    }
  }
}
