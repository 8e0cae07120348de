package dev.customerintelligence.internal;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void keepsTheScaleOfDecimals() {
    JsonNode node = Json.parse("json", "{\"price\": 14.950, \"whole\": 3, \"tiny\": 1E-10}");

    assertThat(node.get("price").decimalValue()).isEqualTo(new BigDecimal("14.950"));
    assertThat(Json.write(node)).isEqualTo("{\"price\":14.950,\"whole\":3,\"tiny\":0.0000000001}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"a\":1} {}", "{\"a\":1,\"a\":2}", "{'a':1}", "[1,]", "secret"})
  void refusesWhatIsNotJsonWithoutQuotingIt(String text) {
    assertThat(assertRefused("cart", () -> Json.parse("cart", text)))
        .hasMessageStartingWith("cart: must be valid JSON; it is not at character ")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void saysWhichCharacterIsWrong() {
    assertThat(assertRefused("cart", () -> Json.parse("cart", "{\"a\":?}")))
        .hasMessageMatching(".*at character [5-6]");
  }

  @Test
  void refusesToWriteWhatIsNoJsonValue() {
    Map<String, Object> itself = new java.util.HashMap<>();
    itself.put("itself", itself);

    assertThatThrownBy(() -> Json.write(itself)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0,true",
    "44,true",
    "999999999999999999,true",
    "1000000000000000000,false",
    "'',false",
    "007,false",
    "00,false",
    "-1,false",
    "+1,false",
    "1.0,false",
    "1e3,false",
    "' 1',false",
    "85123A,false",
    "A85123,false",
    "\u0661,false"
  })
  void writesAnIdAsANumberWhereThatKeepsItsSpelling(String id, boolean number) {
    assertThat(Json.isWholeNumber(id)).isEqualTo(number);
    assertThat(Json.idNode(id).isNumber()).isEqualTo(number);
    assertThat(Json.idNode(id).asText()).isEqualTo(id);
  }
}
