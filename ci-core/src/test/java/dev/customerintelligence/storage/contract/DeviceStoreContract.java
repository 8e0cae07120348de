package dev.customerintelligence.storage.contract;

import static dev.customerintelligence.storage.contract.Fixtures.AMSTERDAM;
import static dev.customerintelligence.storage.contract.Fixtures.CHROME;
import static dev.customerintelligence.storage.contract.Fixtures.ELSEWHERE;
import static dev.customerintelligence.storage.contract.Fixtures.FIREFOX;
import static dev.customerintelligence.storage.contract.Fixtures.HUGE_ID;
import static dev.customerintelligence.storage.contract.Fixtures.customer;
import static dev.customerintelligence.storage.contract.Fixtures.customerId;
import static dev.customerintelligence.storage.contract.Fixtures.fingerprint;
import static dev.customerintelligence.storage.contract.Fixtures.ipHash;
import static dev.customerintelligence.storage.contract.Fixtures.moment;
import static dev.customerintelligence.storage.contract.Fixtures.sighting;
import static dev.customerintelligence.storage.contract.Fixtures.sightingOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.KeyMatches;
import dev.customerintelligence.recognition.PopulationStatistics;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.SightingOutcome;
import dev.customerintelligence.recognition.VisitSignals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link dev.customerintelligence.recognition.DeviceStore} does. */
public abstract class DeviceStoreContract extends StorageContract {
  private static final int MANY = 1000;

  /** For the subclasses. */
  protected DeviceStoreContract() {}

  @Test
  void theFirstSightingMakesTheDevice() {
    EmailAddress ada = customer("ada");
    Sighting first =
        new Sighting(ada, customerId(), fingerprint(), ipHash(), FIREFOX, AMSTERDAM, moment());

    assertThat(devices().record(first)).isEqualTo(SightingOutcome.NEW_DEVICE);
    assertThat(devices().devicesOf(ada, MANY)).containsExactly(Device.firstSeenAs(first));
  }

  @Test
  void aDeviceNeedsOneKeyOnly() {
    EmailAddress ada = customer("ada");
    Sighting byFingerprint = sighting(ada, fingerprint(), null, moment());
    Sighting byIp = sighting(ada, null, ipHash(), moment());
    devices().record(byFingerprint);
    devices().record(byIp);

    assertThat(devices().devicesOf(ada, MANY))
        .containsExactlyInAnyOrder(Device.firstSeenAs(byFingerprint), Device.firstSeenAs(byIp));
  }

  @Test
  void aLaterSightingRenewsTheDevice() {
    EmailAddress ada = customer("ada");
    Fingerprint browser = fingerprint();
    Instant at = moment();
    Sighting first = new Sighting(ada, null, browser, ipHash(), FIREFOX, ELSEWHERE, at);
    Sighting later =
        new Sighting(ada, customerId(), browser, ipHash(), CHROME, AMSTERDAM, at.plusSeconds(60));
    devices().record(first);

    assertThat(devices().record(later)).isEqualTo(SightingOutcome.KNOWN_DEVICE);
    assertThat(onlyDeviceOf(ada))
        .isEqualTo(
            new Device(
                ada,
                later.customerId(),
                browser,
                later.ipHash(),
                CHROME,
                AMSTERDAM,
                at,
                later.at(),
                2));
  }

  @Test
  void whatALaterSightingDoesNotKnowStays() {
    EmailAddress ada = customer("ada");
    Fingerprint browser = fingerprint();
    Instant at = moment();
    Sighting first = new Sighting(ada, customerId(), browser, ipHash(), FIREFOX, AMSTERDAM, at);
    devices().record(first);
    devices().record(sighting(ada, browser, null, at.plusSeconds(60)));

    assertThat(onlyDeviceOf(ada))
        .isEqualTo(
            new Device(
                ada,
                first.customerId(),
                browser,
                first.ipHash(),
                FIREFOX,
                AMSTERDAM,
                at,
                at.plusSeconds(60),
                2));
  }

  @Test
  void anOlderSightingCountsAndFillsGapsButNeverTurnsBack() {
    EmailAddress ada = customer("ada");
    Fingerprint browser = fingerprint();
    Instant at = moment();
    Sighting newest = new Sighting(ada, null, browser, ipHash(), FIREFOX, null, at);
    Sighting older =
        new Sighting(
            ada, customerId(), browser, ipHash(), CHROME, AMSTERDAM, at.minusSeconds(3600));
    devices().record(newest);

    assertThat(devices().record(older)).isEqualTo(SightingOutcome.KNOWN_DEVICE);
    assertThat(onlyDeviceOf(ada))
        .isEqualTo(
            new Device(
                ada,
                older.customerId(),
                browser,
                newest.ipHash(),
                FIREFOX,
                AMSTERDAM,
                older.at(),
                at,
                2));
  }

  @Test
  void aDeviceBelongsToOneFingerprintAndOneCustomer() {
    EmailAddress ada = customer("ada");
    EmailAddress ben = customer("ben");
    Fingerprint tablet = fingerprint();
    Fingerprint phone = fingerprint();
    Instant at = moment();
    for (int visit = 0; visit < 2; visit++) {
      devices().record(sighting(ada, tablet, ipHash(), at.plusSeconds(visit)));
      devices().record(sighting(ben, tablet, ipHash(), at.plusSeconds(visit)));
      devices().record(sighting(ada, phone, ipHash(), at.plusSeconds(visit)));
    }

    assertThat(devices().devicesOf(ada, MANY))
        .extracting(Device::fingerprint)
        .containsExactlyInAnyOrder(tablet, phone);
    assertThat(devices().devicesOf(ben, MANY)).extracting(Device::fingerprint).containsOnly(tablet);
    assertThat(Stream.concat(allOf(ada), allOf(ben)).map(Device::visitCount)).containsOnly(2);
  }

  @Test
  void withoutAFingerprintADeviceBelongsToOneAddressAndOneCustomer() {
    EmailAddress ada = customer("ada");
    EmailAddress ben = customer("ben");
    IpHash home = ipHash();
    IpHash work = ipHash();
    Instant at = moment();
    for (int visit = 0; visit < 2; visit++) {
      devices().record(sighting(ada, null, home, at.plusSeconds(visit)));
      devices().record(sighting(ada, null, work, at.plusSeconds(visit)));
      devices().record(sighting(ben, null, home, at.plusSeconds(visit)));
    }

    assertThat(devices().devicesOf(ada, MANY))
        .extracting(Device::ipHash)
        .containsExactlyInAnyOrder(home, work);
    assertThat(devices().devicesOf(ben, MANY)).extracting(Device::ipHash).containsOnly(home);
    assertThat(Stream.concat(allOf(ada), allOf(ben)).map(Device::visitCount)).containsOnly(2);
  }

  @Test
  void sightingsWithAndWithoutAFingerprintAreDifferentDevices() {
    EmailAddress ada = customer("ada");
    Fingerprint browser = fingerprint();
    IpHash home = ipHash();
    Instant at = moment();
    assertThat(devices().record(sighting(ada, browser, home, at)))
        .isEqualTo(SightingOutcome.NEW_DEVICE);
    assertThat(devices().record(sighting(ada, null, home, at)))
        .isEqualTo(SightingOutcome.NEW_DEVICE);
    assertThat(devices().record(sighting(ada, browser, home, at)))
        .isEqualTo(SightingOutcome.KNOWN_DEVICE);

    assertThat(devices().devicesOf(ada, MANY))
        .extracting(Device::fingerprint, Device::visitCount)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(browser, 2),
            org.assertj.core.groups.Tuple.tuple(null, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anyHistoryOfSightingsEndsAsTheModelSays(long seed) {
    Random random = new Random(seed);
    List<EmailAddress> customers = List.of(customer("ada"), customer("ben"));
    List<@Nullable Fingerprint> browsers = Arrays.asList(fingerprint(), fingerprint(), null);
    List<@Nullable IpHash> addresses = Arrays.asList(ipHash(), ipHash(), null);
    List<@Nullable UserAgent> agents = Arrays.asList(FIREFOX, CHROME, null);
    List<@Nullable Place> places = Arrays.asList(AMSTERDAM, ELSEWHERE, null);
    List<@Nullable Long> ids = Arrays.asList(customerId(), customerId(), null);
    Instant start = moment();
    Map<List<Object>, Device> model = new LinkedHashMap<>();

    for (int i = 0; i < 60; i++) {
      Fingerprint browser = one(browsers, random);
      IpHash address = browser == null ? addresses.get(random.nextInt(2)) : one(addresses, random);
      Sighting sighting =
          new Sighting(
              one(customers, random),
              one(ids, random),
              browser,
              address,
              one(agents, random),
              one(places, random),
              start.plusSeconds(random.nextInt(20)));
      List<Object> key = List.of(sighting.customer(), browser == null ? address : browser);
      Device known = model.get(key);
      assertThat(devices().record(sighting))
          .isEqualTo(known == null ? SightingOutcome.NEW_DEVICE : SightingOutcome.KNOWN_DEVICE);
      model.put(key, known == null ? Device.firstSeenAs(sighting) : known.seenAgain(sighting));
    }

    assertThat(customers.stream().flatMap(this::allOf))
        .containsExactlyInAnyOrderElementsOf(model.values());
    for (Fingerprint browser : browsers.subList(0, 2)) {
      assertThat(devices().customersOn(browser, MANY))
          .containsExactlyInAnyOrderElementsOf(
              model.values().stream().filter(d -> browser.equals(d.fingerprint())).toList());
    }
    for (IpHash address : addresses.subList(0, 2)) {
      assertThat(byIp(MANY, address).devices())
          .containsExactlyInAnyOrderElementsOf(
              model.values().stream().filter(d -> address.equals(d.ipHash())).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void concurrentSightingsOfOneNewDeviceEndAsOneDeviceThatCountsEach(boolean withFingerprint)
      throws Exception {
    int threads = 64;
    EmailAddress ada = customer("ada");
    Instant at = moment();
    Fingerprint browser = withFingerprint ? fingerprint() : null;
    IpHash home = ipHash();
    List<Callable<SightingOutcome>> visits =
        IntStream.range(0, threads)
            .<Callable<SightingOutcome>>mapToObj(
                i -> () -> devices().record(sighting(ada, browser, home, at.plusSeconds(i))))
            .toList();

    List<SightingOutcome> outcomes = Together.run(visits);

    assertThat(outcomes).containsOnlyOnce(SightingOutcome.NEW_DEVICE);
    assertThat(outcomes).filteredOn(SightingOutcome.KNOWN_DEVICE::equals).hasSize(threads - 1);
    assertThat(onlyDeviceOf(ada))
        .isEqualTo(
            new Device(
                ada, null, browser, home, null, null, at, at.plusSeconds(threads - 1), threads));
    assertThat(byIp(MANY, home).devices()).hasSize(1);
  }

  @Test
  void concurrentSightingsOfOneBrowserByManyCustomersAreKeptApart() throws Exception {
    Fingerprint tablet = fingerprint();
    IpHash home = ipHash();
    Instant at = moment();
    List<EmailAddress> family = IntStream.range(0, 8).mapToObj(i -> customer("c" + i)).toList();
    List<Callable<Object>> visits = new ArrayList<>();
    for (int visit = 0; visit < 8; visit++) {
      for (EmailAddress member : family) {
        visits.add(() -> devices().record(sighting(member, tablet, home, at)));
      }
    }

    Together.run(visits);

    assertThat(devices().customersOn(tablet, MANY))
        .hasSize(8)
        .allSatisfy(device -> assertThat(device.visitCount()).isEqualTo(8))
        .extracting(Device::customer)
        .containsExactlyInAnyOrderElementsOf(family);
  }

  @Test
  void aReaderNeverSeesADeviceGoBackInTime() throws Exception {
    EmailAddress ada = customer("ada");
    Fingerprint browser = fingerprint();
    IpHash home = ipHash();
    Instant at = moment();
    devices().record(sighting(ada, browser, home, at));
    AtomicBoolean writing = new AtomicBoolean(true);
    Callable<Boolean> writer =
        () -> {
          Random random = new Random(7);
          for (int i = 0; i < 200; i++) {
            devices().record(sighting(ada, browser, home, at.plusSeconds(random.nextInt(1000))));
          }
          writing.set(false);
          return true;
        };
    Callable<Boolean> reader =
        () -> {
          Device before = onlyDeviceOf(ada);
          while (writing.get()) {
            Device after = onlyDeviceOf(ada);
            if (after.visitCount() < before.visitCount()
                || after.lastSeen().isBefore(before.lastSeen())) {
              return false;
            }
            before = after;
          }
          return true;
        };

    assertThat(Together.<Boolean>run(List.of(writer, reader, reader))).containsOnly(true);
    assertThat(onlyDeviceOf(ada).visitCount()).isEqualTo(201);
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingIsStored() {
    EmailAddress ada = customer("ada");
    Sighting huge = sightingOf(ada, HUGE_ID, moment());

    boolean held = isHeldOrRefused("customerId", () -> devices().record(huge));

    assertThat(devices().devicesOf(ada, MANY))
        .isEqualTo(held ? List.of(Device.firstSeenAs(huge)) : List.of());
    assertThat(devices().customersOn(known(huge.fingerprint()), MANY)).hasSize(held ? 1 : 0);
  }

  @Test
  void aRefusedSightingLeavesTheDeviceAsItWas() {
    EmailAddress ada = customer("ada");
    Sighting first = sightingOf(ada, null, moment());
    devices().record(first);
    Sighting huge =
        new Sighting(
            ada,
            HUGE_ID,
            first.fingerprint(),
            ipHash(),
            CHROME,
            ELSEWHERE,
            first.at().plusSeconds(60));

    boolean held = isHeldOrRefused("customerId", () -> devices().record(huge));

    Device before = Device.firstSeenAs(first);
    assertThat(onlyDeviceOf(ada)).isEqualTo(held ? before.seenAgain(huge) : before);
  }

  @Test
  void theLongestTextsAreKeptWhole() {
    EmailAddress ada = customer("ada");
    UserAgent agent = UserAgent.parse("\u4e2d".repeat(UserAgent.MAX_LENGTH)).orElseThrow();
    Place place = new Place("NL", "\u00e9".repeat(Place.MAX_CITY_LENGTH));
    Sighting long1 = new Sighting(ada, null, fingerprint(), ipHash(), agent, place, moment());
    devices().record(long1);

    assertThat(onlyDeviceOf(ada)).isEqualTo(Device.firstSeenAs(long1));
  }

  @Test
  void matchesByFingerprintAndByAddressAreToldApart() {
    Fingerprint browser = fingerprint();
    IpHash home = ipHash();
    Instant at = moment();
    Sighting same = sighting(customer("ada"), browser, ipHash(), at);
    Sighting neighbour = sighting(customer("ben"), fingerprint(), home, at);
    Sighting bare = sighting(customer("cem"), null, home, at.plusSeconds(1));
    Sighting both = sighting(customer("dee"), browser, home, at.plusSeconds(2));
    List.of(same, neighbour, bare, both).forEach(devices()::record);

    DeviceMatches matches =
        devices().matches(new VisitSignals(browser, List.of(home), null, null), 50);

    assertThat(matches.byFingerprint()).isEqualTo(new KeyMatches(firstSeen(both, same), false));
    assertThat(matches.byIpHash())
        .isEqualTo(new KeyMatches(firstSeen(both, bare, neighbour), false));
  }

  @Test
  void aKeyThatIsNotThereMatchesNothing() {
    Fingerprint browser = fingerprint();
    IpHash home = ipHash();
    devices().record(sighting(customer("ada"), browser, null, moment()));
    devices().record(sighting(customer("ben"), null, home, moment()));

    assertThat(devices().matches(new VisitSignals(null, List.of(), null, null), 50))
        .isEqualTo(new DeviceMatches(KeyMatches.none(), KeyMatches.none()));
    assertThat(byFingerprint(50, browser).devices()).hasSize(1);
    assertThat(devices().matches(new VisitSignals(browser, List.of(), null, null), 50).byIpHash())
        .isEqualTo(KeyMatches.none());
    assertThat(
            devices()
                .matches(new VisitSignals(null, List.of(home), null, null), 50)
                .byFingerprint())
        .isEqualTo(KeyMatches.none());
    assertThat(byFingerprint(50, fingerprint())).isEqualTo(KeyMatches.none());
    assertThat(byIp(50, ipHash())).isEqualTo(KeyMatches.none());
  }

  @Test
  void onlyTheNewestAddressOfADeviceMatches() {
    EmailAddress ada = customer("ada");
    Fingerprint browser = fingerprint();
    IpHash before = ipHash();
    IpHash after = ipHash();
    Instant at = moment();
    devices().record(sighting(ada, browser, before, at));
    devices().record(sighting(ada, browser, after, at.plusSeconds(1)));

    assertThat(byIp(50, before)).isEqualTo(KeyMatches.none());
    assertThat(byIp(50, after).devices()).containsExactly(onlyDeviceOf(ada));
  }

  @Test
  void afterARotationOfKeysAllHashesOfAnAddressMatchTogether() {
    IpHash current = ipHash();
    IpHash previous = ipHash();
    IpHash oldest = ipHash();
    Instant at = moment();
    Sighting a = sighting(customer("ada"), fingerprint(), previous, at.plusSeconds(3));
    Sighting b = sighting(customer("ben"), null, current, at.plusSeconds(2));
    Sighting c = sighting(customer("cem"), fingerprint(), oldest, at.plusSeconds(1));
    Sighting d = sighting(customer("dee"), fingerprint(), current, at);
    List.of(a, b, c, d).forEach(devices()::record);

    assertThat(byIp(4, current, previous, oldest))
        .isEqualTo(new KeyMatches(firstSeen(a, b, c, d), false));
    assertThat(byIp(3, current, previous, oldest)).isEqualTo(new KeyMatches(List.of(), true));
    assertThat(byIp(4, current)).isEqualTo(new KeyMatches(firstSeen(b, d), false));
  }

  @Test
  void aDeviceThatMovesToTheCurrentHashIsFoundOnceAllAlong() throws Exception {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    int moves = 300;
    List<Fingerprint> browsers = Stream.generate(Fixtures::fingerprint).limit(moves).toList();
    List<IpHash> current = Stream.generate(Fixtures::ipHash).limit(moves).toList();
    List<IpHash> previous = Stream.generate(Fixtures::ipHash).limit(moves).toList();
    for (int i = 0; i < moves; i++) {
      devices().record(sighting(ada, browsers.get(i), previous.get(i), at));
    }
    AtomicInteger moving = new AtomicInteger();
    Callable<Boolean> writer =
        () -> {
          for (int i = 0; i < moves; i++) {
            moving.set(i);
            devices().record(sighting(ada, browsers.get(i), current.get(i), at.plusSeconds(1)));
          }
          moving.set(moves);
          return true;
        };
    Callable<Boolean> reader =
        () -> {
          for (int i = moving.get(); i < moves; i = moving.get()) {
            if (byIp(50, current.get(i), previous.get(i)).devices().size() != 1) {
              return false;
            }
          }
          return true;
        };

    assertThat(Together.<Boolean>run(List.of(writer, reader))).containsOnly(true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 50})
  void aKeyIsSaturatedFromOneMoreThanTheLimit(int limit) {
    Fingerprint browser = fingerprint();
    IpHash home = ipHash();
    Instant at = moment();
    List<Sighting> sightings = new ArrayList<>();
    for (int i = 0; i < limit; i++) {
      sightings.add(sighting(customer("c" + i), browser, home, at.minusSeconds(i)));
    }
    sightings.forEach(devices()::record);
    List<Device> newest = sightings.stream().map(Device::firstSeenAs).toList();

    assertThat(byFingerprint(limit, browser)).isEqualTo(new KeyMatches(newest, false));
    assertThat(byIp(limit, home)).isEqualTo(new KeyMatches(newest, false));

    devices().record(sighting(customer("last"), browser, home, at.minusSeconds(limit)));

    assertThat(byFingerprint(limit, browser)).isEqualTo(new KeyMatches(List.of(), true));
    assertThat(byIp(limit, home)).isEqualTo(new KeyMatches(List.of(), true));
    assertThat(devices().matches(new VisitSignals(browser, List.of(home), null, null), limit))
        .as("each customer is found by both keys")
        .isEqualTo(new DeviceMatches(new KeyMatches(newest, true), new KeyMatches(newest, true)));
  }

  @Test
  void aSaturatedKeyNamesOnlyCustomersWhomTheOtherKeyFinds() {
    IpHash office = ipHash();
    Fingerprint laptop = fingerprint();
    Instant at = moment();
    EmailAddress ada = customer("ada");
    Sighting atTheOffice = sighting(ada, fingerprint(), office, at);
    Sighting onTheLaptop = sighting(ada, laptop, ipHash(), at.plusSeconds(60));
    List.of(atTheOffice, onTheLaptop).forEach(devices()::record);
    for (int i = 1; i <= 3; i++) {
      devices().record(sighting(customer("c" + i), fingerprint(), office, at.minusSeconds(i)));
    }
    VisitSignals visit = new VisitSignals(laptop, List.of(office), null, null);

    assertThat(devices().matches(visit, 3))
        .isEqualTo(
            new DeviceMatches(
                new KeyMatches(firstSeen(onTheLaptop), false),
                new KeyMatches(firstSeen(atTheOffice), true)));
    assertThat(
            devices()
                .matches(new VisitSignals(fingerprint(), List.of(office), null, null), 3)
                .byIpHash())
        .isEqualTo(new KeyMatches(List.of(), true));
  }

  @Test
  void theLimitOfMatchesIsOneToAThousand() {
    VisitSignals signals = new VisitSignals(fingerprint(), List.of(ipHash()), null, null);

    assertThat(devices().matches(signals, 1)).isEqualTo(devices().matches(signals, 1000));
    assertRefused("limit", () -> devices().matches(signals, 0));
    assertRefused("limit", () -> devices().matches(signals, -1));
    assertRefused("limit", () -> devices().matches(signals, 1001));
  }

  @Test
  void devicesOfACustomerComeNewestFirst() {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    List<Sighting> sightings =
        IntStream.range(0, 5)
            .mapToObj(i -> sighting(ada, fingerprint(), ipHash(), at.minusSeconds(i)))
            .toList();
    List<Sighting> shuffled = new ArrayList<>(sightings);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.forEach(devices()::record);
    devices().record(sighting(customer("ben"), fingerprint(), ipHash(), at));
    List<Device> newest = sightings.stream().map(Device::firstSeenAs).toList();

    assertThat(devices().devicesOf(ada, MANY)).isEqualTo(newest);
    assertThat(devices().devicesOf(ada, 2)).isEqualTo(newest.subList(0, 2));
    assertThat(devices().devicesOf(customer("nobody"), MANY)).isEmpty();
  }

  @Test
  void aCustomerIsFoundHoweverTheAddressIsSpelled() {
    EmailAddress ada = customer("ada");
    EmailAddress shouted = EmailAddress.of(" " + ada.value().toUpperCase(java.util.Locale.ROOT));
    Fingerprint browser = fingerprint();
    devices().record(sighting(shouted, browser, null, moment()));
    devices().record(sighting(ada, browser, null, moment()));

    assertThat(devices().devicesOf(shouted, MANY))
        .isEqualTo(devices().devicesOf(ada, MANY))
        .hasSize(1);
    assertThat(devices().newestDevices(List.of(shouted))).containsOnlyKeys(ada);
  }

  @Test
  void theNewestDeviceOfEachCustomerComesInOneCall() {
    EmailAddress ada = customer("ada");
    EmailAddress ben = customer("ben");
    EmailAddress none = customer("none");
    Instant at = moment();
    Sighting newestOfAda = sightingOf(ada, customerId(), at.plusSeconds(1));
    Sighting newestOfBen = sighting(ben, null, ipHash(), at.plusSeconds(5));
    devices().record(sightingOf(ada, null, at));
    devices().record(newestOfAda);
    devices().record(newestOfBen);
    devices().record(sightingOf(ben, null, at.plusSeconds(4)));
    devices().record(sightingOf(customer("other"), null, at));

    assertThat(devices().newestDevices(List.of(ada, none, ben)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(ada, Device.firstSeenAs(newestOfAda), ben, Device.firstSeenAs(newestOfBen)));
    assertThat(devices().newestDevices(List.of())).isEmpty();
  }

  @Test
  void theNewestDevicesAreAskedForAThousandCustomersAtMost() {
    EmailAddress ada = customer("ada");
    devices().record(sightingOf(ada, null, moment()));
    List<EmailAddress> customers =
        new ArrayList<>(IntStream.range(1, 1000).mapToObj(i -> customer("c" + i)).toList());
    customers.add(ada);

    assertThat(devices().newestDevices(customers)).containsOnlyKeys(ada);

    customers.add(customer("one.too.many"));
    assertRefused("customers.size", () -> devices().newestDevices(customers));
  }

  @Test
  void theCustomersOnADeviceComeNewestFirst() {
    Fingerprint tablet = fingerprint();
    Instant at = moment();
    Sighting a = sighting(customer("ada"), tablet, ipHash(), at.plusSeconds(2));
    Sighting b = sighting(customer("ben"), tablet, null, at.plusSeconds(1));
    Sighting c = sighting(customer("cem"), tablet, ipHash(), at);
    List.of(b, c, a).forEach(devices()::record);
    devices().record(sighting(a.customer(), fingerprint(), null, at.plusSeconds(9)));

    assertThat(devices().customersOn(tablet, MANY)).isEqualTo(firstSeen(a, b, c));
    assertThat(devices().customersOn(tablet, 2)).isEqualTo(firstSeen(a, b));
    assertThat(devices().customersOn(fingerprint(), MANY)).isEmpty();
  }

  @Test
  void theStatisticsCountCustomersAndWeighVisits() {
    Instant now = moment();
    Duration halfLife = Duration.ofDays(30);
    PopulationStatistics before = devices().statistics(now, halfLife, 2);
    EmailAddress ada = customer("ada");
    Fingerprint browser = fingerprint();
    devices().record(sighting(ada, browser, null, now.minus(halfLife)));
    devices().record(sighting(ada, browser, null, now.minus(halfLife)));
    devices().record(sighting(ada, null, ipHash(), now.minus(halfLife.multipliedBy(2))));
    devices().record(sighting(customer("ben"), fingerprint(), null, now));
    devices().record(sighting(customer("cem"), fingerprint(), null, now.plusSeconds(999)));

    PopulationStatistics after = devices().statistics(now, halfLife, 2);

    assertThat(after.customers() - before.customers()).isEqualTo(3);
    assertThat(after.visitWeight() - before.visitWeight())
        .as("two visits of half weight, one of a quarter, one of today, one yet to come")
        .isCloseTo(2 * 0.5 + 0.25 + 1 + 1, within(1e-6 * (1 + before.visitWeight())));
  }

  @Test
  void theStatisticsNameCrowdedKeysAndCountTheirCustomers() {
    Fingerprint crowded = fingerprint();
    Fingerprint full = fingerprint();
    IpHash crowdedIp = ipHash();
    IpHash homeOfOne = ipHash();
    IpHash fullIp = ipHash();
    Instant now = moment();
    for (int i = 0; i < 4; i++) {
      EmailAddress customer = customer("c" + i);
      devices().record(sighting(customer, crowded, crowdedIp, now));
      devices().record(sighting(customer, null, crowdedIp, now));
      if (i < 3) {
        devices().record(sighting(customer, full, fullIp, now));
      }
    }
    EmailAddress hider = customer("hider");
    for (int i = 0; i < 4; i++) {
      devices().record(sighting(hider, fingerprint(), homeOfOne, now));
    }

    PopulationStatistics statistics = devices().statistics(now, Duration.ofDays(90), 3);

    assertThat(statistics.fingerprints().crowded())
        .containsEntry(crowded, 4L)
        .doesNotContainKey(full);
    assertThat(statistics.ipHashes().crowded())
        .as("crowded by devices, as matches are; counted by customers")
        .containsEntry(crowdedIp, 4L)
        .containsEntry(homeOfOne, 1L)
        .doesNotContainKey(fullIp);
    assertThat(statistics.fingerprints().meanCustomersPerValue()).isBetween(1.0, 4.0);
    assertThat(statistics.ipHashes().meanCustomersPerValue()).isBetween(1.0, 4.0);
  }

  @Test
  void theMeanNumberOfCustomersPerKeyFollowsTheKeys() {
    Instant now = moment();
    PopulationStatistics before = devices().statistics(now, Duration.ofDays(90), 1000);
    Fingerprint shared = fingerprint();
    for (int i = 0; i < 9; i++) {
      devices().record(sighting(customer("c" + i), shared, null, now));
    }
    PopulationStatistics after = devices().statistics(now, Duration.ofDays(90), 1000);

    double mean = after.fingerprints().meanCustomersPerValue();
    assertThat(mean).isGreaterThan(before.fingerprints().meanCustomersPerValue());
    if (before.fingerprints().meanCustomersPerValue() == 0) {
      assertThat(mean).isEqualTo(9);
      assertThat(after.ipHashes().meanCustomersPerValue())
          .isEqualTo(before.ipHashes().meanCustomersPerValue());
    }
  }

  @Test
  void aShortHalfLifeIsAHalfLifeToo() {
    Instant now = moment();
    PopulationStatistics before = devices().statistics(now, Duration.ofMillis(500), 1000);
    devices().record(sighting(customer("ada"), fingerprint(), null, now));
    devices().record(sighting(customer("ben"), fingerprint(), null, now.minusSeconds(1)));

    PopulationStatistics after = devices().statistics(now, Duration.ofMillis(500), 1000);

    assertThat(after.visitWeight() - before.visitWeight()).isCloseTo(1.25, within(1e-6));
  }

  @Test
  void whatIsMissingOrOutOfRangeIsNamed() {
    EmailAddress ada = customer("ada");
    Instant now = moment();
    Duration day = Duration.ofDays(1);

    assertRefused("sighting", () -> devices().record(null));
    assertRefused("signals", () -> devices().matches(null, 1));
    assertRefused("now", () -> devices().statistics(null, day, 1));
    assertRefused("halfLife", () -> devices().statistics(now, null, 1));
    assertRefused("halfLife", () -> devices().statistics(now, Duration.ZERO, 1));
    assertRefused("customer", () -> devices().devicesOf(null, 1));
    assertRefused("limit", () -> devices().devicesOf(ada, 0));
    assertRefused("limit", () -> devices().devicesOf(customer("nobody"), -1));
    assertRefused("customers", () -> devices().newestDevices(null));
    assertRefused("fingerprint", () -> devices().customersOn(null, 1));
    assertRefused("limit", () -> devices().customersOn(fingerprint(), 0));
  }

  private Device onlyDeviceOf(EmailAddress customer) {
    List<Device> devices = devices().devicesOf(customer, MANY);
    assertThat(devices).hasSize(1);
    return devices.get(0);
  }

  private Stream<Device> allOf(EmailAddress customer) {
    return devices().devicesOf(customer, MANY).stream();
  }

  private KeyMatches byFingerprint(int limit, Fingerprint fingerprint) {
    return devices()
        .matches(new VisitSignals(fingerprint, List.of(), null, null), limit)
        .byFingerprint();
  }

  private KeyMatches byIp(int limit, IpHash... hashes) {
    return devices().matches(new VisitSignals(null, List.of(hashes), null, null), limit).byIpHash();
  }

  private static List<Device> firstSeen(Sighting... sightings) {
    return Stream.of(sightings).map(Device::firstSeenAs).toList();
  }

  private static Fingerprint known(@Nullable Fingerprint fingerprint) {
    assertThat(fingerprint).isNotNull();
    return fingerprint;
  }

  private static <T> T one(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
