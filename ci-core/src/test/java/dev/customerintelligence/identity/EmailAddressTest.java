package dev.customerintelligence.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.customerintelligence.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "customer@example.com,customer@example.com",
        "' \t\nCustomer@Example.COM\r ',customer@example.com",
        "'\u00a0\u2003\u3000customer@example.com\u2028\u205f',customer@example.com",
        "first.last+tag@shop.example.com,first.last+tag@shop.example.com",
        "a@b,a@b",
        "JOSE\u0301@example.com,jos\u00e9@example.com",
        "\u212aELVIN@example.com,kelvin@example.com",
        "IRIS@example.com,iris@example.com"
      })
  void makesTheAddressCanonical(String raw, String canonical) {
    assertThat(EmailAddress.of(raw).value()).isEqualTo(canonical);
    assertThat(new EmailAddress(raw)).isEqualTo(EmailAddress.of(canonical));
  }

  @Test
  void doesNotDependOnTheDefaultLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(EmailAddress.of("IRIS@EXAMPLE.COM").value()).isEqualTo("iris@example.com");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void composesAgainWhatBecomesComposableInLowerCase() {
    String upperCaseHasNoComposedForm = "J\u030c@example.com";

    assertThat(EmailAddress.of(upperCaseHasNoComposedForm).value()).isEqualTo("\u01f0@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "\u00a0",
        "customer",
        "@example.com",
        "customer@",
        "@",
        "customer@shop@example.com",
        "customer@example.com@",
        "cust omer@example.com",
        "customer@exam\u2003ple.com",
        "customer\u00a0@example.com",
        "customer@exam\nple.com",
        "customer@example\u0000.com",
        "customer@example\u0085.com",
        "customer@example\u007f.com",
        "customer\ud83d@example.com",
        "customer\ude00@example.com"
      })
  void refusesOtherShapesWithoutQuotingThem(String raw) {
    InvalidInputException refusal =
        catchThrowableOfType(InvalidInputException.class, () -> EmailAddress.of(raw));

    assertThat(refusal.field()).isEqualTo("email");
    assertThat(refusal)
        .hasMessageStartingWith("email: must look like name@example.com")
        .hasMessageNotContaining("cust");
  }

  @Test
  void acceptsAllOfUnicodeOtherwise() {
    assertThat(EmailAddress.of("\ud83d\ude00@example.com").value())
        .isEqualTo("\ud83d\ude00@example.com");
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesNull() {
    assertThatThrownBy(() -> EmailAddress.of(null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("email: must not be null");
  }

  @Test
  void holdsUpTo255Characters() {
    String local = "c".repeat(EmailAddress.MAX_LENGTH - "@example.com".length());

    assertThat(EmailAddress.of("  " + local + "@example.com ").value()).hasSize(255);
    assertThatThrownBy(() -> EmailAddress.of("c" + local + "@example.com"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("email: must have at most 255 characters");
  }

  @Test
  void measuresTheCanonicalForm() {
    // alpha with breathing, grave accent and iota subscript: four characters that become one.
    String local = "\u03b1\u0313\u0300\u0345".repeat(EmailAddress.MAX_LENGTH - 2);

    assertThat(EmailAddress.of(local + "@b").value()).hasSize(255).startsWith("\u1f82\u1f82");
  }

  @Test
  void refusesAnEnormousTextWithoutNormalisingIt() {
    String marksInTheWrongOrder = "\u0301\u0323".repeat(2_500_000);

    assertThatThrownBy(() -> EmailAddress.of("a" + marksInTheWrongOrder + "@example.com"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("email: must have at most 255 characters");
  }

  @Test
  void sortsByValue() {
    assertThat(
            Stream.of("b@example.com", "A@example.com", "c@example.com")
                .map(EmailAddress::of)
                .sorted()
                .map(EmailAddress::value))
        .containsExactly("a@example.com", "b@example.com", "c@example.com");
  }

  @Test
  void sortsAsTheBytesOfUtf8Do() {
    List<String> byCodePoint =
        List.of("!@x", "a@x", "a@x.y", "\u00e9@x", "\uffe0@x", "\ud83d\ude00@x");
    List<String> shuffled = new ArrayList<>(byCodePoint);
    Collections.reverse(shuffled);

    assertThat(shuffled.stream().map(EmailAddress::of).sorted().map(EmailAddress::value))
        .isEqualTo(byCodePoint)
        .isSortedAccordingTo(
            (one, other) ->
                Arrays.compareUnsigned(
                    one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void masksTheAddress() {
    assertThat(EmailAddress.of("customer@example.com")).hasToString("c***@***");
    assertThat(EmailAddress.of("\ud83d\ude00x@example.com")).hasToString("\ud83d\ude00***@***");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void canonicalFormIsAFixedPoint(long seed) {
    RandomText texts =
        new RandomText(
            seed, "\u0130", "\u0301", "\u0323", "J\u030c", "\u03a3", "\u1f88", "A", "z", " ", ".");
    for (int i = 0; i < 20_000; i++) {
      String raw = texts.next(6) + "@" + texts.next(6);
      EmailAddress email;
      try {
        email = EmailAddress.of(raw);
      } catch (InvalidInputException refused) {
        assertThat(refused.field()).isEqualTo("email");
        continue;
      }
      assertThat(EmailAddress.of(email.value())).isEqualTo(email);
      assertThat(email.value())
          .isEqualTo(email.value().toLowerCase(Locale.ROOT))
          .matches(value -> Normalizer.isNormalized(value, Normalizer.Form.NFC))
          .hasSizeBetween(3, EmailAddress.MAX_LENGTH);
    }
  }
}
