package dev.customerintelligence.storage.memory;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.Tombstone;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.privacy.AuditAction;
import dev.customerintelligence.privacy.AuditRecord;
import dev.customerintelligence.privacy.PendingErasure;
import dev.customerintelligence.privacy.PeoplePage;
import dev.customerintelligence.privacy.PersonCounts;
import dev.customerintelligence.privacy.PersonVisitor;
import dev.customerintelligence.privacy.PrivacyStore;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.recognition.Device;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Retention, erasure and export over the other stores. */
final class InMemoryPrivacyStore implements PrivacyStore {
  /** Everything about one person. */
  private record Held(
      Optional<CustomerProfile> profile,
      List<Device> devices,
      List<BundleOffer> offers,
      List<BehavioralEvent> events,
      Optional<CustomerForecast> forecast) {
    PersonCounts counts() {
      return new PersonCounts(
          profile.isPresent() ? 1 : 0,
          devices.size(),
          offers.size(),
          events.size(),
          forecast.isPresent() ? 1 : 0);
    }
  }

  private static final Comparator<Tombstone> BY_TEXT = Comparator.comparing(Tombstone::value);
  private static final Comparator<PendingErasure> OLDEST_FIRST =
      Comparator.comparing(PendingErasure::erasedAt).thenComparing(PendingErasure::id);
  private static final PersonCounts NOTHING = new PersonCounts(0, 0, 0, 0, 0);

  private final People people;
  private final InMemoryDeviceStore devices;
  private final InMemoryProfileStore profiles;
  private final InMemoryOfferStore offers;
  private final InMemoryEventStore events;
  private final InMemoryForecastStore forecasts;
  private final InMemorySyncTarget syncTarget;
  private final NavigableSet<PendingErasure> pending = new ConcurrentSkipListSet<>(OLDEST_FIRST);
  private final ConcurrentLinkedDeque<AuditRecord> auditsNewestFirst =
      new ConcurrentLinkedDeque<>();

  InMemoryPrivacyStore(
      People people,
      InMemoryDeviceStore devices,
      InMemoryProfileStore profiles,
      InMemoryOfferStore offers,
      InMemoryEventStore events,
      InMemoryForecastStore forecasts,
      InMemorySyncTarget syncTarget) {
    this.people = people;
    this.syncTarget = syncTarget;
    this.devices = devices;
    this.profiles = profiles;
    this.offers = offers;
    this.events = events;
    this.forecasts = forecasts;
  }

  @Override
  public AuditRecord erase(EmailAddress email, Instant at) {
    return erase(email, at, note -> {});
  }

  @Override
  public AuditRecord eraseEverywhere(EmailAddress email, Instant at) {
    return erase(email, at, note -> pending.add(new PendingErasure(note.id(), email, at)));
  }

  @Override
  public List<PendingErasure> pendingErasures(@Nullable PendingErasure after, int limit) {
    return pending.stream()
        .filter(erasure -> after == null || OLDEST_FIRST.compare(erasure, after) > 0)
        .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
        .toList();
  }

  @Override
  public boolean completeErasure(
      PendingErasure erasure, Instant at, PersonCounts deletedElsewhere) {
    Inputs.moment("at", at);
    boolean completed = pending.remove(Inputs.required("erasure", erasure));
    if (completed) {
      note(at, AuditAction.ERASED_ELSEWHERE, deletedElsewhere);
    }
    return completed;
  }

  @Override
  public List<Tombstone> tombstonesAfter(@Nullable Tombstone after, int limit) {
    return people
        .tombstones()
        .sorted(BY_TEXT)
        .filter(tombstone -> after == null || BY_TEXT.compare(tombstone, after) > 0)
        .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
        .toList();
  }

  @Override
  public int addTombstones(List<Tombstone> tombstones, Instant at) {
    Inputs.moment("at", at);
    return (int)
        Inputs.<Tombstone>list("tombstones", tombstones).stream().filter(people::add).count();
  }

  @Override
  public PeoplePage heldThoughErased(@Nullable String from, int limit) {
    List<EmailAddress> page =
        people.all().stream()
            .map(Person::email)
            .filter(email -> from == null || email.value().compareTo(from) > 0)
            .sorted(Comparator.comparing(EmailAddress::value))
            .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
            .toList();
    return new PeoplePage(
        page.stream().filter(people::isErased).toList(),
        page.size() < limit ? null : page.get(page.size() - 1).value());
  }

  private AuditRecord erase(EmailAddress email, Instant at, Consumer<AuditRecord> announce) {
    Inputs.moment("at", at);
    return people.erase(
        Inputs.required("person", email),
        person -> {
          Held held = held(person);
          devices.remove(person, held.devices());
          offers.remove(person, held.offers());
          held.events().forEach(events::remove);
          profiles.remove(email);
          forecasts.remove(email);
          syncTarget.forget(email);
          held.offers().forEach(offer -> syncTarget.forget(offer.id()));
          AuditRecord note = note(at, AuditAction.ERASED, held.counts());
          announce.accept(note);
          return note;
        });
  }

  @Override
  public boolean isErased(EmailAddress person) {
    return people.isErased(Inputs.required("person", person));
  }

  @Override
  public boolean release(EmailAddress person, Instant at) {
    Inputs.moment("at", at);
    boolean released = people.release(Inputs.required("person", person));
    if (released) {
      note(at, AuditAction.RELEASED, NOTHING);
    }
    return released;
  }

  @Override
  public PersonCounts count(EmailAddress person) {
    return find(person).counts();
  }

  @Override
  public void read(EmailAddress person, PersonVisitor visitor) {
    Inputs.required("visitor", visitor);
    Held held = find(person);
    held.profile().ifPresent(visitor::profile);
    held.devices().forEach(visitor::device);
    held.offers().forEach(visitor::offer);
    held.events().forEach(visitor::event);
    held.forecast().ifPresent(visitor::forecast);
  }

  @Override
  public int deleteDevicesNotSeenSince(Instant moment, int limit) {
    Inputs.moment("moment", moment);
    int left = Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    for (Person person : people.all()) {
      if (left == 0) {
        break;
      }
      if (due(person, moment).findAny().isPresent()) {
        left -= deleteDue(person, moment, left);
      }
    }
    return limit - left;
  }

  @Override
  public int deleteEventsBefore(Instant moment, int limit) {
    Iterator<BehavioralEvent> due = events.before(Inputs.moment("moment", moment)).iterator();
    int left = Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    while (left > 0 && due.hasNext()) {
      left -= delete(due.next()) ? 1 : 0;
    }
    return limit - left;
  }

  @Override
  public long countDevicesNotSeenSince(Instant moment) {
    Inputs.moment("moment", moment);
    return people.all().stream().mapToLong(person -> due(person, moment).count()).sum();
  }

  @Override
  public long countEventsBefore(Instant moment) {
    return events.before(Inputs.moment("moment", moment)).count();
  }

  @Override
  public List<AuditRecord> newestAudits(int limit) {
    return auditsNewestFirst.stream()
        .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
        .toList();
  }

  private AuditRecord note(Instant at, AuditAction action, PersonCounts deleted) {
    AuditRecord audit = new AuditRecord(UUID.randomUUID(), at, action, deleted);
    auditsNewestFirst.addFirst(audit);
    return audit;
  }

  private Held find(EmailAddress email) {
    return held(people.find(Inputs.required("person", email)).orElseGet(() -> new Person(email)));
  }

  private Held held(Person person) {
    Optional<CustomerProfile> profile = profiles.find(person.email());
    List<Device> owned = person.devices();
    List<BundleOffer> offered = offers.offersOf(person).toList();
    Set<Long> customerIds = new HashSet<>();
    Stream.of(
            profile.stream().map(CustomerProfile::customerId),
            owned.stream().map(Device::customerId),
            offered.stream().map(offer -> offer.made().customerId()),
            person.eventsNewestFirst().stream().map(BehavioralEvent::customerId))
        .flatMap(ids -> ids)
        .filter(Objects::nonNull)
        .forEach(customerIds::add);
    Set<Fingerprint> ownFingerprints = new HashSet<>();
    for (Device device : owned) {
      if (device.fingerprint() != null
          && devices.customersOn(device.fingerprint(), 2).size() == 1) {
        ownFingerprints.add(device.fingerprint());
      }
    }
    Predicate<BehavioralEvent> isAboutThePerson =
        event ->
            event.customer() != null
                ? event.customer().equals(person.email())
                : (event.customerId() != null && customerIds.contains(event.customerId()))
                    || (event.fingerprint() != null
                        && ownFingerprints.contains(event.fingerprint()));
    return new Held(
        profile,
        owned,
        offered,
        events.all().filter(isAboutThePerson).toList(),
        forecasts.find(person.email()));
  }

  private boolean delete(BehavioralEvent event) {
    EmailAddress customer = event.customer();
    if (customer == null) {
      return events.remove(event);
    }
    return people.write(
        customer,
        false,
        person -> events.remove(event) && person.eventsNewestFirst().remove(event));
  }

  private static Stream<Device> due(Person person, Instant moment) {
    return person.devices().stream().filter(device -> device.lastSeen().isBefore(moment));
  }

  private int deleteDue(Person person, Instant moment, int limit) {
    return people.write(
        person.email(),
        0,
        current -> {
          List<Device> due = due(current, moment).limit(limit).toList();
          devices.remove(current, due);
          return due.size();
        });
  }
}
