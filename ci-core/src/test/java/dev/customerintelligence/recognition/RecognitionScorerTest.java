package dev.customerintelligence.recognition;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.recognition.TestDevices.CHROME_126;
import static dev.customerintelligence.recognition.TestDevices.IPHONE;
import static dev.customerintelligence.recognition.TestDevices.NOW;
import static dev.customerintelligence.recognition.TestDevices.agent;
import static dev.customerintelligence.recognition.TestDevices.chrome;
import static dev.customerintelligence.recognition.TestDevices.customer;
import static dev.customerintelligence.recognition.TestDevices.device;
import static dev.customerintelligence.recognition.TestDevices.fingerprint;
import static dev.customerintelligence.recognition.TestDevices.fixed;
import static dev.customerintelligence.recognition.TestDevices.ipHash;
import static dev.customerintelligence.recognition.TestDevices.model;
import static dev.customerintelligence.recognition.TestDevices.population;
import static dev.customerintelligence.recognition.TestDevices.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.recognition.RecognitionModel.CopySignal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecognitionScorerTest {
  private static final double EXACT = 1e-12;
  private static final Fingerprint BROWSER = fingerprint(0);
  private static final IpHash IP = ipHash(0);
  private static final UserAgent NONSENSE = agent("nonsense");
  private static final UserAgent BOT = agent("Googlebot/2.1 (+http://www.google.com/bot.html)");
  private static final Place AMSTERDAM = new Place("NL", "Amsterdam");
  private static final Place UTRECHT = new Place("NL", "Utrecht");
  private static final Place GENT = new Place("BE", "Gent");
  private static final Place NETHERLANDS = new Place("NL", null);

  /** Fingerprints: m 0.9 falling to 0.1, half in 90 days; q 0.01. Addresses: m 0.6, 30 days. */
  private static final RecognitionModel MODEL =
      model(
          0.5,
          new CopySignal(0.9, 0.1, 90, 1e18, 0, 0.01, 0.01),
          new CopySignal(0.6, 0.1, 30, 1e18, 0, 0.02, 0.02));

  static Stream<Arguments> browsers() {
    return Stream.of(
        // visit's fingerprint and agent, device's, its age, then level, m, u
        browser(BROWSER, null, BROWSER, null, 0, Level.SAME_FINGERPRINT, 0.9 + 0.1 * 0.01, 0.01),
        browser(BROWSER, null, BROWSER, null, 90, Level.SAME_FINGERPRINT, 0.5 + 0.5 * 0.01, 0.01),
        browser(BROWSER, IPHONE, BROWSER, CHROME_126, 0, Level.SAME_FINGERPRINT, 0.901, 0.01),
        browser(
            BROWSER,
            chrome(130),
            fingerprint(1),
            CHROME_126,
            0,
            Level.COMPATIBLE_USER_AGENT,
            0.1 * 0.6,
            0.1),
        browser(
            BROWSER,
            CHROME_126,
            fingerprint(1),
            CHROME_126,
            90,
            Level.COMPATIBLE_USER_AGENT,
            0.5 * 0.6,
            0.1),
        browser(
            null, CHROME_126, fingerprint(1), CHROME_126, 0, Level.COMPATIBLE_USER_AGENT, 0.6, 0.1),
        browser(BROWSER, CHROME_126, null, CHROME_126, 0, Level.COMPATIBLE_USER_AGENT, 0.6, 0.1),
        browser(
            BROWSER,
            chrome(125),
            fingerprint(1),
            CHROME_126,
            0,
            Level.OTHER_BROWSER,
            0.1 * 0.4,
            0.9),
        browser(
            BROWSER, IPHONE, fingerprint(1), CHROME_126, 0, Level.OTHER_BROWSER, 0.1 * 0.4, 0.9),
        browser(null, IPHONE, null, CHROME_126, 0, Level.OTHER_BROWSER, 0.4, 0.9),
        browser(null, BOT, null, BOT, 0, Level.OTHER_BROWSER, 0.4, 0.9),
        browser(BROWSER, null, fingerprint(1), CHROME_126, 0, Level.OTHER_FINGERPRINT, 0.1, 1),
        browser(BROWSER, CHROME_126, fingerprint(1), null, 90, Level.OTHER_FINGERPRINT, 0.5, 1),
        browser(BROWSER, NONSENSE, fingerprint(1), NONSENSE, 0, Level.OTHER_FINGERPRINT, 0.1, 1),
        browser(BROWSER, CHROME_126, fingerprint(1), NONSENSE, 0, Level.OTHER_FINGERPRINT, 0.1, 1),
        browser(BROWSER, null, null, null, 0, Level.NO_BROWSER_DATA, 1, 1),
        browser(null, null, fingerprint(1), null, 0, Level.NO_BROWSER_DATA, 1, 1),
        browser(null, NONSENSE, null, CHROME_126, 0, Level.NO_BROWSER_DATA, 1, 1));
  }

  @ParameterizedTest
  @MethodSource("browsers")
  void comparesBrowsers(
      @Nullable Fingerprint seen,
      @Nullable UserAgent seenAgent,
      @Nullable Fingerprint known,
      @Nullable UserAgent knownAgent,
      double ageDays,
      Level level,
      double m,
      double u) {
    Device device = device(1, known, IP, knownAgent, null, ageDays, 1);
    KeyMatches byFingerprint =
        seen != null && seen.equals(known) ? found(List.of(device)) : KeyMatches.none();

    Candidate candidate =
        score(new VisitSignals(seen, List.of(IP), seenAgent, null), byFingerprint, found(device))
            .candidates()
            .get(0);

    assertEvidence(candidate.browser(), level, m, u);
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        // visit's address and place, device's, its age, then level, m, u
        network(IP, null, IP, null, 0, Level.SAME_ADDRESS, 0.6 + 0.4 * 0.02, 0.02),
        network(IP, null, IP, null, 30, Level.SAME_ADDRESS, 0.35 + 0.65 * 0.02, 0.02),
        network(IP, AMSTERDAM, IP, GENT, 0, Level.SAME_ADDRESS, 0.608, 0.02),
        network(IP, AMSTERDAM, ipHash(1), AMSTERDAM, 0, Level.SAME_CITY, 0.4 * 0.5, 0.05),
        network(IP, AMSTERDAM, ipHash(1), AMSTERDAM, 30, Level.SAME_CITY, 0.65 * 0.5, 0.05),
        network(null, AMSTERDAM, ipHash(1), AMSTERDAM, 0, Level.SAME_CITY, 0.5, 0.05),
        network(IP, AMSTERDAM, null, AMSTERDAM, 0, Level.SAME_CITY, 0.5, 0.05),
        network(IP, AMSTERDAM, ipHash(1), UTRECHT, 0, Level.SAME_COUNTRY, 0.4 * 0.45, 0.8),
        network(IP, NETHERLANDS, ipHash(1), NETHERLANDS, 0, Level.SAME_COUNTRY, 0.4 * 0.45, 0.8),
        network(null, AMSTERDAM, null, UTRECHT, 0, Level.SAME_COUNTRY, 0.45, 0.8),
        network(IP, AMSTERDAM, ipHash(1), GENT, 0, Level.OTHER_COUNTRY, 0.4 * 0.05, 0.15),
        network(null, AMSTERDAM, null, GENT, 0, Level.OTHER_COUNTRY, 0.05, 0.15),
        network(IP, null, ipHash(1), AMSTERDAM, 0, Level.OTHER_ADDRESS, 0.4, 1),
        network(IP, AMSTERDAM, ipHash(1), null, 30, Level.OTHER_ADDRESS, 0.65, 1),
        network(null, null, ipHash(1), null, 0, Level.NO_NETWORK_DATA, 1, 1),
        network(IP, null, null, null, 0, Level.NO_NETWORK_DATA, 1, 1),
        network(null, AMSTERDAM, ipHash(1), null, 0, Level.NO_NETWORK_DATA, 1, 1));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void comparesNetworks(
      @Nullable IpHash seen,
      @Nullable Place seenPlace,
      @Nullable IpHash known,
      @Nullable Place knownPlace,
      double ageDays,
      Level level,
      double m,
      double u) {
    Device device = device(1, BROWSER, known, null, knownPlace, ageDays, 1);
    KeyMatches byIpHash = seen != null && seen.equals(known) ? found(device) : KeyMatches.none();

    Candidate candidate =
        score(
                new VisitSignals(
                    BROWSER, seen == null ? List.of() : List.of(seen), null, seenPlace),
                found(device),
                byIpHash)
            .candidates()
            .get(0);

    assertEvidence(candidate.network(), level, m, u);
  }

  @Test
  void recognizesAnAddressUnderAnOlderKey() {
    Device device = device(1, null, ipHash(9));
    VisitSignals visit = new VisitSignals(null, List.of(IP, ipHash(9)), null, null);

    assertThat(score(visit, KeyMatches.none(), found(device)).candidates().get(0).network().level())
        .isEqualTo(Level.SAME_ADDRESS);
  }

  @Test
  void takesPerSignalTheBestOfACustomersDevices() {
    Device laptop = device(1, BROWSER, ipHash(5), CHROME_126, AMSTERDAM, 0, 1);
    Device phone = device(1, fingerprint(2), IP, IPHONE, UTRECHT, 0, 1);
    Device tablet = device(1, fingerprint(3), IP, null, null, 60, 1);
    VisitSignals visit = new VisitSignals(BROWSER, List.of(IP), CHROME_126, GENT);

    for (List<Device> sequence : List.of(List.of(phone, tablet), List.of(tablet, phone))) {
      Candidate candidate = score(visit, found(laptop), found(sequence)).candidates().get(0);

      assertEvidence(candidate.browser(), Level.SAME_FINGERPRINT, 0.901, 0.01);
      assertEvidence(candidate.network(), Level.SAME_ADDRESS, 0.608, 0.02);
      assertThat(candidate.bits())
          .isCloseTo(log2(0.901 / 0.01) + log2(0.608 / 0.02), within(EXACT));
    }
  }

  @Test
  void weighsVisitsByTheirAge() {
    // Visit half-life 90 days: 4 + 8 / 2 = 8 of 1,000 in all; half of it for nobody known.
    List<Device> devices =
        List.of(
            device(1, BROWSER, ipHash(1), null, null, 0, 4),
            device(1, BROWSER, ipHash(2), null, null, 90, 8));

    assertThat(priorOf(visit(BROWSER, null), found(devices), KeyMatches.none()))
        .isCloseTo(0.5 * 8 / 1000, within(EXACT));
  }

  @Test
  void takesASightingOfTheFutureForOneOfNow() {
    Device future = device(1, BROWSER, null, null, null, -100, 2);

    assertThat(priorOf(visit(BROWSER, null), found(future), KeyMatches.none()))
        .isCloseTo(0.5 * 2 / 1000, within(EXACT));
    assertEvidence(
        score(visit(BROWSER, null), found(future), KeyMatches.none()).candidates().get(0).browser(),
        Level.SAME_FINGERPRINT,
        0.901,
        0.01);
  }

  @Test
  void countsADeviceOnceThatBothKeysFind() {
    Device device = device(1, BROWSER, IP, null, null, 0, 3);
    Device other = device(1, fingerprint(7), IP, null, null, 0, 2);
    Device nameless = device(1, null, IP, null, null, 0, 1);

    assertThat(priorOf(visit(BROWSER, IP), found(device), found(device)))
        .isCloseTo(0.5 * 3 / 1000, within(EXACT));
    assertThat(priorOf(visit(BROWSER, IP), found(device), found(List.of(device, other, nameless))))
        .isCloseTo(0.5 * 6 / 1000, within(EXACT));
  }

  @Test
  void countsADeviceThatASaturatedFingerprintCutOff() {
    Device device = device(1, BROWSER, IP, null, null, 0, 3);
    Device another = device(2, BROWSER, ipHash(2), null, null, 0, 1);

    assertThat(priorOf(visit(BROWSER, IP), saturated(List.of(another)), found(device)))
        .isCloseTo(0.5 * 3 / 1000, within(EXACT));
  }

  @Test
  void neverGivesCandidatesMoreThanAllThePriorThereIs() {
    Device busy = device(1, BROWSER, null, null, null, 0, 5000);

    Recognition recognition = score(visit(BROWSER, null), found(busy), KeyMatches.none());

    assertThat(recognition.candidates().get(0).prior()).isCloseTo(0.5, within(EXACT));
    assertThat(recognition.others()).isZero();
  }

  @Test
  void leavesAllToOthersWhereEveryVisitIsForgotten() {
    Recognition recognition =
        RecognitionScorer.score(
            visit(BROWSER, null),
            new DeviceMatches(
                found(device(1, BROWSER, null, null, null, 300_000, 1)), KeyMatches.none()),
            new PopulationStatistics(1000, 0, SignalStatistics.none(), SignalStatistics.none()),
            MODEL,
            NOW);

    assertThat(recognition.candidates().get(0).prior()).isZero();
    assertThat(recognition.candidates().get(0).posterior()).isZero();
    assertThat(recognition.others()).isCloseTo(0.5 * 0.1 / 0.55, within(EXACT));
  }

  @ParameterizedTest
  @CsvSource({
    // fingerprint saturated, address saturated, P(nobody known)
    "false,false,0.961538461538462",
    "true,false,0.714285714285714",
    "false,true,0.909090909090909",
    "true,true,0.5"
  })
  void takesKeysThatNobodyHasAsEvidenceForNobodyUnlessTheyAreSaturated(
      boolean fingerprintSaturated, boolean ipSaturated, double unknown) {
    Recognition recognition =
        score(
            visit(BROWSER, IP),
            new KeyMatches(List.of(), fingerprintSaturated),
            new KeyMatches(List.of(), ipSaturated));

    // 0.5 against 0.5 times 1 - 0.9 and 1 - 0.6 for each key that is not saturated
    assertThat(recognition.unknown()).isCloseTo(unknown, within(EXACT));
    assertThat(recognition.candidates()).isEmpty();
    assertThat(recognition.decision()).isEqualTo(Decision.UNKNOWN);
  }

  @Test
  void saysNothingOfAVisitWithoutKeys() {
    Recognition recognition = score(visit(null, null), KeyMatches.none(), KeyMatches.none());

    assertThat(recognition.unknown()).isCloseTo(0.5, within(EXACT));
    assertThat(recognition.others()).isCloseTo(0.5, within(EXACT));
  }

  @Test
  void letsASaturatedKeyNominateNobodyWhomTheOtherDoesNotFind() {
    Device both = device(1, BROWSER, IP);
    Device fingerprintOnly = device(2, BROWSER, ipHash(2));
    Device addressOnly = device(3, fingerprint(3), IP);
    List<Device> byFingerprint = List.of(both, fingerprintOnly);
    List<Device> byIpHash = List.of(both, addressOnly);
    VisitSignals visit = visit(BROWSER, IP);

    assertThat(names(score(visit, found(byFingerprint), found(byIpHash))))
        .containsExactlyInAnyOrder(1, 2, 3);
    assertThat(names(score(visit, saturated(byFingerprint), found(byIpHash))))
        .containsExactlyInAnyOrder(1, 3);
    assertThat(names(score(visit, found(byFingerprint), saturated(byIpHash))))
        .containsExactlyInAnyOrder(1, 2);
    assertThat(names(score(visit, saturated(byFingerprint), saturated(byIpHash))))
        .containsExactly(1);
  }

  @Test
  void takesTheFrequencyOfASaturatedValueFromTheStatisticsOrTheModel() {
    CopySignal fingerprint = new CopySignal(0.9, 0.9, 90, 1, 0, 1e-6, 0.25);
    CopySignal ipAddress = new CopySignal(0.6, 0.6, 30, 1, 0, 1e-6, 0.125);
    RecognitionModel model = model(0.5, fingerprint, ipAddress);
    Device device = device(1, BROWSER, IP);
    DeviceMatches matches = new DeviceMatches(saturated(device), saturated(device));

    Candidate unknown =
        RecognitionScorer.score(visit(BROWSER, IP), matches, population(1000), model, NOW)
            .candidates()
            .get(0);
    Candidate counted =
        RecognitionScorer.score(visit(BROWSER, IP), matches, crowded(1000, 500, 201), model, NOW)
            .candidates()
            .get(0);
    Candidate outdated =
        RecognitionScorer.score(visit(BROWSER, IP), matches, crowded(100, 401, 0), model, NOW)
            .candidates()
            .get(0);

    assertThat(unknown.browser().u()).isEqualTo(0.25);
    assertThat(unknown.network().u()).isEqualTo(0.125);
    assertThat(counted.browser().u()).isCloseTo(499.0 / 1000, within(EXACT));
    assertThat(counted.network().u()).isCloseTo(200.0 / 1000, within(EXACT));
    assertThat(outdated.browser().u()).as("at least as many customers").isEqualTo(400.0 / 401);
    assertThat(outdated.network().u()).as("nobody counted it").isEqualTo(0.125);
  }

  @Test
  void countsDistinctCustomersForTheFrequencyOfAValue() {
    CopySignal unsmoothed = new CopySignal(0.9, 0.9, 90, 1, 0, 1e-9, 1);
    RecognitionModel model = model(0.5, unsmoothed, unsmoothed);
    List<Device> byFingerprint =
        List.of(device(1, BROWSER, ipHash(1)), device(2, BROWSER, ipHash(2)));
    List<Device> byIpHash =
        List.of(
            device(1, fingerprint(1), IP),
            device(1, fingerprint(2), IP),
            device(2, fingerprint(3), IP),
            device(3, fingerprint(4), IP),
            device(3, fingerprint(5), IP));

    Recognition recognition =
        RecognitionScorer.score(
            visit(BROWSER, IP),
            new DeviceMatches(found(byFingerprint), found(byIpHash)),
            population(101),
            model,
            NOW);

    assertThat(recognition.candidates().get(0).browser().u()).isCloseTo(1.0 / 101, within(EXACT));
    assertThat(recognition.candidates().get(0).network().u()).isCloseTo(2.0 / 101, within(EXACT));
  }

  @Test
  void ignoresTheStatisticsOfAValueThatIsNotSaturated() {
    CopySignal unsmoothed = new CopySignal(0.9, 0.9, 90, 1, 0, 1e-9, 1);
    Candidate candidate =
        RecognitionScorer.score(
                visit(BROWSER, IP),
                new DeviceMatches(found(device(1, BROWSER, IP)), found(device(1, BROWSER, IP))),
                crowded(1000, 500, 500),
                model(0.5, unsmoothed, unsmoothed),
                NOW)
            .candidates()
            .get(0);

    assertThat(candidate.browser().u()).isEqualTo(1e-9);
    assertThat(candidate.network().u()).isEqualTo(1e-9);
  }

  @Test
  void usesTheMeanOfEachSignal() {
    CopySignal smooth = new CopySignal(0.9, 0.9, 90, 1, 1, 1e-9, 1);
    PopulationStatistics population =
        new PopulationStatistics(
            100, 100, new SignalStatistics<>(2, Map.of()), new SignalStatistics<>(5, Map.of()));
    Candidate candidate =
        RecognitionScorer.score(
                visit(BROWSER, IP),
                new DeviceMatches(found(device(1, BROWSER, IP)), found(device(1, BROWSER, IP))),
                population,
                model(0.5, smooth, smooth),
                NOW)
            .candidates()
            .get(0);

    assertThat(candidate.browser().u()).isCloseTo(0.02 / 100, within(EXACT));
    assertThat(candidate.network().u()).isCloseTo(0.05 / 100, within(EXACT));
  }

  @Test
  void countsTheCandidatesAsCustomersWhereTheStatisticsAreOld() {
    CopySignal smooth = new CopySignal(0.9, 0.9, 90, 1, 0, 1e-9, 1);
    List<Device> devices = IntStream.range(0, 5).mapToObj(i -> device(i, null, IP)).toList();

    Candidate candidate =
        RecognitionScorer.score(
                visit(null, IP),
                new DeviceMatches(KeyMatches.none(), found(devices)),
                PopulationStatistics.empty(),
                model(0.5, smooth, smooth),
                NOW)
            .candidates()
            .get(0);

    assertThat(candidate.network().u()).isCloseTo(4.0 / 5, within(EXACT));
    assertThat(candidate.prior()).isCloseTo(0.5 / 5, within(EXACT));
  }

  @Test
  void ranksTheMostProbableFirstAndEqualOnesByCustomer() {
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      devices.add(device(i, BROWSER, ipHash(i + 1), null, null, 0, i == 20 ? 9 : 1));
    }
    Collections.reverse(devices);

    Recognition recognition = score(visit(BROWSER, null), found(devices), KeyMatches.none());

    assertThat(names(recognition)).containsExactly(20, 0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(recognition.candidates().get(0).customerId()).isEqualTo(21L);
    // 15 more are candidates with a posterior like the last one's; the rest share 1 - m.
    double denominator = 0.5 + 0.0005 * 33 * 90.1 + 0.0005 * 967 * 0.1;
    assertThat(recognition.candidates().get(9).posterior())
        .isCloseTo(0.0005 * 90.1 / denominator, within(EXACT));
    assertThat(recognition.others())
        .isCloseTo((0.0005 * 15 * 90.1 + 0.0005 * 967 * 0.1) / denominator, within(EXACT));
    assertThat(recognition.unknown()).isCloseTo(0.5 / denominator, within(EXACT));
  }

  @Test
  void recognizesFromTheThresholdOn() {
    // One customer of prior 0.5 against nobody: P = r / (1 + r), with r = 1 / q.
    VisitSignals visit = visit(BROWSER, null);
    Device device = device(1, BROWSER, IP);
    double posterior = only(device, visit, 1 / 19.0).candidates().get(0).posterior();

    assertThat(posterior).isCloseTo(0.95, within(EXACT));
    assertThat(withThreshold(posterior, device, visit)).isEqualTo(Decision.RECOGNIZED);
    assertThat(withThreshold(Math.nextUp(posterior), device, visit)).isEqualTo(Decision.UNKNOWN);
  }

  @Test
  void neverRecognizesByTheAddressAlone() {
    VisitSignals visit = visit(null, IP);
    Device device = device(1, BROWSER, IP);
    double posterior = only(device, visit, 1 / 19.0).candidates().get(0).posterior();

    assertThat(only(device, visit, 1e-6).decision()).isEqualTo(Decision.AMBIGUOUS);
    assertThat(withThreshold(posterior, device, visit)).isEqualTo(Decision.AMBIGUOUS);
    assertThat(withThreshold(Math.nextUp(posterior), device, visit)).isEqualTo(Decision.UNKNOWN);
  }

  @Test
  void hintsAtTheHouseholdWhereTheAddressAloneWouldDo() {
    Recognition recognition = only(device(1, null, IP), visit(null, IP), 1e-6);

    assertThat(recognition.isHouseholdHint()).isTrue();
    assertThat(recognition.recognized()).isEmpty();
    assertThat(recognition.storefrontView()).isSameAs(StorefrontView.ANONYMOUS);
  }

  @Test
  void doesNotRecognizeByTheAddressWhereTheBrowserSpeaksAgainst() {
    Device device = device(1, fingerprint(1), IP, CHROME_126, null, 0, 1);

    Recognition recognition =
        only(device, new VisitSignals(BROWSER, List.of(IP), IPHONE, null), 1e-9);

    assertThat(recognition.candidates().get(0).posterior()).isGreaterThan(0.99);
    assertThat(recognition.decision()).isEqualTo(Decision.AMBIGUOUS);
    assertThat(recognition.isHouseholdHint()).isTrue();
  }

  @Test
  void doesNotRecognizeByTheAddressAndAUserAgentThatAHouseholdMayShare() {
    Device device = device(1, null, IP, CHROME_126, null, 0, 1);
    VisitSignals visit = new VisitSignals(null, List.of(IP), CHROME_126, null);

    Recognition recognition = only(device, visit, 1e-6);

    assertThat(recognition.candidates().get(0).browser().bits()).isCloseTo(log2(6), within(EXACT));
    assertThat(recognition.candidates().get(0).posterior()).isGreaterThan(0.99);
    assertThat(recognition.decision()).isEqualTo(Decision.AMBIGUOUS);
    assertThat(recognition.isHouseholdHint()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0.05,RECOGNIZED", "0.051,AMBIGUOUS"})
  void recognizesByTheUserAgentWhereALearnedModelSaysSo(double u, Decision decision) {
    // 0.95 against 0.05 passes a threshold of 0.95 at even odds.
    RecognitionModel usual = model(0.5, fixed(0.9, 1e-6), fixed(1, 1e-6));
    RecognitionModel learned =
        new RecognitionModel(
            usual.version(),
            usual.unknownPrior(),
            0.9499999,
            usual.ambiguousAmong(),
            usual.maxPerKey(),
            usual.visitHalfLifeDays(),
            usual.fingerprint(),
            usual.ipAddress(),
            new RecognitionModel.LevelRate(0.95, u),
            usual.sameCity(),
            usual.sameCountry());
    Device device = device(1, null, IP, CHROME_126, null, 0, 1);

    assertThat(only(device, new VisitSignals(null, List.of(IP), CHROME_126, null), learned))
        .extracting(Recognition::decision)
        .isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource({"1,AMBIGUOUS", "2,AMBIGUOUS", "5,AMBIGUOUS", "6,UNKNOWN"})
  void isAmbiguousAmongFewOnly(int sharing, Decision decision) {
    List<Device> devices = IntStream.range(0, sharing).mapToObj(i -> device(i, null, IP)).toList();

    Recognition recognition =
        RecognitionScorer.score(
            visit(null, IP),
            new DeviceMatches(KeyMatches.none(), found(devices)),
            population(sharing),
            model(0.5, fixed(1, 1e-9), fixed(1, 1e-9)),
            NOW);

    assertThat(recognition.decision()).isEqualTo(decision);
  }

  @Test
  void refusesNull() {
    VisitSignals visit = visit(BROWSER, null);
    DeviceMatches none = new DeviceMatches(KeyMatches.none(), KeyMatches.none());
    PopulationStatistics population = population(1);

    assertRefused("visit", () -> RecognitionScorer.score(null, none, population, MODEL, NOW));
    assertRefused("matches", () -> RecognitionScorer.score(visit, null, population, MODEL, NOW));
    assertRefused("population", () -> RecognitionScorer.score(visit, none, null, MODEL, NOW));
    assertRefused("model", () -> RecognitionScorer.score(visit, none, population, null, NOW));
    assertRefused("now", () -> RecognitionScorer.score(visit, none, population, MODEL, null));
  }

  private static Decision withThreshold(double threshold, Device device, VisitSignals visit) {
    RecognitionModel usual = model(0.5, fixed(1, 1 / 19.0), fixed(1, 1 / 19.0));
    RecognitionModel model =
        new RecognitionModel(
            usual.version(),
            usual.unknownPrior(),
            threshold,
            usual.ambiguousAmong(),
            usual.maxPerKey(),
            usual.visitHalfLifeDays(),
            usual.fingerprint(),
            usual.ipAddress(),
            usual.compatibleUserAgent(),
            usual.sameCity(),
            usual.sameCountry());
    return only(device, visit, model).decision();
  }

  /** Scores the only customer of a shop, with values of frequency q. */
  private static Recognition only(Device device, VisitSignals visit, double q) {
    boolean kept = device.fingerprint() != null && device.fingerprint().equals(visit.fingerprint());
    return only(device, visit, model(0.5, fixed(kept ? 1 : 0.9, q), fixed(1, q)));
  }

  private static Recognition only(Device device, VisitSignals visit, RecognitionModel model) {
    KeyMatches byFingerprint =
        device.fingerprint() != null && device.fingerprint().equals(visit.fingerprint())
            ? found(device)
            : KeyMatches.none();
    KeyMatches byIpHash =
        visit.ipHashes().contains(device.ipHash()) ? found(device) : KeyMatches.none();
    return RecognitionScorer.score(
        visit, new DeviceMatches(byFingerprint, byIpHash), population(1), model, NOW);
  }

  private static Recognition score(
      VisitSignals visit, KeyMatches byFingerprint, KeyMatches byIpHash) {
    return RecognitionScorer.score(
        visit, new DeviceMatches(byFingerprint, byIpHash), population(1000), MODEL, NOW);
  }

  private static double priorOf(VisitSignals visit, KeyMatches byFingerprint, KeyMatches byIpHash) {
    return score(visit, byFingerprint, byIpHash).candidates().get(0).prior();
  }

  private static PopulationStatistics crowded(long customers, long fingerprint, long ipHash) {
    return new PopulationStatistics(
        customers,
        customers,
        new SignalStatistics<>(0, Map.of(BROWSER, fingerprint)),
        new SignalStatistics<>(0, Map.of(IP, ipHash)));
  }

  private static List<Integer> names(Recognition recognition) {
    return recognition.candidates().stream()
        .map(
            candidate ->
                IntStream.range(0, 100)
                    .filter(i -> customer(i).equals(candidate.customer()))
                    .findFirst()
                    .orElseThrow())
        .toList();
  }

  private static void assertEvidence(Evidence evidence, Level level, double m, double u) {
    assertThat(evidence.level()).isEqualTo(level);
    assertThat(evidence.m()).isCloseTo(m, within(EXACT));
    assertThat(evidence.u()).isCloseTo(u, within(EXACT));
    assertThat(evidence.bits()).isCloseTo(log2(m / u), within(EXACT));
  }

  private static KeyMatches found(Device device) {
    return TestDevices.found(List.of(device));
  }

  private static KeyMatches found(List<Device> devices) {
    return TestDevices.found(devices);
  }

  private static KeyMatches saturated(Device device) {
    return TestDevices.saturated(List.of(device));
  }

  private static KeyMatches saturated(List<Device> devices) {
    return TestDevices.saturated(devices);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  private static Arguments browser(
      @Nullable Fingerprint seen,
      @Nullable UserAgent seenAgent,
      @Nullable Fingerprint known,
      @Nullable UserAgent knownAgent,
      double ageDays,
      Level level,
      double m,
      double u) {
    return Arguments.of(seen, seenAgent, known, knownAgent, ageDays, level, m, u);
  }

  private static Arguments network(
      @Nullable IpHash seen,
      @Nullable Place seenPlace,
      @Nullable IpHash known,
      @Nullable Place knownPlace,
      double ageDays,
      Level level,
      double m,
      double u) {
    return Arguments.of(seen, seenPlace, known, knownPlace, ageDays, level, m, u);
  }
}
