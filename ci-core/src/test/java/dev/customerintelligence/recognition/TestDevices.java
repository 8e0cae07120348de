package dev.customerintelligence.recognition;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.recognition.RecognitionModel.CopySignal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Devices, visits and models as tests of the scorer need them. */
final class TestDevices {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final UserAgent CHROME_126 = chrome(126);
  static final UserAgent IPHONE =
      agent(
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
              + " Gecko) Version/17.5 Mobile/15E148 Safari/604.1");

  private TestDevices() {}

  static EmailAddress customer(int i) {
    return EmailAddress.of("customer%06d@example.com".formatted(i));
  }

  static Fingerprint fingerprint(int i) {
    return Fingerprint.of("f%063x".formatted(i));
  }

  static IpHash ipHash(int i) {
    return new IpHash("a%063x".formatted(i));
  }

  static UserAgent chrome(int version) {
    return agent(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
            + version
            + ".0.0.0 Safari/537.36");
  }

  static UserAgent agent(String text) {
    return UserAgent.parse(text).orElseThrow();
  }

  /** A device seen once, now. */
  static Device device(int customer, @Nullable Fingerprint fingerprint, @Nullable IpHash ipHash) {
    return device(customer, fingerprint, ipHash, null, null, 0, 1);
  }

  static Device device(
      int customer,
      @Nullable Fingerprint fingerprint,
      @Nullable IpHash ipHash,
      @Nullable UserAgent userAgent,
      @Nullable Place place,
      double ageDays,
      int visits) {
    Instant seen = NOW.minus(Duration.ofSeconds(Math.round(ageDays * 86_400)));
    return new Device(
        TestDevices.customer(customer),
        (long) customer + 1,
        fingerprint,
        ipHash,
        userAgent,
        place,
        seen,
        seen,
        visits);
  }

  static VisitSignals visit(@Nullable Fingerprint fingerprint, @Nullable IpHash ipHash) {
    return new VisitSignals(fingerprint, ipHash == null ? List.of() : List.of(ipHash), null, null);
  }

  static KeyMatches found(List<Device> devices) {
    return new KeyMatches(devices, false);
  }

  static KeyMatches saturated(List<Device> devices) {
    return new KeyMatches(devices, true);
  }

  /** As many customers as that, of whom each has visited once, now. */
  static PopulationStatistics population(long customers) {
    return new PopulationStatistics(
        customers,
        customers,
        new SignalStatistics<>(0, Map.of()),
        new SignalStatistics<>(0, Map.of()));
  }

  /** A signal of constant m for which every value has the frequency q, saturated or not. */
  static CopySignal fixed(double m, double q) {
    // So much smoothing, towards zero, that only the floor is left.
    return new CopySignal(m, m, 1, 1e18, 0, q, q);
  }

  /** A signal of constant m for which a value of n customers has the frequency n / N. */
  static CopySignal counted(double m) {
    // Smoothing by one customer who has the value puts the candidate back who is left out.
    return new CopySignal(m, m, 1, 1, 1, Double.MIN_NORMAL, 1);
  }

  static RecognitionModel model(double unknownPrior, CopySignal fingerprint, CopySignal ipAddress) {
    RecognitionModel defaults = RecognitionModel.defaults();
    return new RecognitionModel(
        RecognitionModel.VERSION,
        unknownPrior,
        defaults.threshold(),
        defaults.ambiguousAmong(),
        defaults.maxPerKey(),
        defaults.visitHalfLifeDays(),
        fingerprint,
        ipAddress,
        defaults.compatibleUserAgent(),
        defaults.sameCity(),
        defaults.sameCountry());
  }
}
