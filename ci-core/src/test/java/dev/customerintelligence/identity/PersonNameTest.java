package dev.customerintelligence.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.customerintelligence.error.InvalidInputException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {

  @Test
  void trimsAndComposes() {
    PersonName name = new PersonName("\u00a0Ame\u0301lie ", " van  Dijk\t");

    assertThat(name.first()).isEqualTo("Am\u00e9lie");
    assertThat(name.last()).isEqualTo("van  Dijk");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\u00a0\u3000"})
  void takesBlankForAbsent(@Nullable String blank) {
    assertThat(new PersonName("Sam", blank)).isEqualTo(new PersonName("Sam", null));
    assertThat(PersonName.of(blank, "Jansen")).contains(new PersonName(null, "Jansen"));
    assertThat(PersonName.of("Sam", blank)).contains(new PersonName("Sam", null));
    assertThat(PersonName.of(blank, blank)).isEqualTo(Optional.empty());
    assertThatThrownBy(() -> new PersonName(blank, blank))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("name: must have a first name or a last name");
  }

  @Test
  void holdsUpTo255CharactersEach() {
    String longest = "n".repeat(PersonName.MAX_LENGTH);

    assertThat(new PersonName(longest, longest).last()).hasSize(255);
    // alpha with breathing, grave accent and iota subscript: four characters that become one.
    assertThat(new PersonName("\u03b1\u0313\u0300\u0345".repeat(255), null).first())
        .isEqualTo("\u1f82".repeat(255));
    assertRefused("firstName", longest + "n", "Jansen");
    assertRefused("lastName", "Sam", longest + "n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Jan\u0000sen", "Jan\nsen", "Jansen\ud83d"})
  void refusesWhatNoStoreCanHold(String bad) {
    assertRefused("firstName", bad, null);
    assertRefused("lastName", null, bad);
  }

  @Test
  void masksTheName() {
    assertThat(new PersonName("Sam", "Jansen")).hasToString("PersonName[***]");
  }

  private static void assertRefused(String field, @Nullable String first, @Nullable String last) {
    InvalidInputException refusal =
        catchThrowableOfType(InvalidInputException.class, () -> PersonName.of(first, last));
    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal).hasMessageNotContaining("Jan").hasMessageNotContaining("nnn");
  }
}
