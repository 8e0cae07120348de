package dev.customerintelligence.recognition;

import static dev.customerintelligence.recognition.TestDevices.NOW;
import static dev.customerintelligence.recognition.TestDevices.counted;
import static dev.customerintelligence.recognition.TestDevices.device;
import static dev.customerintelligence.recognition.TestDevices.fingerprint;
import static dev.customerintelligence.recognition.TestDevices.fixed;
import static dev.customerintelligence.recognition.TestDevices.found;
import static dev.customerintelligence.recognition.TestDevices.ipHash;
import static dev.customerintelligence.recognition.TestDevices.model;
import static dev.customerintelligence.recognition.TestDevices.population;
import static dev.customerintelligence.recognition.TestDevices.saturated;
import static dev.customerintelligence.recognition.TestDevices.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.recognition.RecognitionModel.CopySignal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published vectors: N = 50,000 customers of equal prior 1e-5, P(nobody known) = 0.5, m = 0.9
 * for fingerprints and 0.6 for addresses, q given directly.
 */
class RecognitionVectorsTest {
  private static final int N = 50_000;
  private static final double FINGERPRINT_M = 0.9;
  private static final double IP_M = 0.6;

  /** Half a unit of the last printed digit. */
  private static final double PRINTED = 5e-7;

  private static final Fingerprint BROWSER = fingerprint(0);
  private static final CopySignal UNUSED = fixed(0.5, 0.5);

  @Test
  void vectorA_addressOf2000() {
    RecognitionModel model = model(0.5, UNUSED, fixed(IP_M, 0.04));
    List<Device> devices = at(2000);

    Recognition open = score(visit(null, ipHash(0)), KeyMatches.none(), found(devices), model);

    assertThat(open.candidates()).hasSize(Recognition.MAX_RANKED);
    assertThat(open.candidates())
        .allSatisfy(
            candidate -> {
              assertThat(candidate.prior()).isCloseTo(1e-5, within(1e-17));
              assertThat(candidate.posterior()).isCloseTo(0.000154, within(PRINTED));
            });
    assertThat(open.unknown()).isCloseTo(0.5, within(PRINTED));
    assertThat(open.decision()).isEqualTo(Decision.UNKNOWN);
    Recognition cut =
        score(visit(null, ipHash(0)), KeyMatches.none(), saturated(devices.subList(0, 64)), model);
    assertThat(cut.candidates()).as("a saturated key nominates nobody").isEmpty();
    assertThat(cut.unknown()).isCloseTo(0.5, within(1e-12));
    assertThat(cut.others()).isCloseTo(0.5, within(1e-12));
    assertThat(cut.decision()).isEqualTo(Decision.UNKNOWN);
  }

  @Test
  void vectorB_addressOfOne() {
    Recognition recognition =
        score(
            visit(null, ipHash(0)),
            KeyMatches.none(),
            found(at(1)),
            model(0.5, UNUSED, fixed(IP_M, 1e-5)));

    assertThat(recognition.candidates().get(0).posterior()).isCloseTo(0.461542, within(PRINTED));
    assertThat(recognition.unknown()).isCloseTo(0.384615, within(PRINTED));
  }

  @Test
  void vectorC_fingerprintOfOne() {
    Recognition recognition =
        score(
            visit(BROWSER, null),
            found(List.of(device(0, BROWSER, null))),
            KeyMatches.none(),
            model(0.5, fixed(FINGERPRINT_M, 1e-6), UNUSED));

    assertThat(recognition.candidates().get(0).posterior()).isCloseTo(0.942408, within(PRINTED));
    assertThat(recognition.unknown()).isCloseTo(0.052356, within(PRINTED));
    assertThat(recognition.decision()).as("below 0.95").isEqualTo(Decision.UNKNOWN);
  }

  @Test
  void vectorD_fingerprintOf500() {
    RecognitionModel model = model(0.5, fixed(FINGERPRINT_M, 0.01), UNUSED);
    List<Device> devices = identicalPhones(500);

    Recognition open = score(visit(BROWSER, null), found(devices), KeyMatches.none(), model);

    assertThat(open.candidates())
        .allSatisfy(
            candidate -> assertThat(candidate.posterior()).isCloseTo(0.000901, within(PRINTED)));
    assertThat(open.unknown()).isCloseTo(0.5, within(PRINTED));
    Recognition cut =
        score(visit(BROWSER, null), saturated(devices.subList(0, 64)), KeyMatches.none(), model);
    assertThat(cut.candidates()).isEmpty();
    assertThat(cut.unknown()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void vectorE_fingerprintOf500AndAddressOfOne() {
    RecognitionModel model = model(0.5, fixed(FINGERPRINT_M, 0.01), fixed(IP_M, 1e-5));
    List<Device> devices = identicalPhones(500);
    KeyMatches byIpHash = found(List.of(devices.get(77)));

    Recognition open = score(visit(BROWSER, ipHash(77)), found(devices), byIpHash, model);

    assertThat(open.candidates().get(0).customer()).isEqualTo(devices.get(77).customer());
    assertThat(open.candidates().get(0).posterior()).isCloseTo(0.987224, within(PRINTED));
    assertThat(open.unknown()).isCloseTo(0.009131, within(PRINTED));
    assertThat(open.decision()).isEqualTo(Decision.RECOGNIZED);
    // Cut off at 64, the other 499 phones are no candidates but part of one mass, for which sharing
    // and not sharing a saturated value cancel on average: 0.199996 instead of 0.1996396. So the
    // last printed digits differ, by 0.000006 at the top; both are exact for what they state.
    Recognition cut =
        score(visit(BROWSER, ipHash(77)), saturated(devices.subList(0, 64)), byIpHash, model);
    double top = 1e-5 * (0.9 / 0.01 + 0.1) * (0.6 / 1e-5 + 0.4);
    double sum = top + 0.5 + (0.5 - 1e-5) * (1 - IP_M);
    assertThat(cut.candidates()).hasSize(1);
    assertThat(cut.candidates().get(0).customer()).isEqualTo(devices.get(77).customer());
    assertThat(cut.candidates().get(0).posterior()).isCloseTo(top / sum, within(1e-12));
    assertThat(cut.candidates().get(0).posterior()).isCloseTo(0.987224, within(7e-6));
    assertThat(cut.unknown()).isCloseTo(0.009131, within(PRINTED));
    assertThat(cut.decision()).isEqualTo(Decision.RECOGNIZED);
  }

  @Test
  void vectorF_twoCustomersShareBoth() {
    List<Device> devices = List.of(device(1, BROWSER, ipHash(0)), device(2, BROWSER, ipHash(0)));

    Recognition recognition =
        score(
            visit(BROWSER, ipHash(0)),
            found(devices),
            found(devices),
            model(0.5, fixed(FINGERPRINT_M, 1e-6), fixed(IP_M, 1e-5)));

    assertThat(recognition.candidates()).hasSize(2);
    assertThat(recognition.candidates())
        .allSatisfy(candidate -> assertThat(candidate.posterior()).isCloseTo(0.5, within(PRINTED)));
    assertThat(recognition.unknown()).isBetween(0.0, PRINTED);
    assertThat(recognition.decision()).isEqualTo(Decision.AMBIGUOUS);
    assertThat(recognition.isHouseholdHint()).as("the browser speaks for both").isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "50000,2000,0.6,0.5",
    "50000,1,0.9,0.5",
    "50000,64,0.9,0.2",
    "20000,500,0.1,0.9",
    "1000,1000,0.6,0.5",
    "10,3,0.99,0.01"
  })
  void agreementLeavesTheUnknownPriorWhereTheFrequencyIsExact(
      int customers, int sharing, double m, double unknownPrior) {
    List<Device> devices = at(sharing);

    Recognition recognition =
        RecognitionScorer.score(
            visit(null, ipHash(0)),
            new DeviceMatches(KeyMatches.none(), found(devices)),
            population(customers),
            model(unknownPrior, UNUSED, counted(m)),
            NOW);

    assertThat(recognition.unknown()).isCloseTo(unknownPrior, within(1e-12));
  }

  @Test
  void soDoTwoIndependentAgreements() {
    // 100 of 10,000 share the fingerprint, 200 the address, 2 both: as many as chance has it.
    List<Device> byFingerprint =
        IntStream.range(0, 100).mapToObj(i -> device(i, BROWSER, ipHash(i < 2 ? 0 : i))).toList();
    List<Device> byIpHash = new ArrayList<>(byFingerprint.subList(0, 2));
    IntStream.range(100, 298).forEach(i -> byIpHash.add(device(i, fingerprint(i), ipHash(0))));

    Recognition recognition =
        RecognitionScorer.score(
            visit(BROWSER, ipHash(0)),
            new DeviceMatches(found(byFingerprint), found(byIpHash)),
            population(10_000),
            model(0.5, counted(FINGERPRINT_M), counted(IP_M)),
            NOW);

    assertThat(recognition.unknown()).isCloseTo(0.5, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0,0.5", "2,0.8", "3,0.888889", "4,0.941176", "7,0.992248"})
  void turnsWeightsIntoProbabilities(int bits, double probability) {
    // The only customer, as probable as nobody known; a value of frequency 2^-bits, kept for sure.
    Recognition recognition =
        RecognitionScorer.score(
            visit(null, ipHash(0)),
            new DeviceMatches(KeyMatches.none(), found(at(1))),
            population(1),
            model(0.5, UNUSED, fixed(1, Math.pow(2, -bits))),
            NOW);

    assertThat(recognition.candidates().get(0).bits()).isCloseTo(bits, within(1e-12));
    assertThat(recognition.candidates().get(0).posterior()).isCloseTo(probability, within(PRINTED));
  }

  /**
   * Splink's test of term frequencies: 50 rows, of which 40 are London, 8 Birmingham, 2 Truro; m =
   * 1. The scorer has no Bayes factor that it adjusts (Splink: 1 / 0.2 = 5, times 0.2 / (40 / 50));
   * it divides m by the value's own frequency at once, which is the same number: 1 / (40 / 50).
   */
  @ParameterizedTest
  @CsvSource({"40,1.25", "8,6.25", "2,25"})
  void adjustsForTermFrequenciesAsSplinkDoes(int rows, double adjustedBayesFactor) {
    Evidence evidence = evidenceOfAddress(rows, 50, counted(1));

    assertThat(evidence.m()).isEqualTo(1);
    assertThat(evidence.u()).isCloseTo(rows / 50.0, within(1e-15));
    assertThat(evidence.m() / evidence.u()).isCloseTo(adjustedBayesFactor, within(1e-12));
    assertThat(evidence.bits())
        .isCloseTo(Math.log(adjustedBayesFactor) / Math.log(2), within(1e-12));
  }

  @Test
  void weighsTheUnadjustedLevelAsSplinkDoes() {
    Evidence evidence = evidenceOfAddress(2, 50, fixed(1, 0.2));

    assertThat(evidence.m() / evidence.u()).as("m = 1, u = 0.2").isCloseTo(5, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"40,39", "8,7", "2,1"})
  void leavesTheCandidateOutOfTheFrequency(int rows, int others) {
    CopySignal unsmoothed = new CopySignal(1, 1, 1, Double.MIN_NORMAL, 1, Double.MIN_NORMAL, 1);

    assertThat(unsmoothed.frequency(rows, 50, 0)).isCloseTo(others / 49.0, within(1e-15));
  }

  private static Evidence evidenceOfAddress(int sharing, int customers, CopySignal signal) {
    return RecognitionScorer.score(
            visit(null, ipHash(0)),
            new DeviceMatches(KeyMatches.none(), found(at(sharing))),
            population(customers),
            model(0.5, UNUSED, signal),
            NOW)
        .candidates()
        .get(0)
        .network();
  }

  private static Recognition score(
      VisitSignals visit, KeyMatches byFingerprint, KeyMatches byIpHash, RecognitionModel model) {
    return RecognitionScorer.score(
        visit, new DeviceMatches(byFingerprint, byIpHash), population(N), model, NOW);
  }

  /** Customers at one address, of whom nothing else is known. */
  private static List<Device> at(int customers) {
    return IntStream.range(0, customers).mapToObj(i -> device(i, null, ipHash(0))).toList();
  }

  /** Customers with one fingerprint, each at his own address. */
  private static List<Device> identicalPhones(int customers) {
    return IntStream.range(0, customers).mapToObj(i -> device(i, BROWSER, ipHash(i))).toList();
  }
}
