package dev.customerintelligence.storage.contract;

import static dev.customerintelligence.storage.contract.Fixtures.anonymousEvent;
import static dev.customerintelligence.storage.contract.Fixtures.bareProfile;
import static dev.customerintelligence.storage.contract.Fixtures.customer;
import static dev.customerintelligence.storage.contract.Fixtures.customerId;
import static dev.customerintelligence.storage.contract.Fixtures.draft;
import static dev.customerintelligence.storage.contract.Fixtures.event;
import static dev.customerintelligence.storage.contract.Fixtures.fingerprint;
import static dev.customerintelligence.storage.contract.Fixtures.forecast;
import static dev.customerintelligence.storage.contract.Fixtures.fullProfile;
import static dev.customerintelligence.storage.contract.Fixtures.ipHash;
import static dev.customerintelligence.storage.contract.Fixtures.made;
import static dev.customerintelligence.storage.contract.Fixtures.moment;
import static dev.customerintelligence.storage.contract.Fixtures.oldMoment;
import static dev.customerintelligence.storage.contract.Fixtures.sighting;
import static dev.customerintelligence.storage.contract.Fixtures.sightingOf;
import static dev.customerintelligence.storage.contract.Fixtures.withCustomerId;
import static dev.customerintelligence.storage.contract.Fixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.event.AppendResult;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.forecast.ForecastSave;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Tombstone;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.privacy.AuditAction;
import dev.customerintelligence.privacy.AuditRecord;
import dev.customerintelligence.privacy.PendingErasure;
import dev.customerintelligence.privacy.PeoplePage;
import dev.customerintelligence.privacy.PersonCounts;
import dev.customerintelligence.privacy.PersonVisitor;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.SightingOutcome;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link dev.customerintelligence.privacy.PrivacyStore} does. */
public abstract class PrivacyStoreContract extends StorageContract {
  private static final int MANY = 100_000;
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");
  private static final PersonCounts NOTHING = new PersonCounts(0, 0, 0, 0, 0);

  /** Collects what a visitor is shown, in its sequence. */
  private static final class Collector implements PersonVisitor {
    private final List<Object> shown = new ArrayList<>();

    @Override
    public void profile(CustomerProfile profile) {
      shown.add(profile);
    }

    @Override
    public void device(Device device) {
      shown.add(device);
    }

    @Override
    public void offer(BundleOffer offer) {
      shown.add(offer);
    }

    @Override
    public void event(BehavioralEvent event) {
      shown.add(event);
    }

    @Override
    public void forecast(CustomerForecast forecast) {
      shown.add(forecast);
    }
  }

  /** For the subclasses. */
  protected PrivacyStoreContract() {}

  @Test
  void whatIsAboutAPersonIsCountedAndShown() {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    CustomerProfile profile = fullProfile(ada, at);
    Sighting phone = sightingOf(ada, profile.customerId(), at);
    Sighting network = sighting(ada, null, ipHash(), at);
    BehavioralEvent event = event(ada, at);
    BehavioralEvent anonymous = anonymousEvent(profile.customerId(), null, word(), at);
    profiles().save(List.of(profile));
    devices().record(phone);
    devices().record(network);
    BundleOffer offer = made(offers(), draft(ada, at));
    events().append(List.of(event, anonymous));
    CustomerForecast forecast = forecast(ada, DAY);
    forecasts().save(List.of(forecast));
    someoneElse(at);

    assertThat(privacy().count(ada)).isEqualTo(new PersonCounts(1, 2, 1, 2, 1));
    List<Object> shown = read(ada);
    assertThat(shown).hasSize(7);
    assertThat(shown.get(6)).isEqualTo(forecast);
    assertThat(shown.get(0)).isEqualTo(profile);
    assertThat(shown.subList(1, 3))
        .containsExactlyInAnyOrder(Device.firstSeenAs(phone), Device.firstSeenAs(network));
    assertThat(shown.get(3)).isEqualTo(offer);
    assertThat(shown.subList(4, 6)).containsExactlyInAnyOrder(event, anonymous);
  }

  @Test
  void aPersonIsFoundHoweverTheAddressIsSpelled() {
    EmailAddress ada = customer("ada");
    EmailAddress shouted = EmailAddress.of(ada.value().toUpperCase(Locale.ROOT));
    events().append(List.of(event(shouted, moment())));

    assertThat(privacy().count(ada)).isEqualTo(new PersonCounts(0, 0, 0, 1, 0));
    privacy().erase(shouted, moment());
    assertThat(privacy().isErased(ada)).isTrue();
  }

  @Test
  void aPersonOfWhomNothingIsHeldIsNothing() {
    EmailAddress nobody = customer("nobody");

    assertThat(privacy().count(nobody)).isEqualTo(NOTHING);
    assertThat(read(nobody)).isEmpty();
    assertThat(privacy().isErased(nobody)).isFalse();
    assertThat(privacy().release(nobody, moment())).isFalse();
    assertThat(privacy().erase(nobody, moment()).deleted()).isEqualTo(NOTHING);
    assertThat(privacy().isErased(nobody)).isTrue();
  }

  @Test
  void anErasureDeletesEverythingAboutThePersonAndNothingElse() {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    CustomerProfile profile = fullProfile(ada, at);
    Sighting phone = sightingOf(ada, profile.customerId(), at);
    profiles().save(List.of(profile));
    devices().record(phone);
    BundleOffer offer = made(offers(), draft(ada, at));
    events().append(List.of(event(ada, at), event(ada, at)));
    forecasts().save(List.of(forecast(ada, DAY)));
    EmailAddress other = someoneElse(at);
    List<Object> ofOther = read(other);

    AuditRecord audit = privacy().erase(ada, at.plusSeconds(5));

    assertThat(audit.action()).isEqualTo(AuditAction.ERASED);
    assertThat(audit.at()).isEqualTo(at.plusSeconds(5));
    assertThat(audit.deleted()).isEqualTo(new PersonCounts(1, 1, 1, 2, 1));
    assertThat(privacy().newestAudits(MANY)).contains(audit);
    assertThat(privacy().isErased(ada)).isTrue();
    assertNothingIsHeldAbout(ada);
    assertThat(offers().find(offer.id())).isEmpty();
    assertThat(
            devices()
                .matches(new VisitSignals(phone.fingerprint(), ips(phone), null, null), 50)
                .byFingerprint()
                .devices())
        .isEmpty();
    assertThat(
            devices()
                .matches(new VisitSignals(null, ips(phone), null, null), 50)
                .byIpHash()
                .devices())
        .isEmpty();
    assertThat(analytics().topByScore(MANY))
        .extracting(CustomerProfile::customer)
        .doesNotContain(ada)
        .contains(other);
    assertThat(analytics().offerOutcomes(at, at))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.count()).as("the other's").isEqualTo(1));
    assertThat(read(other)).isEqualTo(ofOther);
    assertThat(privacy().isErased(other)).isFalse();
  }

  @Test
  void anErasureMayBeRepeatedAndSaysWhatEachCallDeleted() {
    EmailAddress ada = customer("ada");
    events().append(List.of(event(ada, moment())));
    Instant at = moment();

    AuditRecord first = privacy().erase(ada, at);
    AuditRecord second = privacy().erase(ada, at.plusSeconds(1));

    assertThat(first.deleted()).isEqualTo(new PersonCounts(0, 0, 0, 1, 0));
    assertThat(second.deleted()).isEqualTo(NOTHING);
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(privacy().newestAudits(MANY)).containsSubsequence(second, first);
    assertThat(privacy().isErased(ada)).isTrue();
  }

  @Test
  void everyWayInRefusesAnErasedPerson() {
    EmailAddress ada = customer("ada");
    EmailAddress ben = customer("ben");
    Instant at = moment();
    BundleOffer offer = made(offers(), draft(ada, at));
    privacy().erase(ada, at);

    assertThat(devices().record(sightingOf(ada, null, at)))
        .isEqualTo(SightingOutcome.CUSTOMER_ERASED);
    assertThat(devices().record(sighting(ada, null, ipHash(), at)))
        .isEqualTo(SightingOutcome.CUSTOMER_ERASED);
    assertThat(profiles().save(List.of(bareProfile(ben, at), fullProfile(ada, at))))
        .containsExactly(ProfileSave.CREATED, ProfileSave.CUSTOMER_ERASED);
    assertThat(forecasts().save(List.of(forecast(ben, DAY), forecast(ada, DAY))))
        .containsExactly(ForecastSave.SAVED, ForecastSave.CUSTOMER_ERASED);
    assertThat(forecasts().save(List.of(forecast(ada, DAY))))
        .containsExactly(ForecastSave.CUSTOMER_ERASED);
    assertThat(offers().create(draft(ada, at))).isEqualTo(new OfferCreation.CustomerErased());
    assertThat(
            offers().move(offer.id(), new OfferStep(OfferStatus.VIEWED, at, null), event(ada, at)))
        .isEqualTo(new OfferMove.NotFound());
    assertThat(events().append(List.of(event(ada, at), event(ben, at), event(ada, at))))
        .isEqualTo(new AppendResult(1, 0, 2));
    assertNothingIsHeldAbout(ada);
    assertThat(privacy().count(ben)).isEqualTo(new PersonCounts(1, 0, 0, 1, 1));
  }

  @Test
  void anonymousEventsWithThePersonsCustomerIdGo() {
    Instant at = moment();
    long ofProfile = customerId();
    long ofDevice = customerId();
    long ofOffer = customerId();
    long ofEvent = customerId();
    String type = word();
    EmailAddress ada = customer("ada");
    EmailAddress ben = customer("ben");
    profiles().save(List.of(withCustomerId(bareProfile(ada, at), ofProfile)));
    devices().record(sightingOf(ada, ofDevice, at));
    made(offers(), draft(ada, ofOffer, at, at.plusSeconds(60)));
    BehavioralEvent ownEvent =
        BehavioralEvent.builder(java.util.UUID.randomUUID(), "own", at)
            .customer(ada)
            .customerId(ofEvent)
            .build();
    BehavioralEvent othersEvent =
        BehavioralEvent.builder(java.util.UUID.randomUUID(), "others", at)
            .customer(ben)
            .customerId(ofProfile)
            .build();
    events()
        .append(
            List.of(
                ownEvent,
                othersEvent,
                anonymousEvent(ofProfile, null, type, at),
                anonymousEvent(ofDevice, null, type, at),
                anonymousEvent(ofOffer, null, type, at),
                anonymousEvent(ofEvent, null, type, at),
                anonymousEvent(customerId(), null, type, at),
                anonymousEvent(null, null, type, at)));

    assertThat(privacy().count(ada).events()).isEqualTo(5);
    assertThat(read(ada)).hasSize(8);
    assertThat(privacy().erase(ada, at).deleted().events()).isEqualTo(5);
    assertThat(countOf(type, at)).as("nobody's and another customer's").isEqualTo(2);
    assertThat(events().newestOf(ben, MANY)).containsExactly(othersEvent);
  }

  @Test
  void anonymousEventsOfABrowserGoIfOnlyThePersonUsedIt() {
    Instant at = moment();
    Fingerprint own = fingerprint();
    Fingerprint shared = fingerprint();
    String type = word();
    EmailAddress ada = customer("ada");
    EmailAddress ben = customer("ben");
    devices().record(sighting(ada, own, null, at));
    devices().record(sighting(ada, shared, null, at));
    devices().record(sighting(ben, shared, null, at));
    long adasId = customerId();
    profiles().save(List.of(withCustomerId(bareProfile(ada, at), adasId)));
    events()
        .append(
            List.of(
                anonymousEvent(null, own, type, at),
                anonymousEvent(adasId, own, type, at),
                anonymousEvent(null, shared, type, at),
                anonymousEvent(null, fingerprint(), type, at)));

    assertThat(privacy().count(ada).events()).as("each event once").isEqualTo(2);
    assertThat(privacy().count(ben).events()).isZero();
    assertThat(read(ada)).hasSize(5);
    assertThat(privacy().erase(ada, at).deleted().events()).isEqualTo(2);
    assertThat(countOf(type, at)).as("the shared tablet's and a stranger's").isEqualTo(2);
    assertThat(privacy().count(ben).events()).as("now only this person used it").isEqualTo(1);
  }

  @Test
  void aReleasedPersonMayComeBack() {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    privacy().erase(ada, at);

    assertThat(privacy().release(ada, at.plusSeconds(1))).isTrue();
    assertThat(privacy().isErased(ada)).isFalse();
    assertThat(privacy().release(ada, at.plusSeconds(2))).isFalse();
    assertThat(privacy().newestAudits(MANY))
        .filteredOn(audit -> !audit.at().isBefore(at) && audit.at().isBefore(at.plusSeconds(9)))
        .extracting(AuditRecord::action, AuditRecord::at, AuditRecord::deleted)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(AuditAction.RELEASED, at.plusSeconds(1), NOTHING),
            org.assertj.core.groups.Tuple.tuple(AuditAction.ERASED, at, NOTHING));
    assertThat(devices().record(sightingOf(ada, null, at))).isEqualTo(SightingOutcome.NEW_DEVICE);
    assertThat(profiles().save(List.of(bareProfile(ada, at)))).containsExactly(ProfileSave.CREATED);
    made(offers(), draft(ada, at));
    assertThat(events().append(List.of(event(ada, at)))).isEqualTo(new AppendResult(1, 0, 0));
    assertThat(forecasts().save(List.of(forecast(ada, DAY)))).containsExactly(ForecastSave.SAVED);
    assertThat(privacy().count(ada)).isEqualTo(new PersonCounts(1, 1, 1, 1, 1));
  }

  @Test
  void anErasureThatRacesWithEveryKindOfWriteLeavesNothing() throws Exception {
    for (int round = 0; round < 8; round++) {
      EmailAddress ada = customer("ada");
      Instant at = moment();
      BundleOffer offer = made(offers(), draft(ada, at));
      devices().record(sightingOf(ada, null, at));
      AtomicBoolean erased = new AtomicBoolean();
      AtomicInteger writes = new AtomicInteger();
      List<Callable<Boolean>> tasks = new ArrayList<>();
      tasks.add(
          writing(
              erased,
              writes,
              () -> devices().record(sightingOf(ada, null, at)),
              SightingOutcome.CUSTOMER_ERASED));
      Fingerprint phone = fingerprint();
      tasks.add(
          writing(
              erased,
              writes,
              () -> devices().record(sighting(ada, phone, null, at)),
              SightingOutcome.CUSTOMER_ERASED));
      tasks.add(
          writing(
              erased,
              writes,
              () -> profiles().save(List.of(fullProfile(ada, at))),
              List.of(ProfileSave.CUSTOMER_ERASED)));
      tasks.add(
          writing(
              erased,
              writes,
              () -> forecasts().save(List.of(forecast(ada, DAY))),
              List.of(ForecastSave.CUSTOMER_ERASED)));
      tasks.add(
          writing(
              erased,
              writes,
              () -> offers().create(draft(ada, at)),
              new OfferCreation.CustomerErased()));
      tasks.add(
          writing(
              erased,
              writes,
              () ->
                  offers()
                      .move(
                          offer.id(), new OfferStep(OfferStatus.VIEWED, at, null), event(ada, at)),
              new OfferMove.NotFound()));
      tasks.add(
          writing(
              erased,
              writes,
              () -> events().append(List.of(event(ada, at))),
              new AppendResult(0, 0, 1)));
      tasks.add(
          () -> {
            while (writes.get() < 30) {
              Thread.onSpinWait();
            }
            privacy().erase(ada, at);
            erased.set(true);
            return true;
          });

      assertThat(Together.<Boolean>run(tasks)).as("refused after the erasure").containsOnly(true);

      assertNothingIsHeldAbout(ada);
      assertThat(offers().find(offer.id())).isEmpty();
      assertThat(devices().customersOn(phone, MANY)).isEmpty();
    }
  }

  @Test
  void ofConcurrentErasuresEachRowIsDeletedOnce() throws Exception {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    profiles().save(List.of(fullProfile(ada, at)));
    for (int i = 0; i < 20; i++) {
      devices().record(sightingOf(ada, null, at));
      events().append(List.of(event(ada, at)));
    }
    made(offers(), draft(ada, at));
    forecasts().save(List.of(forecast(ada, DAY)));

    List<AuditRecord> audits = Together.<AuditRecord>run(8, () -> privacy().erase(ada, at));

    assertThat(audits.stream().map(AuditRecord::deleted))
        .containsOnlyOnce(new PersonCounts(1, 20, 1, 20, 1))
        .containsOnly(new PersonCounts(1, 20, 1, 20, 1), NOTHING);
    assertThat(privacy().newestAudits(MANY)).containsAll(audits);
    assertNothingIsHeldAbout(ada);
  }

  @Test
  void whoWasErasedIsKnownUnderALaterKeyToo() {
    EmailAddress ada = customer("ada");
    EmailAddress ben = customer("ben");
    privacy().erase(ada, moment());
    Sighting cem = sightingOf(customer("cem"), null, moment());
    devices().record(cem);

    try (Storage rotated =
        factory().open(new TombstoneHasher(PREVIOUS_KEY, List.of(CURRENT_KEY)))) {
      assertThat(rotated.privacy().isErased(ada)).isEqualTo(opensTheSameStoreAgain());
      rotated.privacy().erase(ben, moment());
      assertThat(privacy().isErased(ben)).as("under a key that is not known here").isFalse();
      if (opensTheSameStoreAgain()) {
        assertThat(rotated.devices().record(sightingOf(ada, null, moment())))
            .isEqualTo(SightingOutcome.CUSTOMER_ERASED);
        assertThat(rotated.offers().create(draft(ada, moment())))
            .isInstanceOf(OfferCreation.CustomerErased.class);
        assertThat(rotated.devices().record(cem)).isEqualTo(SightingOutcome.KNOWN_DEVICE);
        assertThat(devices().devicesOf(cem.customer(), 2))
            .extracting(Device::visitCount)
            .containsExactly(2);
        assertThat(rotated.privacy().release(ada, moment())).isTrue();
        assertThat(privacy().isErased(ada)).isFalse();
        assertThat(rotated.privacy().release(ben, moment())).isTrue();
      }
    }
  }

  @Test
  void theNewestAuditsComeFirst() {
    Instant at = moment();
    List<AuditRecord> newestFirst = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      newestFirst.add(0, privacy().erase(customer("c" + i), at.plusSeconds(i)));
    }

    List<AuditRecord> all = privacy().newestAudits(MANY);

    assertThat(all).filteredOn(newestFirst::contains).isEqualTo(newestFirst);
    for (int limit : new int[] {1, 2, all.size()}) {
      assertThat(privacy().newestAudits(limit)).isEqualTo(all.subList(0, limit));
    }
  }

  @Test
  void devicesNotSeenSinceAMomentAreDeleted() {
    Instant cutoff = withoutOldRows(oldMoment());
    Sighting old = sightingOf(customer("ada"), null, cutoff.minusSeconds(1));
    Sighting oldWithoutFingerprint =
        sighting(customer("ben"), null, ipHash(), cutoff.minusSeconds(1));
    Sighting justSeen = sightingOf(customer("cem"), null, cutoff);
    List.of(old, oldWithoutFingerprint, justSeen).forEach(devices()::record);
    devices().record(sighting(justSeen.customer(), null, ipHash(), cutoff.minusSeconds(9)));
    EmailAddress returned = customer("dee");
    Fingerprint phone = fingerprint();
    devices().record(sighting(returned, phone, null, cutoff.minusSeconds(60)));
    devices().record(sighting(returned, phone, null, cutoff));

    assertThat(privacy().countDevicesNotSeenSince(cutoff)).isEqualTo(3);
    assertThat(privacy().deleteDevicesNotSeenSince(cutoff, MANY)).isEqualTo(3);
    assertThat(privacy().countDevicesNotSeenSince(cutoff)).isZero();

    assertThat(devices().devicesOf(old.customer(), MANY)).isEmpty();
    assertThat(devices().customersOn(known(old.fingerprint()), MANY)).isEmpty();
    assertThat(
            devices()
                .matches(new VisitSignals(null, ips(oldWithoutFingerprint), null, null), 50)
                .byIpHash()
                .devices())
        .isEmpty();
    assertThat(devices().devicesOf(justSeen.customer(), MANY))
        .containsExactly(Device.firstSeenAs(justSeen));
    assertThat(devices().devicesOf(returned, MANY)).hasSize(1);
    assertThat(privacy().deleteDevicesNotSeenSince(cutoff, MANY)).isZero();
    assertThat(devices().record(old)).isEqualTo(SightingOutcome.NEW_DEVICE);
  }

  @Test
  void noMoreDevicesAreDeletedThanTheLimit() {
    Instant cutoff = withoutOldRows(oldMoment());
    EmailAddress ada = customer("ada");
    for (int i = 0; i < 4; i++) {
      devices().record(sightingOf(ada, null, cutoff.minusSeconds(1)));
    }
    devices().record(sightingOf(customer("ben"), null, cutoff.minusSeconds(1)));

    assertThat(privacy().deleteDevicesNotSeenSince(cutoff, 2)).isEqualTo(2);
    assertThat(privacy().deleteDevicesNotSeenSince(cutoff, 2)).isEqualTo(2);
    assertThat(privacy().deleteDevicesNotSeenSince(cutoff, 2)).isEqualTo(1);
    assertThat(devices().devicesOf(ada, MANY)).isEmpty();
  }

  @Test
  void eventsBeforeAMomentAreDeletedOldestFirst() {
    Instant cutoff = withoutOldRows(oldMoment());
    EmailAddress ada = customer("ada");
    String type = word();
    BehavioralEvent kept = event(ada, type, cutoff);
    BehavioralEvent third = event(ada, type, cutoff.minusSeconds(1));
    BehavioralEvent second = event(null, type, cutoff.minusSeconds(2));
    BehavioralEvent first = event(ada, type, cutoff.minusSeconds(3));
    events().append(List.of(third, first, kept, second));

    assertThat(privacy().countEventsBefore(cutoff)).isEqualTo(3);
    assertThat(privacy().deleteEventsBefore(cutoff, 1)).isEqualTo(1);
    assertThat(privacy().countEventsBefore(cutoff)).isEqualTo(2);
    assertThat(events().newestOf(ada, MANY)).containsExactly(kept, third);
    assertThat(privacy().deleteEventsBefore(cutoff, 1)).isEqualTo(1);
    assertThat(countOf(type, cutoff.minusSeconds(2))).isZero();
    assertThat(privacy().deleteEventsBefore(cutoff, 2)).isEqualTo(1);
    assertThat(events().newestOf(ada, MANY)).containsExactly(kept);
    assertThat(privacy().count(ada).events()).isEqualTo(1);
    assertThat(privacy().deleteEventsBefore(cutoff, 2)).isZero();
  }

  @Test
  void ofConcurrentCleanUpsEachRowIsDeletedOnceAndNoneIsLeft() throws Exception {
    Instant cutoff = withoutOldRows(oldMoment());
    EmailAddress ada = customer("ada");
    for (int i = 0; i < 100; i++) {
      devices().record(sightingOf(i % 2 == 0 ? ada : customer("c"), null, cutoff.minusSeconds(9)));
    }
    events()
        .append(
            IntStream.range(0, 200)
                .mapToObj(i -> event(i % 2 == 0 ? ada : null, "old", cutoff.minusSeconds(9)))
                .toList());
    Callable<List<Integer>> cleanUp =
        () -> {
          int devicesDeleted = 0;
          int eventsDeleted = 0;
          int batch;
          do {
            batch = privacy().deleteDevicesNotSeenSince(cutoff, 7);
            devicesDeleted += batch;
          } while (batch == 7);
          do {
            batch = privacy().deleteEventsBefore(cutoff, 7);
            eventsDeleted += batch;
          } while (batch == 7);
          return List.of(devicesDeleted, eventsDeleted);
        };

    List<List<Integer>> deleted = new ArrayList<>(Together.<List<Integer>>run(6, cleanUp));
    // What one of them passed over, as another was at it, is the next one's.
    deleted.add(cleanUp.call());

    assertThat(deleted.stream().mapToInt(counts -> counts.get(0)).sum()).isEqualTo(100);
    assertThat(deleted.stream().mapToInt(counts -> counts.get(1)).sum()).isEqualTo(200);
    assertThat(privacy().count(ada)).isEqualTo(NOTHING);
  }

  @Test
  void aDeviceThatIsSeenDuringACleanUpStays() throws Exception {
    for (int round = 0; round < 20; round++) {
      Instant cutoff = withoutOldRows(oldMoment());
      EmailAddress ada = customer("ada");
      Fingerprint phone = fingerprint();
      devices().record(sighting(ada, phone, null, cutoff.minusSeconds(1)));

      List<Object> outcomes =
          Together.run(
              List.<Callable<Object>>of(
                  () -> privacy().deleteDevicesNotSeenSince(cutoff, MANY),
                  () -> devices().record(sighting(ada, phone, null, cutoff))));

      boolean deletedFirst = outcomes.get(0).equals(1);
      assertThat(outcomes.get(1))
          .isEqualTo(deletedFirst ? SightingOutcome.NEW_DEVICE : SightingOutcome.KNOWN_DEVICE);
      assertThat(devices().devicesOf(ada, MANY))
          .containsExactly(
              new Device(
                  ada,
                  null,
                  phone,
                  null,
                  null,
                  null,
                  deletedFirst ? cutoff : cutoff.minusSeconds(1),
                  cutoff,
                  deletedFirst ? 1 : 2));
    }
  }

  @Test
  void anEventThatIsStoredDuringACleanUpIsDeletedOrThere() throws Exception {
    for (int round = 0; round < 20; round++) {
      Instant cutoff = withoutOldRows(oldMoment());
      EmailAddress ada = customer("ada");
      String type = word();
      List<BehavioralEvent> batch =
          IntStream.range(1, 50).mapToObj(i -> event(ada, type, cutoff.minusSeconds(i))).toList();
      AtomicBoolean stored = new AtomicBoolean();

      List<Integer> outcomes =
          Together.<Integer>run(
              List.<Callable<Integer>>of(
                  () -> {
                    batch.forEach(event -> events().append(List.of(event)));
                    stored.set(true);
                    return 0;
                  },
                  () -> {
                    int deleted = 0;
                    while (!stored.get()) {
                      deleted += privacy().deleteEventsBefore(cutoff, MANY);
                    }
                    return deleted + privacy().deleteEventsBefore(cutoff, MANY);
                  }));

      assertThat(outcomes.get(1)).isEqualTo(batch.size());
      assertThat(events().newestOf(ada, MANY)).isEmpty();
      assertThat(privacy().count(ada)).isEqualTo(NOTHING);
    }
  }

  @Test
  void whatIsMissingOrOutOfRangeIsNamed() {
    EmailAddress ada = customer("ada");
    Instant at = oldMoment();

    assertRefused("person", () -> privacy().erase(null, at));
    assertRefused("at", () -> privacy().erase(ada, null));
    assertThat(privacy().isErased(ada)).isFalse();
    assertRefused("person", () -> privacy().isErased(null));
    assertRefused("person", () -> privacy().release(null, at));
    privacy().erase(ada, at);
    assertRefused("at", () -> privacy().release(ada, null));
    assertThat(privacy().isErased(ada)).isTrue();
    assertRefused("person", () -> privacy().count(null));
    assertRefused("person", () -> privacy().read(null, new Collector()));
    assertRefused("visitor", () -> privacy().read(ada, null));
    assertRefused("moment", () -> privacy().deleteDevicesNotSeenSince(null, 1));
    assertRefused("limit", () -> privacy().deleteDevicesNotSeenSince(at, 0));
    assertRefused("moment", () -> privacy().deleteEventsBefore(null, 1));
    assertRefused("limit", () -> privacy().deleteEventsBefore(at, 0));
    assertRefused("moment", () -> privacy().countDevicesNotSeenSince(null));
    assertRefused("moment", () -> privacy().countEventsBefore(null));
    assertRefused("limit", () -> privacy().newestAudits(0));
  }

  /** Returns a task that writes until the person is erased, and then once more to be refused. */
  private static Callable<Boolean> writing(
      AtomicBoolean erased, AtomicInteger writes, Callable<?> write, Object refusal) {
    return () -> {
      while (!erased.get()) {
        write.call();
        writes.incrementAndGet();
      }
      return write.call().equals(refusal);
    };
  }

  /** Deletes what others left from before a day after the moment, and returns the moment. */
  private Instant withoutOldRows(Instant moment) {
    Instant cutoff = moment.plus(Duration.ofDays(1));
    while (privacy().deleteDevicesNotSeenSince(cutoff, MANY) == MANY
        || privacy().deleteEventsBefore(cutoff, MANY) == MANY) {
      // Until nothing is due.
    }
    return moment;
  }

  private EmailAddress someoneElse(Instant at) {
    EmailAddress other = customer("other");
    profiles().save(List.of(fullProfile(other, at)));
    devices().record(sightingOf(other, null, at));
    made(offers(), draft(other, at));
    events().append(List.of(event(other, at)));
    forecasts().save(List.of(forecast(other, DAY)));
    return other;
  }

  private void assertNothingIsHeldAbout(EmailAddress person) {
    assertThat(privacy().count(person)).isEqualTo(NOTHING);
    assertThat(read(person)).isEmpty();
    assertThat(profiles().find(person)).isEmpty();
    assertThat(forecasts().find(person)).isEmpty();
    assertThat(devices().devicesOf(person, MANY)).isEmpty();
    assertThat(devices().newestDevices(List.of(person))).isEmpty();
    assertThat(offers().newestOf(person, MANY)).isEmpty();
    assertThat(events().newestOf(person, MANY)).isEmpty();
  }

  private List<Object> read(EmailAddress person) {
    Collector collector = new Collector();
    privacy().read(person, collector);
    return collector.shown;
  }

  private long countOf(String type, Instant at) {
    return events().countsByType(at, at, MANY).stream()
        .filter(count -> count.type().equals(type))
        .mapToLong(EventTypeCount::count)
        .sum();
  }

  private static List<IpHash> ips(Sighting sighting) {
    return sighting.ipHash() == null ? List.of() : List.of(sighting.ipHash());
  }

  private static Fingerprint known(@org.jspecify.annotations.Nullable Fingerprint fingerprint) {
    assertThat(fingerprint).isNotNull();
    return fingerprint;
  }

  @Test
  void keepsAnErasureThatOthersHaveYetToFollow() {
    EmailAddress person = Fixtures.customer("pending");
    profiles().save(List.of(Fixtures.bareProfile(person, NOW_FOR_SYNC)));
    AuditRecord audit = privacy().eraseEverywhere(person, NOW_FOR_SYNC);
    assertThat(audit.deleted().profiles()).isEqualTo(1);
    assertThat(privacy().isErased(person)).isTrue();
    PendingErasure pending = new PendingErasure(audit.id(), person, NOW_FOR_SYNC);
    assertThat(pendingErasures()).contains(pending);
    assertThat(pending.toString()).doesNotContain(person.value());
    assertThat(privacy().completeErasure(pending, NOW_FOR_SYNC, new PersonCounts(0, 1, 2, 3, 4)))
        .isTrue();
    assertThat(pendingErasures()).doesNotContain(pending);
    assertThat(privacy().newestAudits(1).get(0).action()).isEqualTo(AuditAction.ERASED_ELSEWHERE);
    assertThat(privacy().newestAudits(1).get(0).deleted())
        .isEqualTo(new PersonCounts(0, 1, 2, 3, 4));
    assertThat(privacy().completeErasure(pending, NOW_FOR_SYNC, audit.deleted())).isFalse();
  }

  @Test
  void takesTombstonesOfAnotherStore() {
    EmailAddress person = Fixtures.customer("buried");
    EmailAddress other = Fixtures.customer("unburied");
    profiles().save(List.of(Fixtures.bareProfile(person, NOW_FOR_SYNC)));
    profiles().save(List.of(Fixtures.bareProfile(other, NOW_FOR_SYNC)));
    Tombstone tombstone = new TombstoneHasher(CURRENT_KEY, List.of()).current(person);
    assertThat(privacy().addTombstones(List.of(tombstone), NOW_FOR_SYNC)).isEqualTo(1);
    assertThat(privacy().addTombstones(List.of(tombstone), NOW_FOR_SYNC)).isZero();
    assertThat(tombstones()).contains(tombstone);
    assertThat(privacy().isErased(person)).isTrue();
    assertThat(heldThoughErased()).contains(person).doesNotContain(other);
    privacy().erase(person, NOW_FOR_SYNC);
    assertThat(heldThoughErased()).doesNotContain(person);
  }

  @Test
  void findsTheErasedOfWhomOnlyAForecastIsHeld() {
    EmailAddress person = Fixtures.customer("forecast.only");
    EmailAddress other = Fixtures.customer("forecast.other");
    forecasts().save(List.of(forecast(person, DAY), forecast(other, DAY)));
    privacy()
        .addTombstones(
            List.of(new TombstoneHasher(CURRENT_KEY, List.of()).current(person)), NOW_FOR_SYNC);
    assertThat(heldThoughErased()).contains(person).doesNotContain(other);
    privacy().erase(person, NOW_FOR_SYNC);
    assertThat(heldThoughErased()).doesNotContain(person);
  }

  private List<PendingErasure> pendingErasures() {
    List<PendingErasure> all = new ArrayList<>();
    List<PendingErasure> page;
    do {
      page = privacy().pendingErasures(all.isEmpty() ? null : all.get(all.size() - 1), 2);
      all.addAll(page);
    } while (page.size() == 2);
    return all;
  }

  private List<Tombstone> tombstones() {
    List<Tombstone> all = new ArrayList<>();
    List<Tombstone> page;
    do {
      page = privacy().tombstonesAfter(all.isEmpty() ? null : all.get(all.size() - 1), 5);
      all.addAll(page);
    } while (page.size() == 5);
    return all;
  }

  private List<EmailAddress> heldThoughErased() {
    List<EmailAddress> all = new ArrayList<>();
    String from = null;
    do {
      PeoplePage page = privacy().heldThoughErased(from, 50);
      all.addAll(page.people());
      from = page.next();
    } while (from != null);
    return all;
  }

  private static final Instant NOW_FOR_SYNC = Instant.parse("2026-02-02T10:00:00Z");
}
