package dev.customerintelligence.recognition;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.recognition.TestDevices.NOW;
import static dev.customerintelligence.recognition.TestDevices.customer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.GeoLocator;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpAddress;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.TestClock;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class RecognitionServiceTest {
  private static final HashKey OLD_KEY = HashKey.generate("old");
  private static final HashKey NEW_KEY = HashKey.generate("new");
  private static final IpAddress IP = IpAddress.parse("203.0.113.7").orElseThrow();
  private static final String BROWSER = "c".repeat(64);
  private static final String AGENT = TestDevices.CHROME_126.value();
  private static final GeoLocator NOWHERE = address -> Optional.empty();
  private static final RecognitionModel MODEL = RecognitionModel.defaults();
  private static final EmailAddress CUSTOMER = customer(1);

  private final TestClock clock = new TestClock(NOW);
  private final DeviceStore devices =
      new InMemoryStorage(new TombstoneHasher(NEW_KEY, List.of())).devices();
  private final List<Runnable> background = new ArrayList<>();
  private final RecognitionService recognition = service(devices, IpHasher.hmac(NEW_KEY), NOWHERE);

  @Test
  void remembersAVisitHashed() {
    assertThat(recognition.remember(visit().build(), CUSTOMER, 7L))
        .isEqualTo(SightingOutcome.NEW_DEVICE);
    clock.advance(Duration.ofMinutes(1));
    assertThat(recognition.remember(visit().build(), CUSTOMER))
        .isEqualTo(SightingOutcome.KNOWN_DEVICE);

    assertThat(recognition.devicesOf(CUSTOMER))
        .containsExactly(
            new Device(
                CUSTOMER,
                7L,
                Fingerprint.of(BROWSER),
                IpHasher.hmac(NEW_KEY).hash(IP).current(),
                TestDevices.CHROME_126,
                new Place("NL", "Utrecht"),
                NOW,
                NOW.plusSeconds(60),
                2));
  }

  @Test
  void recognizesWhomItRemembers() {
    recognition.remember(visit().build(), CUSTOMER, 7L);

    Recognition answer = recognition.recognize(visit().build());

    assertThat(answer.decision()).isEqualTo(Decision.RECOGNIZED);
    assertThat(answer.recognized().orElseThrow().customer()).isEqualTo(CUSTOMER);
    assertThat(answer.recognized().orElseThrow().customerId()).isEqualTo(7L);
    assertThat(answer.storefrontView().customer()).contains(CUSTOMER);
  }

  @Test
  void storesNothingByRecognizing() {
    recognition.recognize(visit().build());

    assertThat(recognition.customersOn(Fingerprint.of(BROWSER))).isEmpty();
  }

  @Test
  void doesNotTouchTheStorageForAVisitWithNeitherFingerprintNorAddress() {
    RecognitionService untouchable =
        service(new Untouchable(), IpHasher.hmac(NEW_KEY), address -> fail("located"));

    for (String ip : new String[] {null, "unknown", "127.0.0.1", "10.0.0.1"}) {
      Recognition answer =
          untouchable.recognize(
              Visit.builder().ipAddress(ip).userAgent(AGENT).place("NL", "Utrecht").build());

      assertThat(answer.decision()).isEqualTo(Decision.UNKNOWN);
      assertThat(answer.candidates()).isEmpty();
      assertThat(answer.unknown()).isEqualTo(1);
      assertThat(answer.others()).isZero();
      assertThat(answer.storefrontView()).isSameAs(StorefrontView.ANONYMOUS);
    }
    assertRefused(
        "fingerprint",
        () -> untouchable.remember(Visit.builder().userAgent(AGENT).build(), CUSTOMER));
  }

  @Test
  void findsAnAddressUnderAnOlderKeyAndWritesTheNewOne() {
    service(devices, IpHasher.hmac(OLD_KEY), NOWHERE).remember(visit().build(), CUSTOMER);
    RecognitionService rotated =
        service(devices, IpHasher.hmac(NEW_KEY).alsoReading(IpHasher.hmac(OLD_KEY)), NOWHERE);
    Visit byAddress = Visit.builder().ipAddress(IP).build();

    assertThat(recognition.recognize(byAddress).candidates()).isEmpty();
    assertThat(rotated.recognize(byAddress).candidates().get(0).network().level())
        .isEqualTo(Level.SAME_ADDRESS);
    rotated.remember(visit().build(), CUSTOMER);
    assertThat(recognition.devicesOf(CUSTOMER))
        .extracting(Device::ipHash)
        .containsExactly(IpHasher.hmac(NEW_KEY).hash(IP).current());
  }

  @Test
  void remembersADeviceWithoutFingerprintByItsAddress() {
    recognition.remember(Visit.builder().ipAddress(IP).build(), CUSTOMER);

    assertThat(recognition.devicesOf(CUSTOMER).get(0).fingerprint()).isNull();
    assertThat(recognition.recognize(visit().build()).decision())
        .as("the address alone")
        .isNotEqualTo(Decision.RECOGNIZED);
  }

  @Test
  void remembersADeviceWithoutAddressByItsFingerprint() {
    recognition.remember(Visit.builder().fingerprint(BROWSER).build(), CUSTOMER);

    assertThat(recognition.devicesOf(CUSTOMER).get(0).ipHash()).isNull();
    assertThat(recognition.customersOn(Fingerprint.of(BROWSER)))
        .extracting(Device::customer)
        .containsExactly(CUSTOMER);
  }

  @Test
  void asksTheGeoLocatorOnlyWhereTheVisitHasNoPlace() {
    RecognitionService located =
        service(
            devices,
            IpHasher.hmac(NEW_KEY),
            address -> {
              assertThat(address).isEqualTo(IP);
              return Optional.of(new Place("BE", "Gent"));
            });

    located.remember(Visit.builder().ipAddress(IP).build(), customer(1));
    located.remember(Visit.builder().ipAddress(IP).place("NL", null).build(), customer(2));
    located.remember(Visit.builder().fingerprint(BROWSER).build(), customer(3));

    assertThat(placeOf(customer(1))).isEqualTo(new Place("BE", "Gent"));
    assertThat(placeOf(customer(2))).isEqualTo(new Place("NL", null));
    assertThat(placeOf(customer(3))).isNull();
  }

  @Test
  void doesWithoutAPlaceWhereTheGeoLocatorFails() {
    RecognitionService broken =
        service(
            devices,
            IpHasher.hmac(NEW_KEY),
            address -> {
              throw new IllegalStateException("no database");
            });

    broken.remember(Visit.builder().ipAddress(IP).build(), CUSTOMER);

    assertThat(placeOf(CUSTOMER)).isNull();
    assertThat(broken.recognize(Visit.builder().ipAddress(IP).build()).candidates()).hasSize(1);
  }

  @Test
  void remembersNothingAboutAnErasedCustomer() {
    InMemoryStorage storage = new InMemoryStorage(new TombstoneHasher(NEW_KEY, List.of()));
    storage.privacy().erase(CUSTOMER, NOW);
    RecognitionService service = service(storage.devices(), IpHasher.hmac(NEW_KEY), NOWHERE);

    assertThat(service.remember(visit().build(), CUSTOMER))
        .isEqualTo(SightingOutcome.CUSTOMER_ERASED);
    assertThat(service.devicesOf(CUSTOMER)).isEmpty();
  }

  @Test
  void readsTheStatisticsOnceAndRenewsThemInTheBackground() {
    List<Object> readings = new ArrayList<>();
    RecognitionService counted =
        service(
            new Delegating(devices) {
              @Override
              public PopulationStatistics statistics(Instant now, Duration halfLife, int crowd) {
                readings.add(List.of(now, halfLife, crowd));
                return super.statistics(now, halfLife, crowd);
              }
            },
            IpHasher.hmac(NEW_KEY),
            NOWHERE);

    counted.recognize(visit().build());
    counted.recognize(visit().build());
    assertThat(readings).containsExactly(List.of(NOW, Duration.ofDays(90), 64));
    clock.advance(Duration.ofSeconds(60));
    counted.recognize(visit().build());
    assertThat(background).as("a minute is not old").isEmpty();
    clock.advance(Duration.ofSeconds(1));
    counted.recognize(visit().build());
    counted.recognize(visit().build());
    assertThat(background).hasSize(1);
    background.get(0).run();
    assertThat(readings).hasSize(2);
    counted.renewStatistics();
    assertThat(readings).hasSize(3);
  }

  @Test
  void asksForAsManyDevicesAsTheModelSays() {
    List<Integer> limits = new ArrayList<>();
    RecognitionService counted =
        service(
            new Delegating(devices) {
              @Override
              public DeviceMatches matches(VisitSignals signals, int limit) {
                limits.add(limit);
                return super.matches(signals, limit);
              }
            },
            IpHasher.hmac(NEW_KEY),
            NOWHERE);

    counted.recognize(visit().build());

    assertThat(limits).containsExactly(64);
  }

  @Test
  void tellsTheStatisticsOfThePopulation() {
    recognition.remember(visit().build(), customer(1));
    recognition.remember(visit().build(), customer(2));

    PopulationStatistics statistics = recognition.renewStatistics();

    assertThat(statistics.customers()).isEqualTo(2);
    assertThat(statistics.fingerprints().meanCustomersPerValue()).isEqualTo(2);
  }

  @Test
  void saysThatTheStoreIsAway() {
    StorageUnavailableException away = new StorageUnavailableException("away", null);
    RecognitionService failing =
        service(
            new Delegating(devices) {
              @Override
              public DeviceMatches matches(VisitSignals signals, int limit) {
                throw away;
              }
            },
            IpHasher.hmac(NEW_KEY),
            NOWHERE);

    assertThatThrownBy(() -> failing.recognize(visit().build())).isSameAs(away);
  }

  @Test
  void listsUpToAThousand() {
    for (int i = 0; i < 1005; i++) {
      clock.advance(Duration.ofSeconds(1));
      recognition.remember(Visit.builder().fingerprint(BROWSER).build(), customer(i));
    }

    List<Device> newest = recognition.customersOn(Fingerprint.of(BROWSER));

    assertThat(newest).hasSize(1000);
    assertThat(newest.get(0).customer()).isEqualTo(customer(1004));
  }

  @Test
  void refusesBadInputAndStoresNothing() {
    assertRefused("visit", () -> recognition.recognize(null));
    assertRefused("visit", () -> recognition.remember(null, CUSTOMER));
    assertRefused("customer", () -> recognition.remember(visit().build(), null));
    assertRefused("customerId", () -> recognition.remember(visit().build(), CUSTOMER, 0L));
    assertRefused("customer", () -> recognition.devicesOf(null));
    assertRefused("fingerprint", () -> recognition.customersOn(null));

    assertThat(recognition.devicesOf(CUSTOMER)).isEmpty();
    assertThat(recognition.renewStatistics().customers()).isZero();
  }

  @Test
  void refusesToBeMadeWithoutItsParts() {
    IpHasher hasher = IpHasher.hmac(NEW_KEY);
    Executor executor = Runnable::run;

    assertRefused(
        "devices", () -> new RecognitionService(null, hasher, NOWHERE, MODEL, clock, executor));
    assertRefused(
        "ipHasher", () -> new RecognitionService(devices, null, NOWHERE, MODEL, clock, executor));
    assertRefused(
        "geoLocator", () -> new RecognitionService(devices, hasher, null, MODEL, clock, executor));
    assertRefused(
        "model", () -> new RecognitionService(devices, hasher, NOWHERE, null, clock, executor));
    assertRefused(
        "clock", () -> new RecognitionService(devices, hasher, NOWHERE, MODEL, null, executor));
    assertRefused(
        "background", () -> new RecognitionService(devices, hasher, NOWHERE, MODEL, clock, null));
  }

  private RecognitionService service(DeviceStore store, IpHasher hasher, GeoLocator locator) {
    return new RecognitionService(store, hasher, locator, MODEL, clock, background::add);
  }

  private Place placeOf(EmailAddress customer) {
    return recognition.devicesOf(customer).get(0).place();
  }

  private static Visit.Builder visit() {
    return Visit.builder()
        .fingerprint(BROWSER)
        .ipAddress(IP)
        .userAgent(AGENT)
        .place("NL", "Utrecht");
  }

  private static class Delegating implements DeviceStore {
    private final DeviceStore store;

    Delegating(DeviceStore store) {
      this.store = store;
    }

    @Override
    public SightingOutcome record(Sighting sighting) {
      return store.record(sighting);
    }

    @Override
    public DeviceMatches matches(VisitSignals signals, int limit) {
      return store.matches(signals, limit);
    }

    @Override
    public PopulationStatistics statistics(Instant now, Duration halfLife, int crowd) {
      return store.statistics(now, halfLife, crowd);
    }

    @Override
    public List<Device> devicesOf(EmailAddress customer, int limit) {
      return store.devicesOf(customer, limit);
    }

    @Override
    public Map<EmailAddress, Device> newestDevices(Collection<EmailAddress> customers) {
      return store.newestDevices(customers);
    }

    @Override
    public List<Device> customersOn(Fingerprint fingerprint, int limit) {
      return store.customersOn(fingerprint, limit);
    }
  }

  /** A store that must not be asked anything. */
  private static final class Untouchable implements DeviceStore {
    @Override
    public SightingOutcome record(Sighting sighting) {
      return fail("record");
    }

    @Override
    public DeviceMatches matches(VisitSignals signals, int limit) {
      return fail("matches");
    }

    @Override
    public PopulationStatistics statistics(Instant now, Duration halfLife, int crowd) {
      return fail("statistics");
    }

    @Override
    public List<Device> devicesOf(EmailAddress customer, int limit) {
      return fail("devicesOf");
    }

    @Override
    public Map<EmailAddress, Device> newestDevices(Collection<EmailAddress> customers) {
      return fail("newestDevices");
    }

    @Override
    public List<Device> customersOn(Fingerprint fingerprint, int limit) {
      return fail("customersOn");
    }
  }
}
