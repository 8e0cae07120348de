package dev.customerintelligence.recognition;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.recognition.TestDevices.CHROME_126;
import static dev.customerintelligence.recognition.TestDevices.IPHONE;
import static dev.customerintelligence.recognition.TestDevices.NOW;
import static dev.customerintelligence.recognition.TestDevices.customer;
import static dev.customerintelligence.recognition.TestDevices.fingerprint;
import static dev.customerintelligence.recognition.TestDevices.ipHash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecognitionValuesTest {
  private static final Place AMSTERDAM = new Place("NL", "Amsterdam");
  private static final Place UTRECHT = new Place("NL", "Utrecht");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Instant EARLIER = NOW.minusSeconds(60);
  private static final Evidence NONE = new Evidence(Level.NO_BROWSER_DATA, 1, 1);
  private static final Evidence SAME_ADDRESS = new Evidence(Level.SAME_ADDRESS, 0.5, 0.0625);

  @Test
  void deviceStartsWithItsFirstSighting() {
    Sighting sighting = sighting(7L, fingerprint(1), ipHash(1), CHROME_126, AMSTERDAM, NOW);

    assertThat(Device.firstSeenAs(sighting))
        .isEqualTo(
            new Device(
                customer(1), 7L, fingerprint(1), ipHash(1), CHROME_126, AMSTERDAM, NOW, NOW, 1));
  }

  @Test
  void deviceTakesWhatTheNewestSightingKnows() {
    Device before = seen(7L, ipHash(1), CHROME_126, AMSTERDAM, NOW, NOW, 1);

    assertThat(before.seenAgain(sighting(8L, fingerprint(1), ipHash(2), IPHONE, UTRECHT, LATER)))
        .isEqualTo(seen(8L, ipHash(2), IPHONE, UTRECHT, NOW, LATER, 2));
    assertThat(before.seenAgain(sighting(8L, fingerprint(1), ipHash(2), IPHONE, UTRECHT, NOW)))
        .as("of one moment, the later call is the newer")
        .isEqualTo(seen(8L, ipHash(2), IPHONE, UTRECHT, NOW, NOW, 2));
  }

  @Test
  void deviceKeepsWhatTheNewestSightingDoesNotKnow() {
    Device before = seen(7L, ipHash(1), CHROME_126, AMSTERDAM, NOW, NOW, 1);

    assertThat(before.seenAgain(sighting(null, fingerprint(1), null, null, null, LATER)))
        .isEqualTo(seen(7L, ipHash(1), CHROME_126, AMSTERDAM, NOW, LATER, 2));
  }

  @Test
  void deviceCountsAnOlderSightingAndFillsGapsWithItOnly() {
    Device full = seen(7L, ipHash(1), CHROME_126, AMSTERDAM, NOW, NOW, 3);
    Device bare = seen(null, null, null, null, NOW, NOW, 3);
    Sighting old = sighting(8L, fingerprint(1), ipHash(2), IPHONE, UTRECHT, EARLIER);

    assertThat(full.seenAgain(old))
        .isEqualTo(seen(7L, ipHash(1), CHROME_126, AMSTERDAM, EARLIER, NOW, 4));
    assertThat(bare.seenAgain(old))
        .isEqualTo(seen(8L, ipHash(2), IPHONE, UTRECHT, EARLIER, NOW, 4));
    assertThat(
            seen(7L, ipHash(1), null, null, EARLIER, LATER, 3)
                .seenAgain(sighting(8L, fingerprint(1), null, null, null, NOW)))
        .as("between the first and the last")
        .isEqualTo(seen(7L, ipHash(1), null, null, EARLIER, LATER, 4));
  }

  @Test
  void deviceDoesNotCountBeyondItsColumn() {
    Device full = seen(null, null, null, null, NOW, NOW, Integer.MAX_VALUE);

    assertThat(full.seenAgain(sighting(null, fingerprint(1), null, null, null, NOW)).visitCount())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void deviceRefusesWhatIsMissingOrOutOfRange() {
    assertRefused("customer", () -> deviceOf(null, null, fingerprint(1), null, NOW, NOW, 1));
    assertRefused("customerId", () -> deviceOf(customer(1), 0L, fingerprint(1), null, NOW, NOW, 1));
    assertThat(deviceOf(customer(1), null, null, null, NOW, NOW, 1).fingerprint())
        .as("another writer may have left a device without a usable key")
        .isNull();
    assertRefused(
        "firstSeen", () -> deviceOf(customer(1), null, fingerprint(1), null, null, NOW, 1));
    assertRefused(
        "lastSeen", () -> deviceOf(customer(1), null, fingerprint(1), null, NOW, null, 1));
    assertRefused(
        "lastSeen", () -> deviceOf(customer(1), null, fingerprint(1), null, NOW, EARLIER, 1));
    assertRefused(
        "visitCount", () -> deviceOf(customer(1), null, fingerprint(1), null, NOW, NOW, 0));
    assertThat(deviceOf(customer(1), null, null, ipHash(1), NOW, NOW, 1).ipHash())
        .isEqualTo(ipHash(1));
  }

  @Test
  void sightingRefusesWhatIsMissing() {
    assertRefused(
        "customer", () -> new Sighting(null, null, fingerprint(1), null, null, null, NOW));
    assertRefused("customerId", () -> sighting(0L, fingerprint(1), null, null, null, NOW));
    assertRefused("fingerprint", () -> sighting(null, null, null, CHROME_126, AMSTERDAM, NOW));
    assertRefused("at", () -> sighting(null, fingerprint(1), null, null, null, null));
  }

  @Test
  void nothingShowsWhoItIs() {
    Sighting sighting = sighting(7L, fingerprint(1), ipHash(1), CHROME_126, AMSTERDAM, NOW);
    Candidate candidate = candidate(0.5);

    assertThat(sighting).hasToString("Sighting[c***@***, 2026-03-01T10:00:00Z]");
    assertThat(Device.firstSeenAs(sighting))
        .hasToString("Device[c***@***, last seen 2026-03-01T10:00:00Z, 1 visits]");
    assertThat(new VisitSignals(fingerprint(1), List.of(ipHash(1)), CHROME_126, AMSTERDAM))
        .hasToString("VisitSignals[fingerprint=true, ip=true]");
    assertThat(new VisitSignals(null, List.of(), CHROME_126, AMSTERDAM))
        .hasToString("VisitSignals[fingerprint=false, ip=false]");
    assertThat(candidate.toString()).doesNotContain("example.com");
    assertThat(recognition(Decision.RECOGNIZED, candidate))
        .hasToString("Recognition[RECOGNIZED, 1 candidates]");
    assertThat(new SignalStatistics<>(1.5, Map.of(ipHash(1), 100L)))
        .hasToString("SignalStatistics[mean=1.5, crowded=1]");
  }

  @Test
  void visitsNeedAKeyToFindDevices() {
    assertThat(new VisitSignals(fingerprint(1), List.of(), null, null).hasKey()).isTrue();
    assertThat(new VisitSignals(null, List.of(ipHash(1)), null, null).hasKey()).isTrue();
    assertThat(new VisitSignals(null, List.of(), CHROME_126, AMSTERDAM).hasKey()).isFalse();
    assertRefused("ipHashes", () -> new VisitSignals(null, null, null, null));
    assertRefused(
        "ipHashes[0]", () -> new VisitSignals(null, Collections.singletonList(null), null, null));
  }

  @Test
  void matchesRefuseNull() {
    assertRefused("devices", () -> new KeyMatches(null, false));
    assertRefused("devices[0]", () -> new KeyMatches(Arrays.asList((Device) null), false));
    assertRefused("byFingerprint", () -> new DeviceMatches(null, KeyMatches.none()));
    assertRefused("byIpHash", () -> new DeviceMatches(KeyMatches.none(), null));
    assertThat(KeyMatches.none().devices()).isEmpty();
    assertThat(KeyMatches.none().saturated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void statisticsRefuseWhatIsNegativeOrNotFinite(double bad) {
    assertRefused(
        "visitWeight",
        () -> new PopulationStatistics(1, bad, SignalStatistics.none(), SignalStatistics.none()));
    assertRefused("meanCustomersPerValue", () -> new SignalStatistics<>(bad, Map.of()));
  }

  @Test
  void statisticsRefuseWhatIsMissing() {
    SignalStatistics<Fingerprint> fingerprints = SignalStatistics.none();
    SignalStatistics<IpHash> ipHashes = SignalStatistics.none();

    assertRefused("customers", () -> new PopulationStatistics(-1, 0, fingerprints, ipHashes));
    assertRefused("fingerprints", () -> new PopulationStatistics(1, 1, null, ipHashes));
    assertRefused("ipHashes", () -> new PopulationStatistics(1, 1, fingerprints, null));
    assertRefused("crowded", () -> new SignalStatistics<>(1, null));
    assertThat(PopulationStatistics.empty())
        .isEqualTo(new PopulationStatistics(0, 0, fingerprints, ipHashes));
  }

  @Test
  void statisticsAreCopied() {
    Map<IpHash, Long> crowded = new HashMap<>(Map.of(ipHash(1), 100L));
    SignalStatistics<IpHash> statistics = new SignalStatistics<>(1, crowded);
    crowded.clear();

    assertThat(statistics.crowded()).containsEntry(ipHash(1), 100L);
  }

  @ParameterizedTest
  @CsvSource({
    "SAME_FINGERPRINT,BROWSER",
    "COMPATIBLE_USER_AGENT,BROWSER",
    "OTHER_BROWSER,BROWSER",
    "OTHER_FINGERPRINT,BROWSER",
    "NO_BROWSER_DATA,BROWSER",
    "SAME_ADDRESS,NETWORK",
    "SAME_CITY,NETWORK",
    "SAME_COUNTRY,NETWORK",
    "OTHER_COUNTRY,NETWORK",
    "OTHER_ADDRESS,NETWORK",
    "NO_NETWORK_DATA,NETWORK"
  })
  void everyLevelBelongsToASignal(Level level, Signal signal) {
    assertThat(level.signal()).isEqualTo(signal);
    assertThat(new Evidence(level, 1, 1).signal()).isEqualTo(signal);
  }

  @Test
  void candidatesAddTheirBits() {
    assertThat(
            new Candidate(
                    customer(1),
                    null,
                    0.5,
                    0.1,
                    new Evidence(Level.OTHER_BROWSER, 0.25, 0.5),
                    SAME_ADDRESS)
                .bits())
        .isEqualTo(-1 + 3);
  }

  @Test
  void answersRefuseWhatIsMissingOrOutOfRange() {
    Candidate candidate = candidate(0.5);

    assertRefused("level", () -> new Evidence(null, 1, 1));
    assertRefused("customer", () -> new Candidate(null, null, 0.5, 0.5, NONE, NONE));
    assertRefused("posterior", () -> candidate(1.1));
    assertRefused("posterior", () -> candidate(Double.NaN));
    assertRefused("prior", () -> new Candidate(customer(1), null, 0.5, -0.1, NONE, NONE));
    assertRefused("browser", () -> new Candidate(customer(1), null, 0.5, 0.5, null, NONE));
    assertRefused("network", () -> new Candidate(customer(1), null, 0.5, 0.5, NONE, null));
    assertRefused("decision", () -> recognition(null, candidate));
    assertRefused("candidates", () -> new Recognition(Decision.UNKNOWN, null, 1, 0));
    assertRefused("candidates[0]", () -> recognition(Decision.UNKNOWN, (Candidate) null));
    assertRefused("unknown", () -> new Recognition(Decision.UNKNOWN, List.of(), 1.1, 0));
    assertRefused("others", () -> new Recognition(Decision.UNKNOWN, List.of(), 1, Double.NaN));
    assertThat(assertRefused("candidates", () -> recognition(Decision.AMBIGUOUS)))
        .hasMessage("candidates: must not be empty when AMBIGUOUS");
    assertRefused("candidates", () -> recognition(Decision.RECOGNIZED));
  }

  @Test
  void namesTheRecognizedCustomerOnly() {
    Candidate candidate = candidate(0.97);

    assertThat(recognition(Decision.RECOGNIZED, candidate).recognized()).contains(candidate);
    assertThat(recognition(Decision.AMBIGUOUS, candidate).recognized()).isEmpty();
    assertThat(recognition(Decision.UNKNOWN, candidate).recognized()).isEmpty();
  }

  @Test
  void showsTheStorefrontTheRecognizedCustomerOnly() {
    StorefrontView recognized = recognition(Decision.RECOGNIZED, candidate(0.97)).storefrontView();
    StorefrontView ambiguous = recognition(Decision.AMBIGUOUS, candidate(0.9)).storefrontView();
    StorefrontView unknown = recognition(Decision.UNKNOWN).storefrontView();

    assertThat(recognized.customer()).contains(customer(1));
    assertThat(recognized).hasToString("StorefrontView[recognized]");
    assertThat(ambiguous).isSameAs(unknown);
    assertThat(ambiguous.customer()).isEmpty();
    assertThat(ambiguous).hasToString("StorefrontView[anonymous]");
  }

  @Test
  void hintsAtAHouseholdWhereTheNetworkSpeaksForTheCandidateAndNoFingerprint() {
    Evidence speaks = new Evidence(Level.SAME_FINGERPRINT, 0.9, 0.01);
    Evidence fits = new Evidence(Level.COMPATIBLE_USER_AGENT, 0.6, 0.1);
    Evidence against = new Evidence(Level.OTHER_ADDRESS, 0.4, 1);

    assertThat(hint(Decision.AMBIGUOUS, NONE, SAME_ADDRESS)).isTrue();
    assertThat(hint(Decision.AMBIGUOUS, against, SAME_ADDRESS)).isTrue();
    assertThat(hint(Decision.AMBIGUOUS, fits, SAME_ADDRESS)).isTrue();
    assertThat(hint(Decision.AMBIGUOUS, speaks, SAME_ADDRESS)).isFalse();
    assertThat(hint(Decision.AMBIGUOUS, NONE, against)).isFalse();
    assertThat(hint(Decision.AMBIGUOUS, NONE, NONE)).isFalse();
    assertThat(hint(Decision.UNKNOWN, NONE, SAME_ADDRESS)).isFalse();
    assertThat(hint(Decision.RECOGNIZED, NONE, SAME_ADDRESS)).isFalse();
  }

  private static boolean hint(Decision decision, Evidence browser, Evidence network) {
    return recognition(decision, new Candidate(customer(1), null, 0.9, 0.1, browser, network))
        .isHouseholdHint();
  }

  private static Recognition recognition(Decision decision, Candidate... candidates) {
    return new Recognition(decision, Arrays.asList(candidates), 0.02, 0.01);
  }

  private static Candidate candidate(double posterior) {
    return new Candidate(customer(1), null, posterior, 0.1, NONE, SAME_ADDRESS);
  }

  private static Sighting sighting(
      Long customerId,
      Fingerprint fingerprint,
      IpHash ipHash,
      UserAgent agent,
      Place place,
      Instant at) {
    return new Sighting(customer(1), customerId, fingerprint, ipHash, agent, place, at);
  }

  private static Device seen(
      Long customerId,
      IpHash ipHash,
      UserAgent agent,
      Place place,
      Instant first,
      Instant last,
      int visits) {
    return new Device(
        customer(1), customerId, fingerprint(1), ipHash, agent, place, first, last, visits);
  }

  private static Device deviceOf(
      EmailAddress customer,
      Long customerId,
      Fingerprint fingerprint,
      IpHash ipHash,
      Instant first,
      Instant last,
      int visits) {
    return new Device(customer, customerId, fingerprint, ipHash, null, null, first, last, visits);
  }
}
