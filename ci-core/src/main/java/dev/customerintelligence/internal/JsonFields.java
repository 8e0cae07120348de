package dev.customerintelligence.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.customerintelligence.error.InvalidInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object that another writer stored: taken out one by one, what stays is
 * unknown. Numbers may stand in quotes, as PHP writes them. Not thread-safe.
 */
public final class JsonFields {
  private final String path;
  private final ObjectNode node;

  private JsonFields(String path, ObjectNode node) {
    this.path = path;
    this.node = node;
  }

  /**
   * Reads a JSON array of objects; null and blank text and JSON null give an empty list.
   *
   * @throws InvalidInputException naming the field, when it is something else, or the element that
   *     {@code read} refuses
   */
  public static <T> List<T> array(
      String field, @Nullable String json, Function<JsonFields, T> read) {
    if (json == null || json.isBlank()) {
      return List.of();
    }
    JsonNode node = Json.parse(field, json);
    return node.isNull() ? List.of() : array(field, node, read);
  }

  private static <T> List<T> array(String path, JsonNode node, Function<JsonFields, T> read) {
    if (!(node instanceof ArrayNode array)) {
      throw new InvalidInputException(path, "must be a JSON array");
    }
    List<T> values = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      String at = path + "[" + values.size() + "]";
      if (!(element instanceof ObjectNode object)) {
        throw new InvalidInputException(at, "must be a JSON object");
      }
      try {
        values.add(read.apply(new JsonFields(at, object)));
      } catch (InvalidInputException e) {
        throw e.field().startsWith(at) ? e : e.within(at);
      }
    }
    return values;
  }

  /** Takes a text or a number as text; null when it is missing or JSON null. */
  public @Nullable String text(String field) {
    JsonNode value = node.remove(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (value.isContainerNode()) {
      throw wrong(field, "must be a text");
    }
    return value.asText();
  }

  /** Takes a number, or refuses what is missing or none. */
  public BigDecimal decimal(String field) {
    String text = text(field);
    if (text == null) {
      throw wrong(field, "must not be missing");
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw wrong(field, "must be a number");
    }
  }

  /** Takes a whole number, or refuses what is missing, has a fraction, or is too large. */
  public int whole(String field) {
    BigDecimal number = Inputs.plain(path + "." + field, decimal(field));
    try {
      return number.intValueExact();
    } catch (ArithmeticException e) {
      throw wrong(field, "must be a whole number");
    }
  }

  /** Takes an array of texts or numbers; empty when it is missing. */
  public List<String> texts(String field) {
    JsonNode value = node.remove(field);
    if (value == null || value.isNull()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(value.size());
    if (!value.isArray()) {
      throw wrong(field, "must be a JSON array");
    }
    for (JsonNode element : value) {
      if (!element.isValueNode() || element.isNull()) {
        throw wrong(field, "must hold texts only");
      }
      texts.add(element.asText());
    }
    return texts;
  }

  /** Takes an array of objects; empty when it is missing. */
  public <T> List<T> objects(String field, Function<JsonFields, T> read) {
    JsonNode value = node.remove(field);
    return value == null || value.isNull() ? List.of() : array(path + "." + field, value, read);
  }

  /** Returns what was not taken, as JSON. */
  public String rest() {
    return Json.write(node);
  }

  private InvalidInputException wrong(String field, String problem) {
    return new InvalidInputException(path + "." + field, problem);
  }
}
