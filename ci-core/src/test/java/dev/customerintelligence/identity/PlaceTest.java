package dev.customerintelligence.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.customerintelligence.error.InvalidInputException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

  @Test
  void makesThePlaceCanonical() {
    Place place = new Place(" nl ", "\u00a0Zu\u0308tphen ");

    assertThat(place.country()).isEqualTo("NL");
    assertThat(place.city()).isEqualTo("Z\u00fctphen");
    assertThat(Place.of("nl", "Z\u00fctphen")).contains(place);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\u3000"})
  void takesABlankCityForAbsent(@Nullable String blank) {
    assertThat(new Place("NL", blank).city()).isNull();
    assertThat(Place.of("NL", blank)).contains(new Place("NL", null));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", " ", "\u00a0", "XX", "xx", " T1 ", "t1", "ZZ", "A1", "A2", "O1", "EU", "AP"})
  void takesACdnsPlaceholderForAbsent(@Nullable String country) {
    assertThat(Place.of(country, "Amsterdam")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "N",
        "NLD",
        "N1",
        "1N",
        "N@",
        "N[",
        "N\u00c9",
        "\uff2e\uff2c",
        "XX",
        "T1",
        "EU"
      })
  void constructorRefusesWhatIsNoCountry(String country) {
    assertThatThrownBy(() -> new Place(country, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("country: must be a country's two letters as in ISO 3166-1, such as NL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"N", "NLD", "N1", "Netherlands"})
  void refusesAHeaderThatIsNoCountry(String country) {
    assertThatThrownBy(() -> Place.of(country, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("country: ");
  }

  @Test
  void takesEveryAssignedCountry() {
    assertThat(Locale.getISOCountries())
        .allSatisfy(country -> assertThat(new Place(country, null).country()).isEqualTo(country));
    assertThat(new Place("XK", null).country()).isEqualTo("XK");
  }

  @Test
  @SuppressWarnings("NullAway")
  void constructorRefusesANullCountry() {
    assertThatThrownBy(() -> new Place(null, "Amsterdam"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("country: must not be null");
  }

  @Test
  void holdsACityOfUpTo100Characters() {
    String longest = "c".repeat(Place.MAX_CITY_LENGTH);

    assertThat(new Place("NL", longest).city()).hasSize(100);
    assertThatThrownBy(() -> new Place("NL", longest + "c"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("city: must have at most 100 characters, has 101");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Amster\u0000dam", "Amster\ndam", "Amsterdam\ud83d"})
  void refusesACityThatNoStoreCanHold(String city) {
    assertThat(
            catchThrowableOfType(InvalidInputException.class, () -> Place.of("NL", city)).field())
        .isEqualTo("city");
  }

  @ParameterizedTest
  @CsvSource({
    "NL, Amsterdam, NL, Amsterdam, true, true",
    "NL, AMSTERDAM, NL, amsterdam, true, true",
    "NL, ZU\u0308TPHEN, NL, z\u00fctphen, true, true",
    "TR, \u0130stanbul, TR, istanbul, true, true",
    "NL, Amsterdam, NL, Utrecht, true, false",
    "NL, Amsterdam, NL, , true, false",
    "NL, , NL, Amsterdam, true, false",
    "NL, , NL, , true, false",
    "GB, Birmingham, US, Birmingham, false, false"
  })
  void comparesPlaces(
      String country,
      @Nullable String city,
      String otherCountry,
      @Nullable String otherCity,
      boolean sameCountry,
      boolean sameCity) {
    Place place = new Place(country, city);
    Place other = new Place(otherCountry, otherCity);

    assertThat(place.sameCountry(other)).isEqualTo(sameCountry);
    assertThat(place.sameCity(other)).isEqualTo(sameCity);
    assertThat(other.sameCity(place)).isEqualTo(sameCity);
  }

  @Test
  void masksTheCity() {
    assertThat(new Place("NL", "Amsterdam")).hasToString("Place[NL, ***]");
    assertThat(new Place("NL", null)).hasToString("Place[NL]");
  }
}
