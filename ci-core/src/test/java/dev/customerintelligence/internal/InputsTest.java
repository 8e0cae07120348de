package dev.customerintelligence.internal;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {

  @Test
  void requiresAValue() {
    assertThat(Inputs.required("name", "x")).isEqualTo("x");
    assertThat(assertRefused("name", () -> Inputs.required("name", null)))
        .hasMessage("name: must not be null");
  }

  @Test
  void acceptsTextUpToTheLimit() {
    assertThat(Inputs.text("name", "abc", 3)).isEqualTo("abc");
    assertThat(Inputs.text("name", "\ud83d\ude00", 2)).isEqualTo("\ud83d\ude00");
    assertThat(Inputs.text("name", "\ud7ff\ue000", 2)).isEqualTo("\ud7ff\ue000");
    assertThat(assertRefused("name", () -> Inputs.text("name", "abcd", 3)))
        .hasMessage("name: must have at most 3 characters, has 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
  void refusesBlankText(String blank) {
    assertThat(assertRefused("name", () -> Inputs.text("name", blank, 10)))
        .hasMessage("name: must not be blank");
    assertThat(Inputs.optionalText("name", blank, 10)).isNull();
  }

  @Test
  void refusesNullTextUnlessItIsOptional() {
    assertRefused("name", () -> Inputs.text("name", null, 10));
    assertThat(Inputs.optionalText("name", null, 10)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000", "a\nb", "\u007fa", "a\u0085b"})
  void refusesControlCharacters(String text) {
    assertThat(assertRefused("name", () -> Inputs.optionalText("name", text, 10)))
        .hasMessage("name: must not contain control characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\ud83d", "\ude00a", "\ude00\ud83d", "\ud800", "\udfff"})
  void refusesUnpairedSurrogates(String text) {
    assertThat(assertRefused("name", () -> Inputs.optionalText("name", text, 10)))
        .hasMessage("name: must not contain unpaired surrogates");
  }

  @Test
  void acceptsWholeNumbersBetweenTheLimits() {
    assertThat(Inputs.between("count", 1, 1, 3)).isEqualTo(1);
    assertThat(Inputs.between("count", 3, 1, 3)).isEqualTo(3);
    assertThat(assertRefused("count", () -> Inputs.between("count", 0, 1, 3)))
        .hasMessage("count: must be between 1 and 3, is 0");
    assertRefused("count", () -> Inputs.between("count", 4, 1, 3));
  }

  @Test
  void acceptsNumbersBetweenTheLimits() {
    assertThat(Inputs.between("share", 0.0, 0.0, 1.0)).isEqualTo(0.0);
    assertThat(Inputs.between("share", 1.0, 0.0, 1.0)).isEqualTo(1.0);
    assertRefused("share", () -> Inputs.between("share", -1e-9, 0.0, 1.0));
    assertThat(assertRefused("share", () -> Inputs.between("share", 1.5, 0.0, 1.0)))
        .hasMessage("share: must be a number between 0.0 and 1.0, is 1.5");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNotFinite(double value) {
    assertRefused("share", () -> Inputs.between("share", value, 0, Double.MAX_VALUE));
  }

  @Test
  void acceptsCustomerIdsFromOne() {
    assertThat(Inputs.customerId(null)).isNull();
    assertThat(Inputs.customerId(1L)).isEqualTo(1L);
    assertThat(assertRefused("customerId", () -> Inputs.customerId(0L)))
        .hasMessage("customerId: must be at least 1, or null for a guest; is 0");
  }

  @Test
  void acceptsAmountsThatAColumnHolds() {
    assertThat(Inputs.amount("total", new BigDecimal("0"))).isEqualTo(new BigDecimal("0"));
    assertThat(Inputs.amount("total", Inputs.MAX_AMOUNT)).isEqualTo(new BigDecimal("99999999.99"));
    assertThat(assertRefused("total", () -> Inputs.amount("total", new BigDecimal("100000000"))))
        .hasMessage("total: must be between 0 and 99999999.99, is 100000000");
    assertThat(assertRefused("total", () -> Inputs.amount("total", new BigDecimal("-1E-7"))))
        .hasMessage("total: must be between 0 and 99999999.99, is -0.0000001");
    assertRefused("total", () -> Inputs.amount("total", null));
  }

  @Test
  void givesAmountsTheAskedDecimalsOnlyWhereNothingIsLost() {
    assertThat(Inputs.amount("total", new BigDecimal("5"), 2)).isEqualTo(new BigDecimal("5.00"));
    assertThat(Inputs.amount("total", new BigDecimal("5.000"), 2))
        .isEqualTo(new BigDecimal("5.00"));
    assertThat(assertRefused("total", () -> Inputs.amount("total", new BigDecimal("5.001"), 2)))
        .hasMessage("total: must have at most 2 decimals, is 5.001");
  }

  @ParameterizedTest
  @CsvSource({"EUR,2", "USD,2", "JPY,0"})
  void knowsTheDecimalsOfACurrency(String code, int decimals) {
    assertThat(Inputs.decimals("currency", Currency.getInstance(code))).isEqualTo(decimals);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KWD", "XXX", "CLF"})
  void refusesCurrenciesThatTheColumnsCannotHold(String code) {
    assertThat(
            assertRefused(
                "currency", () -> Inputs.decimals("currency", Currency.getInstance(code))))
        .hasMessageEndingWith("is " + code);
    assertRefused("currency", () -> Inputs.decimals("currency", null));
  }

  @Test
  void acceptsMomentsOfTheYearsThatStoresHold() {
    Instant first = Instant.parse("1000-01-01T00:00:00Z");
    Instant last = Instant.parse("9999-12-31T23:59:59.999999999Z");

    assertThat(Inputs.moment("at", first)).isEqualTo(first);
    assertThat(Inputs.moment("at", last)).isEqualTo(last);
    assertRefused("at", () -> Inputs.moment("at", first.minusNanos(1)));
    assertThat(assertRefused("at", () -> Inputs.moment("at", last.plusNanos(1))))
        .hasMessage("at: must lie in the years 1000 to 9999, is +10000-01-01T00:00:00Z");
    assertRefused("at", () -> Inputs.moment("at", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.000000001S", "PT1H", "P36500D"})
  void acceptsPositiveDurations(Duration duration) {
    assertThat(Inputs.positive("wait", duration)).isEqualTo(duration);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"PT0S", "PT-1S", "P36500DT0.000000001S"})
  void refusesOtherDurations(Duration duration) {
    assertRefused("wait", () -> Inputs.positive("wait", duration));
  }

  @Test
  void refusesDurationsThatNoMomentCouldTake() {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);

    assertThat(assertRefused("wait", () -> Inputs.notNegative("wait", longest)))
        .hasMessageStartingWith("wait: must be at most 36500 days, is PT");
  }

  @Test
  void acceptsZeroWhereOnlyNegativeIsSenseless() {
    assertThat(Inputs.notNegative("wait", Duration.ZERO)).isZero();
    assertThat(assertRefused("wait", () -> Inputs.notNegative("wait", Duration.ofSeconds(-1))))
        .hasMessage("wait: must not be negative, is PT-1S");
    assertRefused("wait", () -> Inputs.notNegative("wait", null));
  }

  @Test
  void refusesCountsBeyondAColumn() {
    assertThat(Inputs.count("quantity", Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    assertThat(assertRefused("quantity", () -> Inputs.count("quantity", Integer.MAX_VALUE + 1L)))
        .hasMessage("quantity: must be at most 2147483647 in all, is 2147483648");
  }

  @Test
  void copiesLists() {
    List<String> given = new ArrayList<>(List.of("a", "b"));
    List<String> copy = Inputs.list("names", given);
    given.clear();

    assertThat(copy).containsExactly("a", "b");
    assertThatThrownBy(() -> copy.add("c")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void refusesNullListsAndNamesTheElementThatIsNull() {
    assertRefused("names", () -> Inputs.list("names", null));
    assertRefused("names[1]", () -> Inputs.list("names", Arrays.asList("a", null)));
  }

  @Test
  void copiesSets() {
    Set<String> given = new HashSet<>(Set.of("a"));
    Set<String> copy = Inputs.set("names", given);
    given.clear();

    assertThat(copy).containsExactly("a");
    assertRefused("names", () -> Inputs.set("names", null));
    assertRefused("names", () -> Inputs.set("names", new HashSet<>(Arrays.asList("a", null))));
  }
}
