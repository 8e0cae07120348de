package dev.customerintelligence.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.customerintelligence.error.InvalidInputException;
import java.util.List;

/** The one JSON mapper: decimals keep their scale, trailing input and repeated keys are refused. */
public final class Json {
  /** The shared mapper; thread-safe, never reconfigured. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final int MAX_LONG_DIGITS = 18;

  private Json() {}

  /** Parses a text; {@code field} names it in the error, which never quotes the text. */
  public static JsonNode parse(String field, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          field, "must be valid JSON; it is not at character " + e.getLocation().getCharOffset());
    }
  }

  /** Returns a tree of its own of an object that this module wrote, to add fields to. */
  public static ObjectNode object(String written) {
    return written.equals("{}")
        ? MAPPER.createObjectNode()
        : (ObjectNode) parse("written", written);
  }

  /**
   * Refuses an object that this module wrote and that has one of the names, as they stand for
   * something else where its fields are to be added.
   */
  public static void requireNone(String field, String written, List<String> names) {
    ObjectNode object = object(written);
    for (String name : names) {
      if (object.has(name)) {
        throw new InvalidInputException(
            field, "must not hold " + name + ", which has a place of its own");
      }
    }
  }

  /** Writes a value that this module made itself. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of this library could not be written as JSON", e);
    }
  }

  /** An id as the shop's own code reads it: a number where it is one, a string otherwise. */
  public static JsonNode idNode(String id) {
    return isWholeNumber(id)
        ? JsonNodeFactory.instance.numberNode(Long.parseLong(id))
        : TextNode.valueOf(id);
  }

  /** Whether the text is the decimal form of a whole number that keeps its spelling: no "007". */
  public static boolean isWholeNumber(String id) {
    if (id.isEmpty() || id.length() > MAX_LONG_DIGITS || (id.length() > 1 && id.charAt(0) == '0')) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
