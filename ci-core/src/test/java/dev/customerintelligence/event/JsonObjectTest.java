package dev.customerintelligence.event;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  @Test
  void isEqualByContentWhateverTheOrderOfItsKeys() {
    JsonObject one = JsonObject.parse("{\"a\": 1, \"b\": [true, null]}");
    JsonObject other = JsonObject.parse("{\"b\":[true,null],\"a\":1}");
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(JsonObject.parse("{\"a\":2,\"b\":[true,null]}"));
    assertThat(one).isNotEqualTo("{\"a\":1,\"b\":[true,null]}");
  }

  @Test
  void decimalsKeepTheirScale() {
    assertThat(JsonObject.parse("{\"price\":14.50}").json()).isEqualTo("{\"price\":14.50}");
    assertThat(JsonObject.of(Map.of("price", new BigDecimal("14.50"))).json())
        .isEqualTo("{\"price\":14.50}");
    assertThat(JsonObject.of(Map.of("price", new BigDecimal("1E+3"))).json())
        .isEqualTo("{\"price\":1000}");
  }

  @Test
  void takesEveryKindOfValueThatJsonHas() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("null", null);
    values.put("text", "ä");
    values.put("truth", true);
    values.put("int", 1);
    values.put("short", (short) 2);
    values.put("long", 3L);
    values.put("big", new BigInteger("12345678901234567890"));
    values.put("double", 0.5);
    values.put("float", 0.25f);
    values.put("list", Arrays.asList(1, null, "x"));
    values.put("map", Map.of("inner", List.of()));
    assertThat(JsonObject.of(values).json())
        .isEqualTo(
            "{\"null\":null,\"text\":\"ä\",\"truth\":true,\"int\":1,\"short\":2,\"long\":3,"
                + "\"big\":12345678901234567890,\"double\":0.5,\"float\":0.25,"
                + "\"list\":[1,null,\"x\"],\"map\":{\"inner\":[]}}");
    assertThat(JsonObject.of(Map.of("a", 1))).isEqualTo(JsonObject.parse("{\"a\":1}"));
  }

  @Test
  void theEmptyOneHasNoKeys() {
    assertThat(JsonObject.empty().isEmpty()).isTrue();
    assertThat(JsonObject.empty().json()).isEqualTo("{}");
    assertThat(JsonObject.empty()).isEqualTo(JsonObject.of(Map.of()));
    assertThat(JsonObject.parse("{\"a\":null}").isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "1",
        "null",
        "\"a\"",
        "{",
        "{\"a\":}",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "{\"a\":NaN}",
        "{\"a\":1e10000}",
        "{\"a\":[{\"b\":1e-101}]}"
      })
  void refusesWhatIsNoObjectOrCouldNotBeWritten(String text) {
    assertRefused("json", () -> JsonObject.parse(text));
  }

  @Test
  void refusesValuesThatJsonDoesNotHave() {
    assertRefused("json", () -> JsonObject.parse(null));
    assertRefused("json", () -> JsonObject.of(null));
    assertRefused("json", () -> JsonObject.of(Map.of("a", Double.NaN)));
    assertRefused("json", () -> JsonObject.of(Map.of("a", Float.POSITIVE_INFINITY)));
    assertRefused("json", () -> JsonObject.of(Map.of("a", new UUID(1, 2))));
    assertRefused("json", () -> JsonObject.of(Map.of("a", new byte[1])));
    assertRefused("json", () -> JsonObject.of(Map.of("a", new BigDecimal("1E+10000"))));
    assertRefused("json", () -> JsonObject.of(Map.of("a", Map.of(1, 2))));
  }

  @Test
  void refusesTextsThatAreTooLong() {
    String longest = "{\"a\":\"" + "x".repeat(JsonObject.MAX_LENGTH - 8) + "\"}";
    assertThat(JsonObject.parse(longest).json()).isEqualTo(longest);
    assertRefused("json", () -> JsonObject.parse(longest + " "));
    assertRefused("json", () -> JsonObject.of(Map.of("a", "x".repeat(JsonObject.MAX_LENGTH))));
  }

  @Test
  void halfASurrogatePairIsRefusedWhereverItStands() {
    assertRefused("json", () -> JsonObject.parse("{\"a\":[\"\\ud83d\"]}"));
    assertRefused("json", () -> JsonObject.parse("{\"a\":{\"\\udf15\":1}}"));
    assertThat(JsonObject.parse("{\"\\ud83c\\udf15\":\"\\ud83c\\udf15\"}").isEmpty()).isFalse();
  }

  @Test
  void equalObjectsHaveEqualHashes() {
    assertThat(JsonObject.parse("{\"a\":1,\"b\":2}"))
        .hasSameHashCodeAs(JsonObject.parse("{\"b\":2,\"a\":1}"));
    assertThat(JsonObject.parse("{\"a\":1}").hashCode())
        .isNotEqualTo(JsonObject.parse("{\"a\":2}").hashCode());
  }

  @Test
  void doesNotSayWhatItHolds() {
    assertThat(JsonObject.parse("{\"email\":\"ada@example.com\"}"))
        .hasToString("JsonObject[1 keys]");
  }
}
