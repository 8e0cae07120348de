package dev.customerintelligence.storage.memory;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.recognition.KeyMatches;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.SightingOutcome;
import dev.customerintelligence.recognition.VisitSignals;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sightings are linearizable to whoever looks by customer, by fingerprint or by IP hash. To whoever
 * looks by two of these they are not: a device may be found by one key a moment before the other.
 */
class DeviceLincheckTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<EmailAddress> CUSTOMERS =
      List.of(EmailAddress.of("ada@example.com"), EmailAddress.of("ben@example.com"));
  private static final List<Fingerprint> FINGERPRINTS =
      List.of(Fingerprint.of("ab".repeat(32)), Fingerprint.of("cd".repeat(32)));
  private static final List<IpHash> IP_HASHES =
      List.of(new IpHash("12".repeat(32)), new IpHash("34".repeat(32)));
  private static final int LIMIT = 2;

  /** Two customers with two fingerprints, seen at any address, looked at by customer. */
  @Param(name = "which", gen = IntGen.class, conf = "0:1")
  @Param(name = "at", gen = IntGen.class, conf = "0:2")
  public static class ByCustomer {
    private final DeviceStore devices = Storages.devices();

    @Operation
    public SightingOutcome record(
        @Param(name = "which") int customer,
        @Param(name = "which") int fingerprint,
        @Param(name = "which") int ipHash,
        @Param(name = "at") int at) {
      return devices.record(
          sighting(customer, FINGERPRINTS.get(fingerprint), IP_HASHES.get(ipHash), at));
    }

    @Operation
    public List<Device> devicesOf(@Param(name = "which") int customer) {
      return devices.devicesOf(CUSTOMERS.get(customer), LIMIT);
    }
  }

  /** The same, looked at by fingerprint. */
  @Param(name = "which", gen = IntGen.class, conf = "0:1")
  @Param(name = "at", gen = IntGen.class, conf = "0:2")
  public static class ByFingerprint {
    private final DeviceStore devices = Storages.devices();

    @Operation
    public SightingOutcome record(
        @Param(name = "which") int customer,
        @Param(name = "which") int fingerprint,
        @Param(name = "which") int ipHash,
        @Param(name = "at") int at) {
      return devices.record(
          sighting(customer, FINGERPRINTS.get(fingerprint), IP_HASHES.get(ipHash), at));
    }

    @Operation
    public DeviceMatches matches(@Param(name = "which") int fingerprint) {
      return devices.matches(
          new VisitSignals(FINGERPRINTS.get(fingerprint), List.of(), null, null), LIMIT);
    }
  }

  /** Visits without a fingerprint, looked at by IP hash. */
  @Param(name = "which", gen = IntGen.class, conf = "0:1")
  @Param(name = "at", gen = IntGen.class, conf = "0:2")
  public static class ByIpHash {
    private final DeviceStore devices = Storages.devices();

    @Operation
    public SightingOutcome record(
        @Param(name = "which") int customer,
        @Param(name = "which") int ipHash,
        @Param(name = "at") int at) {
      return devices.record(sighting(customer, null, IP_HASHES.get(ipHash), at));
    }

    @Operation
    public DeviceMatches matches(@Param(name = "which") int ipHash) {
      return devices.matches(
          new VisitSignals(null, List.of(IP_HASHES.get(ipHash)), null, null), LIMIT);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {ByCustomer.class, ByFingerprint.class, ByIpHash.class})
  void underStress(Class<?> view) {
    new StressOptions()
        .iterations(3)
        .invocationsPerIteration(300)
        .threads(3)
        .actorsPerThread(3)
        .check(view);
  }

  @ParameterizedTest
  @ValueSource(classes = {ByCustomer.class, ByFingerprint.class, ByIpHash.class})
  void inInterleavingsChosenOneByOne(Class<?> view) {
    new ModelCheckingOptions()
        .iterations(3)
        .invocationsPerIteration(50)
        .threads(2)
        .actorsPerThread(3)
        .addGuarantee(
            forClasses(
                    "java.util.concurrent.ConcurrentHashMap",
                    "java.util.concurrent.ConcurrentSkipListMap",
                    "java.util.concurrent.ConcurrentSkipListSet")
                .allMethods()
                .treatAsAtomic())
        .addGuarantee(
            forClasses(
                    Storages.class.getName(),
                    Comparator.class.getName(),
                    Device.class.getName(),
                    DeviceMatches.class.getName(),
                    EmailAddress.class.getName(),
                    Fingerprint.class.getName(),
                    IpHash.class.getName(),
                    KeyMatches.class.getName(),
                    Sighting.class.getName(),
                    VisitSignals.class.getName(),
                    "dev.customerintelligence.internal.Inputs")
                .allMethods()
                .ignore())
        .check(view);
  }

  private static Sighting sighting(
      int customer, @Nullable Fingerprint fingerprint, IpHash ipHash, int second) {
    return new Sighting(
        CUSTOMERS.get(customer), null, fingerprint, ipHash, null, null, AT.plusSeconds(second));
  }
}
