package dev.customerintelligence.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as a value: compared by content, the order of its keys aside. Immutable.
 *
 * <p>Decimal numbers keep their scale. {@code toString} shows only its size, since an object may
 * hold anything; {@link #json} gives the text.
 */
public final class JsonObject {
  /** The longest text that is accepted, in characters: 1 MiB. */
  public static final int MAX_LENGTH = 1 << 20;

  private static final JsonObject EMPTY = new JsonObject(Json.MAPPER.createObjectNode());

  private final ObjectNode node;

  private JsonObject(ObjectNode node) {
    this.node = node;
  }

  /** Returns the object without keys. */
  public static JsonObject empty() {
    return EMPTY;
  }

  /**
   * Parses a JSON object.
   *
   * @throws InvalidInputException naming {@code json}, when the text is null, longer than {@link
   *     #MAX_LENGTH}, not JSON, has a key twice, has a number of more than 100 digits or half a
   *     surrogate pair, or is not an object; the text is never quoted
   */
  public static JsonObject parse(String json) {
    String text = Inputs.required("json", json);
    if (text.length() > MAX_LENGTH) {
      throw new InvalidInputException(
          "json", "must have at most " + MAX_LENGTH + " characters, has " + text.length());
    }
    if (Json.parse("json", text) instanceof ObjectNode object) {
      requireStorable(object);
      return new JsonObject(object);
    }
    throw new InvalidInputException("json", "must be a JSON object, such as {\"key\": 1}");
  }

  /**
   * Returns the object of these keys; values may be null, text, numbers, booleans, lists and maps.
   *
   * @throws InvalidInputException naming {@code json}, when a value is of another kind, not finite,
   *     or the text would be longer than {@link #MAX_LENGTH}
   */
  public static JsonObject of(Map<String, ?> values) {
    return parse(Json.write(node(Inputs.required("json", values))));
  }

  private static JsonNode node(@Nullable Object value) {
    JsonNodeFactory nodes = Json.MAPPER.getNodeFactory();
    if (value == null) {
      return nodes.nullNode();
    }
    if (value instanceof String text) {
      return nodes.textNode(text);
    }
    if (value instanceof Boolean truth) {
      return nodes.booleanNode(truth);
    }
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      return nodes.numberNode(((Number) value).longValue());
    }
    if (value instanceof BigInteger number) {
      return nodes.numberNode(number);
    }
    if (value instanceof BigDecimal number) {
      return nodes.numberNode(Inputs.plain("json", number));
    }
    if ((value instanceof Double || value instanceof Float)
        && Double.isFinite(((Number) value).doubleValue())) {
      return nodes.numberNode(new BigDecimal(value.toString()));
    }
    if (value instanceof List<?> list) {
      ArrayNode array = nodes.arrayNode();
      list.forEach(element -> array.add(node(element)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = nodes.objectNode();
      map.forEach((key, element) -> object.set(key(key), node(element)));
      return object;
    }
    throw new InvalidInputException(
        "json", "must hold null, text, finite numbers, booleans, lists and maps only");
  }

  private static String key(@Nullable Object key) {
    if (key instanceof String text) {
      return text;
    }
    throw new InvalidInputException("json", "must have texts as keys");
  }

  /**
   * A number such as 1e999999999 is short, yet would fill the memory when written out; half a
   * surrogate pair would be lost on the way to the store.
   */
  private static void requireStorable(JsonNode node) {
    if (node.isBigDecimal()) {
      Inputs.plain("json", node.decimalValue());
    } else if (node.isTextual()) {
      Inputs.wellFormed("json", node.textValue());
    }
    node.fieldNames().forEachRemaining(name -> Inputs.wellFormed("json", name));
    node.forEach(JsonObject::requireStorable);
  }

  /** Returns whether there are no keys. */
  public boolean isEmpty() {
    return node.isEmpty();
  }

  /** Returns the object as compact JSON. */
  public String json() {
    return isEmpty() ? "{}" : Json.write(node);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonObject that && node.equals(that.node);
  }

  @Override
  public int hashCode() {
    return node.hashCode();
  }

  @Override
  public String toString() {
    return "JsonObject[" + node.size() + " keys]";
  }
}
