package dev.customerintelligence.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.customerintelligence.error.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link IpHash}, {@link Fingerprint} and {@link Tombstone} have in common, and the rest. */
class HashValuesTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  private record Kind(
      String field, Function<@Nullable String, Object> create, Function<Object, String> value) {
    @Override
    public String toString() {
      return field;
    }
  }

  @SuppressWarnings("NullAway")
  private static List<Kind> kinds() {
    return List.of(
        new Kind("ipHash", IpHash::new, hash -> ((IpHash) hash).value()),
        new Kind("fingerprint", Fingerprint::of, hash -> ((Fingerprint) hash).value()),
        new Kind("tombstone", Tombstone::new, hash -> ((Tombstone) hash).value()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void lowersUpperCase(Kind kind) {
    Object hash = kind.create().apply(HEX.toUpperCase(Locale.ROOT));

    assertThat(kind.value().apply(hash)).isEqualTo(HEX);
    assertThat(hash).isEqualTo(kind.create().apply(HEX));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void masksTheHash(Kind kind) {
    assertThat(kind.create().apply(HEX).toString())
        .matches("[A-Z][A-Za-z]+\\[\\*\\*\\*]")
        .startsWithIgnoringCase(kind.field());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void refusesWhatIsNot64HexDigits(Kind kind) {
    String tail = HEX.substring(1);
    for (String bad :
        List.of(
            "",
            tail,
            HEX + "0",
            "g" + tail,
            "/" + tail,
            ":" + tail,
            "`" + tail,
            " " + tail,
            "\u0661" + tail,
            "\uff21" + tail)) {
      InvalidInputException refusal =
          catchThrowableOfType(InvalidInputException.class, () -> kind.create().apply(bad));
      assertThat(refusal.field()).isEqualTo(kind.field());
      assertThat(refusal)
          .hasMessage(
              kind.field()
                  + ": must have exactly 64 hexadecimal digits; has "
                  + bad.length()
                  + " characters");
    }
    assertThatThrownBy(() -> kind.create().apply(null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(kind.field() + ": must not be null");
  }

  @Test
  void hashesALongerFingerprintAsItIs() {
    // python3 -c 'import hashlib; print(hashlib.sha256("canvas:Gr\u00fc\u00dfe
    // \u65e5\u672c".encode()).hexdigest())'
    assertThat(Fingerprint.ofText("canvas:Gr\u00fc\u00dfe \u65e5\u672c").value())
        .isEqualTo("dafa24f30a8d7b5e8f03b4232656b78a7aaa999a0d4eddd0147b27404ce23df2");
    assertThat(Fingerprint.ofText("a")).isNotEqualTo(Fingerprint.ofText("a "));
  }

  @Test
  void hashesUpTo65536Characters() {
    String longest = "f".repeat(Fingerprint.MAX_TEXT_LENGTH);

    assertThat(Fingerprint.ofText(longest).value()).hasSize(64);
    assertThatThrownBy(() -> Fingerprint.ofText(longest + "f"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("fingerprint: must have at most 65536 characters, has 65537");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u00a0\t"})
  void refusesABlankLongerFingerprint(String blank) {
    assertThatThrownBy(() -> Fingerprint.ofText(blank))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("fingerprint: must not be blank");
  }
}
