package dev.customerintelligence.recognition;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpAddress;
import dev.customerintelligence.identity.Place;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisitTest {
  private static final String BROWSER = "c".repeat(64);
  private static final String IP = "203.0.113.7";
  private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64) Firefox/127.0";

  @Test
  void mayBeWithoutAnything() {
    Visit visit = Visit.builder().build();

    assertThat(visit.fingerprint()).isEmpty();
    assertThat(visit.ipAddress()).isEmpty();
    assertThat(visit.userAgent()).isEmpty();
    assertThat(visit.place()).isEmpty();
    assertThat(visit)
        .hasToString("Visit[fingerprint=false, ipAddress=false, userAgent=false, place=false]");
  }

  @Test
  void holdsWhatIsKnown() {
    Visit visit =
        Visit.builder()
            .fingerprint(BROWSER.toUpperCase(Locale.ROOT))
            .ipAddress(IP)
            .userAgent(AGENT)
            .place("nl", "Amsterdam")
            .build();

    assertThat(visit.fingerprint()).contains(Fingerprint.of(BROWSER));
    assertThat(visit.ipAddress()).isEqualTo(IpAddress.parse(IP));
    assertThat(visit.userAgent().orElseThrow().value()).isEqualTo(AGENT);
    assertThat(visit.place()).contains(new Place("NL", "Amsterdam"));
    assertThat(visit)
        .hasToString("Visit[fingerprint=true, ipAddress=true, userAgent=true, place=true]");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "unknown", "127.0.0.1", "10.0.0.1", "0.0.0.0", "fe80::1", "?"})
  void takesAnAddressThatTellsNobodyApartForNone(String ip) {
    assertThat(Visit.builder().ipAddress(ip).build().ipAddress()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", "\u0000"})
  void takesABlankUserAgentForNone(String agent) {
    assertThat(Visit.builder().userAgent(agent).build().userAgent()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "XX", "T1"})
  void takesAnUnknownCountryForNone(String country) {
    assertThat(Visit.builder().place(country, "Amsterdam").build().place()).isEmpty();
  }

  @Test
  void refusesAPlaceThatIsNone() {
    assertRefused("country", () -> Visit.builder().place("NLD", "Amsterdam"));
    assertRefused("city", () -> Visit.builder().place("NL", "A".repeat(101)));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "abc", "g"})
  void refusesAFingerprintThatTheScriptCannotHaveSent(String hex) {
    assertRefused("fingerprint", () -> Visit.builder().fingerprint(hex));
  }

  @Test
  void refusesNullValues() {
    assertRefused("fingerprint", () -> Visit.builder().fingerprint((Fingerprint) null));
    assertRefused("ipAddress", () -> Visit.builder().ipAddress((IpAddress) null));
  }

  static Stream<Arguments> setters() {
    return Stream.of(
        setter("fingerprint", visit -> visit.fingerprint(BROWSER)),
        setter("ipAddress", visit -> visit.ipAddress(IP)),
        setter("userAgent", visit -> visit.userAgent(AGENT)),
        setter("place", visit -> visit.place("NL", null)));
  }

  @ParameterizedTest
  @MethodSource("setters")
  void refusesASecondCallOfASetter(String field, Consumer<Visit.Builder> setter) {
    Visit.Builder visit = Visit.builder();
    setter.accept(visit);

    assertThat(assertRefused(field, () -> setter.accept(visit)))
        .hasMessage(field + ": was already given; give it once");
  }

  private static Arguments setter(String field, Consumer<Visit.Builder> setter) {
    return Arguments.of(field, setter);
  }
}
