package dev.customerintelligence.recognition;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.customerintelligence.internal.Json;
import dev.customerintelligence.recognition.RecognitionModel.CopySignal;
import dev.customerintelligence.recognition.RecognitionModel.LevelRate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecognitionModelTest {
  private static final RecognitionModel DEFAULTS = RecognitionModel.defaults();

  @Test
  void startsFromTheLiterature() {
    assertThat(DEFAULTS)
        .isEqualTo(
            new RecognitionModel(
                1,
                0.5,
                0.95,
                5,
                64,
                90,
                new CopySignal(0.9, 0.1, 90, 1, 1e-4, 1e-6, 0.01),
                new CopySignal(0.6, 0.1, 30, 1, 1e-4, 1e-5, 0.01),
                new LevelRate(0.6, 0.1),
                new LevelRate(0.5, 0.05),
                new LevelRate(0.45, 0.8)));
  }

  @Test
  void readsWhatItWrote() {
    RecognitionModel odd =
        new RecognitionModel(
            1,
            0.1 + 0.2,
            Math.nextUp(0.5),
            10,
            1000,
            1.0 / 3,
            new CopySignal(1, 0, 36_500, Double.MAX_VALUE, 0, Double.MIN_NORMAL, 1),
            new CopySignal(0, 0, Double.MIN_NORMAL, 1e-300, 1, 1, 1),
            new LevelRate(Double.MIN_VALUE, Math.nextDown(1.0)),
            new LevelRate(1e-9, 1e-9),
            new LevelRate(0.1, 0.7));

    assertThat(RecognitionModel.fromJson(DEFAULTS.toJson())).isEqualTo(DEFAULTS);
    assertThat(RecognitionModel.fromJson(odd.toJson())).isEqualTo(odd);
  }

  @Test
  void isReadableByPeople() {
    assertThat(DEFAULTS.toJson())
        .startsWith("{\"version\":1,\"unknownPrior\":0.5,\"threshold\":0.95,\"ambiguousAmong\":5,")
        .contains("\"fingerprint\":{\"m\":0.9,\"mFloor\":0.1,\"halfLifeDays\":90.0,")
        .contains("\"sameCountry\":{\"m\":0.45,\"u\":0.8}");
  }

  @ParameterizedTest
  @CsvSource({
    "/version,0,version",
    "/version,2,version",
    "/unknownPrior,0,unknownPrior",
    "/unknownPrior,1,unknownPrior",
    "/unknownPrior,-0.1,unknownPrior",
    "/unknownPrior,'\"NaN\"',unknownPrior",
    "/threshold,0.5,threshold",
    "/threshold,1,threshold",
    "/threshold,'\"Infinity\"',threshold",
    "/ambiguousAmong,0,ambiguousAmong",
    "/ambiguousAmong,11,ambiguousAmong",
    "/maxPerKey,0,maxPerKey",
    "/maxPerKey,1001,maxPerKey",
    "/visitHalfLifeDays,0,visitHalfLifeDays",
    "/visitHalfLifeDays,36500.1,visitHalfLifeDays",
    "/fingerprint,null,fingerprint",
    "/fingerprint/m,-0.1,m",
    "/fingerprint/m,1.1,m",
    "/fingerprint/m,0.05,mFloor",
    "/fingerprint/mFloor,-0.1,mFloor",
    "/fingerprint/mFloor,0.91,mFloor",
    "/fingerprint/halfLifeDays,0,halfLifeDays",
    "/fingerprint/halfLifeDays,36500.1,halfLifeDays",
    "/fingerprint/smoothing,0,smoothing",
    "/fingerprint/smoothing,-1,smoothing",
    "/fingerprint/smoothing,'\"Infinity\"',smoothing",
    "/fingerprint/typicalFrequency,-0.1,typicalFrequency",
    "/fingerprint/typicalFrequency,1.1,typicalFrequency",
    "/fingerprint/minFrequency,0,minFrequency",
    "/fingerprint/minFrequency,1.1,minFrequency",
    "/fingerprint/saturatedFrequency,1e-7,saturatedFrequency",
    "/fingerprint/saturatedFrequency,1.1,saturatedFrequency",
    "/ipAddress,null,ipAddress",
    "/ipAddress/m,'\"NaN\"',m",
    "/compatibleUserAgent,null,compatibleUserAgent",
    "/compatibleUserAgent/m,0,m",
    "/compatibleUserAgent/m,1,m",
    "/compatibleUserAgent/u,0,u",
    "/compatibleUserAgent/u,1,u",
    "/sameCity,null,sameCity",
    "/sameCity/m,0.55,sameCity.m + sameCountry.m",
    "/sameCity/u,0.2,sameCity.u + sameCountry.u",
    "/sameCountry,null,sameCountry",
    "/sameCountry/m,0.5,sameCity.m + sameCountry.m",
    "/sameCountry/u,0.95,sameCity.u + sameCountry.u"
  })
  void refusesAComponentOutsideItsRange(String path, String value, String field) {
    String json = with(path, value);

    assertRefused(field, () -> RecognitionModel.fromJson(json));
  }

  @Test
  void saysWhatWouldBeRight() {
    assertThat(assertRefused("version", () -> RecognitionModel.fromJson(with("/version", "2"))))
        .hasMessage("version: must be 1, is 2");
    assertThat(assertRefused("threshold", () -> RecognitionModel.fromJson(with("/threshold", "1"))))
        .hasMessage("threshold: must be above 0.5 and below 1.0, is 1.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "1",
        "{",
        "{}",
        "\"model\"",
        "{\"version\": 1, \"version\": 1}"
      })
  void refusesWhatIsNoModel(String json) {
    assertRefused("recognitionModel", () -> RecognitionModel.fromJson(json));
  }

  @Test
  void refusesNull() {
    assertRefused("recognitionModel", () -> RecognitionModel.fromJson(null));
  }

  @Test
  void refusesMoreThanOneModel() {
    assertRefused(
        "recognitionModel", () -> RecognitionModel.fromJson(DEFAULTS.toJson() + DEFAULTS.toJson()));
  }

  @Test
  void refusesUnknownMissingAndRepeatedComponents() {
    ObjectNode unknown = tree();
    unknown.put("ambigousAmong", 5);
    ObjectNode missing = tree();
    ((ObjectNode) missing.get("ipAddress")).remove("mFloor");

    assertThat(
            assertRefused("recognitionModel", () -> RecognitionModel.fromJson(unknown.toString())))
        .hasMessageContaining("ambigousAmong");
    assertThat(
            assertRefused("recognitionModel", () -> RecognitionModel.fromJson(missing.toString())))
        .hasMessageContaining("mFloor");
    assertRefused(
        "recognitionModel",
        () ->
            RecognitionModel.fromJson(
                DEFAULTS.toJson().replace("{\"version\"", "{\"threshold\":0.6,\"version\"")));
  }

  @ParameterizedTest
  @CsvSource({"/maxPerKey,64.5", "/version,1.5", "/maxPerKey,null", "/threshold,'\"high\"'"})
  void refusesComponentsOfAnotherKind(String path, String value) {
    String json = with(path, value);

    assertRefused("recognitionModel", () -> RecognitionModel.fromJson(json));
  }

  @ParameterizedTest
  @CsvSource({"0,0.9", "45,0.6656854", "90,0.5", "180,0.3", "100000,0.1", "-5,0.9"})
  void letsMDecayWithAge(double days, double m) {
    assertThat(DEFAULTS.fingerprint().mAfter(days)).isCloseTo(m, within(1e-7));
  }

  @ParameterizedTest
  @CsvSource({
    // sharing, customers, mean customers per value, q by the default fingerprint signal
    "1,20000,1,1e-6",
    "1,20000,0,1e-6",
    "2,20001,0,5.000249987500625e-5",
    "101,20000,1,5.0000025e-3",
    "101,20000,0,5.000005e-3",
    "20000,20000,1,0.9999500025",
    "1,1,1,1e-4",
    "1,1,0,1e-4",
    "3,2,0,1"
  })
  void smoothsTermFrequencies(long sharing, long customers, double mean, double q) {
    assertThat(DEFAULTS.fingerprint().frequency(sharing, customers, mean))
        .isCloseTo(q, within(q * 1e-12));
  }

  @ParameterizedTest
  @CsvSource({"90,7776000", "0.5,43200", "0.000001,1"})
  void givesTheHalfLifeInWholeSeconds(double days, long seconds) {
    RecognitionModel model =
        RecognitionModel.fromJson(with("/visitHalfLifeDays", Double.toString(days)));

    assertThat(model.visitHalfLife()).isEqualTo(Duration.ofSeconds(seconds));
  }

  private static String with(String path, String value) {
    ObjectNode tree = tree();
    String parent = path.substring(0, path.lastIndexOf('/'));
    JsonNode node = Json.parse("value", value);
    ((ObjectNode) tree.at(parent)).set(path.substring(path.lastIndexOf('/') + 1), node);
    return tree.toString();
  }

  private static ObjectNode tree() {
    return (ObjectNode) Json.parse("model", DEFAULTS.toJson());
  }
}
