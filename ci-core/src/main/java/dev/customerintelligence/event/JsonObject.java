package dev.customerintelligence.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Json;
import java.util.Map;

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
   *     #MAX_LENGTH}, not JSON, has a key twice, or is not an object; the text is never quoted
   */
  public static JsonObject parse(String json) {
    String text = Inputs.required("json", json);
    if (text.length() > MAX_LENGTH) {
      throw new InvalidInputException(
          "json", "must have at most " + MAX_LENGTH + " characters, has " + text.length());
    }
    return of(Json.parse("json", text));
  }

  /**
   * Returns the object of these keys; values may be null, text, numbers, booleans, lists and maps.
   *
   * @throws InvalidInputException naming {@code json}, when a value is of another kind, not finite,
   *     or the text would be longer than {@link #MAX_LENGTH}
   */
  public static JsonObject of(Map<String, ?> values) {
    try {
      return parse(Json.write(Json.MAPPER.valueToTree(Inputs.required("json", values))));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "json", "must hold null, text, finite numbers, booleans, lists and maps only");
    }
  }

  private static JsonObject of(JsonNode parsed) {
    if (parsed instanceof ObjectNode object) {
      return new JsonObject(object);
    }
    throw new InvalidInputException("json", "must be a JSON object, such as {\"key\": 1}");
  }

  /** Returns whether there are no keys. */
  public boolean isEmpty() {
    return node.isEmpty();
  }

  /** Returns the object as compact JSON. */
  public String json() {
    return Json.write(node);
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
