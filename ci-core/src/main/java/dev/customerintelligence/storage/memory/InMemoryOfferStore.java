package dev.customerintelligence.storage.memory;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Offers, by id, by person, by the time they were made, and the open ones by their end. */
final class InMemoryOfferStore implements OfferStore {
  private record Moment(Instant at, String id) {}

  private static final Comparator<Moment> EARLIEST_FIRST =
      Comparator.comparing(Moment::at).thenComparing(Moment::id);

  private final People people;
  private final InMemoryEventStore events;
  private final Supplier<UUID> ids;
  private final ConcurrentMap<OfferId, BundleOffer> byId = new ConcurrentHashMap<>();
  private final NavigableSet<Moment> byOfferedAt = new ConcurrentSkipListSet<>(EARLIEST_FIRST);
  private final ChangeLog<OfferId> changes;
  private final NavigableSet<Moment> openByExpiry = new ConcurrentSkipListSet<>(EARLIEST_FIRST);

  InMemoryOfferStore(
      People people, InMemoryEventStore events, Supplier<UUID> ids, InstantSource clock) {
    this.people = people;
    this.changes = new ChangeLog<>(clock);
    this.events = events;
    this.ids = ids;
  }

  @Override
  public OfferCreation create(OfferDraft draft) {
    Inputs.required("draft", draft);
    return people.<OfferCreation>write(
        draft.customer(),
        new OfferCreation.CustomerErased(),
        person -> {
          for (OfferId id : person.offersOldestFirst()) {
            BundleOffer offer = byId.get(id);
            if (offer != null && offer.statusAt(draft.offeredAt()).isOpen()) {
              return new OfferCreation.OpenOfferExists(offer);
            }
          }
          BundleOffer offer = BundleOffer.pending(new OfferId(ids.get().toString()), draft);
          add(person, offer);
          return new OfferCreation.Created(offer);
        });
  }

  @Override
  public OfferMove move(OfferId id, OfferStep step, @Nullable BehavioralEvent event) {
    Inputs.required("step", step);
    BundleOffer known = byId.get(Inputs.required("offerId", id));
    if (known == null) {
      return new OfferMove.NotFound();
    }
    if (event != null && !known.made().customer().equals(event.customer())) {
      throw new InvalidInputException("event", "must be of the offer's customer");
    }
    return people.<OfferMove>write(
        known.made().customer(),
        new OfferMove.NotFound(),
        person -> {
          BundleOffer offer = byId.get(id);
          if (offer == null) {
            return new OfferMove.NotFound();
          }
          OfferStatus status = offer.statusAt(step.at());
          if (status == step.to()) {
            return new OfferMove.AlreadyThere(offer);
          }
          if (!status.canBecome(step.to())) {
            return new OfferMove.NotPossible(offer, status);
          }
          BundleOffer moved = put(offer.after(step));
          if (event != null) {
            events.append(person, event);
          }
          return new OfferMove.Moved(moved);
        });
  }

  @Override
  public Optional<BundleOffer> find(OfferId id) {
    return Optional.ofNullable(byId.get(Inputs.required("offerId", id)));
  }

  @Override
  public List<BundleOffer> newestOf(EmailAddress customer, int limit) {
    return people
        .find(Inputs.required("customer", customer))
        .map(this::offersOf)
        .orElse(Stream.empty())
        .sorted(Comparator.comparing((BundleOffer offer) -> offer.made().offeredAt()).reversed())
        .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
        .toList();
  }

  @Override
  public int expireDue(Instant now, int limit) {
    Inputs.moment("now", now);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    int marked = 0;
    for (Moment due : openByExpiry) {
      if (marked == limit || due.at().isAfter(now)) {
        break;
      }
      marked += expire(new OfferId(due.id()), now) ? 1 : 0;
    }
    return marked;
  }

  @Override
  public boolean supportsCartSnapshot() {
    return true;
  }

  Stream<BundleOffer> offersOf(Person person) {
    return person.offersOldestFirst().stream().map(byId::get).flatMap(Stream::ofNullable);
  }

  Stream<BundleOffer> offeredFrom(Instant since, Instant to) {
    return byOfferedAt.tailSet(new Moment(since, ""), true).stream()
        .takeWhile(moment -> !moment.at().isAfter(to))
        .map(moment -> byId.get(new OfferId(moment.id())))
        .flatMap(Stream::ofNullable);
  }

  ChangeLog<OfferId> changes() {
    return changes;
  }

  /** Puts an offer in the place of the one with its id; the caller holds the person's monitor. */
  void replace(Person person, BundleOffer offer) {
    BundleOffer stored = byId.get(offer.id());
    if (stored != null) {
      remove(person, List.of(stored));
    }
    add(person, offer);
  }

  private void add(Person person, BundleOffer offer) {
    byId.put(offer.id(), offer);
    byOfferedAt.add(new Moment(offer.made().offeredAt(), offer.id().value()));
    if (offer.storedStatus().isOpen()) {
      openByExpiry.add(new Moment(offer.made().expiresAt(), offer.id().value()));
    }
    List<OfferId> ids = new ArrayList<>(person.offersOldestFirst());
    ids.add(offer.id());
    person.offersOldestFirst(List.copyOf(ids));
    changes.changed(offer.id());
  }

  /** Takes offers out; the caller holds the person's monitor. */
  void remove(Person person, Collection<BundleOffer> offers) {
    List<OfferId> ids = new ArrayList<>(person.offersOldestFirst());
    for (BundleOffer offer : offers) {
      ids.remove(offer.id());
      changes.removed(offer.id());
      byId.remove(offer.id());
      byOfferedAt.remove(new Moment(offer.made().offeredAt(), offer.id().value()));
      openByExpiry.remove(new Moment(offer.made().expiresAt(), offer.id().value()));
    }
    person.offersOldestFirst(List.copyOf(ids));
  }

  private boolean expire(OfferId id, Instant now) {
    BundleOffer known = byId.get(id);
    if (known == null) {
      return false;
    }
    Function<Person, Boolean> markIfOpen =
        person -> {
          BundleOffer offer = byId.get(id);
          if (offer == null || !offer.storedStatus().isOpen()) {
            return false;
          }
          put(offer.after(new OfferStep(OfferStatus.EXPIRED, now, null)));
          return true;
        };
    return people.write(known.made().customer(), false, markIfOpen);
  }

  private BundleOffer put(BundleOffer offer) {
    byId.put(offer.id(), offer);
    if (!offer.storedStatus().isOpen()) {
      openByExpiry.remove(new Moment(offer.made().expiresAt(), offer.id().value()));
    }
    changes.changed(offer.id());
    return offer;
  }
}
