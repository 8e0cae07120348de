package dev.customerintelligence.storage.memory;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.ProfileStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Profiles, by email address, by score and by the start of their prime window. */
final class InMemoryProfileStore implements ProfileStore {
  private record Scored(BigDecimal score, EmailAddress customer) {}

  private record Window(Instant start, EmailAddress customer) {}

  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparing(Scored::score).reversed().thenComparing(Scored::customer);
  private static final Comparator<Window> SOONEST_FIRST =
      Comparator.comparing(Window::start).thenComparing(Window::customer);

  /** Sorts before every other address: none has more of the lowest character before its @. */
  private static final EmailAddress FIRST_ADDRESS =
      EmailAddress.of("!".repeat(EmailAddress.MAX_LENGTH - 2) + "@!");

  private static final int MAX_BATCH = 1000;

  private final People people;
  private final ConcurrentNavigableMap<EmailAddress, CustomerProfile> byEmail =
      new ConcurrentSkipListMap<>();
  private final NavigableSet<Scored> byScore = new ConcurrentSkipListSet<>(BEST_FIRST);
  private final ChangeLog<EmailAddress> changes;
  private final NavigableSet<Window> byWindow = new ConcurrentSkipListSet<>(SOONEST_FIRST);

  InMemoryProfileStore(People people, InstantSource clock) {
    this.people = people;
    this.changes = new ChangeLog<>(clock);
  }

  @Override
  public Optional<CustomerProfile> find(EmailAddress customer) {
    return Optional.ofNullable(byEmail.get(Inputs.required("customer", customer)));
  }

  @Override
  public List<ProfileSave> save(List<CustomerProfile> profiles) {
    List<CustomerProfile> batch = Inputs.list("profiles", profiles);
    Inputs.between("profiles.size", batch.size(), 0, MAX_BATCH);
    if (batch.stream().map(CustomerProfile::customer).distinct().count() < batch.size()) {
      throw new InvalidInputException("profiles", "must hold each customer once");
    }
    return batch.stream().map(this::save).toList();
  }

  @Override
  public List<CustomerProfile> after(@Nullable EmailAddress after, int limit) {
    return (after == null ? byEmail : byEmail.tailMap(after, false))
        .values().stream().limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE)).toList();
  }

  @Override
  public List<EmailAddress> customersWithOrders(@Nullable EmailAddress after, int limit) {
    return (after == null ? byEmail : byEmail.tailMap(after, false))
        .values().stream()
            .filter(profile -> profile.purchases().totalOrders() > 0)
            .map(CustomerProfile::customer)
            .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
            .toList();
  }

  @Override
  public boolean supportsNames() {
    return true;
  }

  Stream<CustomerProfile> bestFirst() {
    return byScore.stream()
        .flatMap(
            entry ->
                Stream.ofNullable(byEmail.get(entry.customer()))
                    .filter(profile -> profile.purchases().score().compareTo(entry.score()) == 0));
  }

  Stream<CustomerProfile> windowStarting(Instant from, Instant to) {
    return byWindow.tailSet(new Window(from, FIRST_ADDRESS), true).stream()
        .takeWhile(entry -> !entry.start().isAfter(to))
        .map(entry -> byEmail.get(entry.customer()))
        .flatMap(Stream::ofNullable);
  }

  ChangeLog<EmailAddress> changes() {
    return changes;
  }

  /** Puts a profile in the place of whatever is there; the caller holds the person's monitor. */
  void replace(CustomerProfile profile) {
    CustomerProfile stored = byEmail.get(profile.customer());
    if (stored != null) {
      removeFromIndexes(stored);
    }
    put(profile);
  }

  /** Takes a profile out, if there is one; the caller holds the person's monitor. */
  boolean remove(EmailAddress customer) {
    CustomerProfile profile = byEmail.remove(customer);
    if (profile != null) {
      removeFromIndexes(profile);
      changes.removed(customer);
    }
    return profile != null;
  }

  private ProfileSave save(CustomerProfile profile) {
    return people.write(
        profile.customer(),
        ProfileSave.CUSTOMER_ERASED,
        person -> {
          CustomerProfile stored = byEmail.get(profile.customer());
          if (stored == null) {
            put(profile);
            return ProfileSave.CREATED;
          }
          if (profile.recalculatedAt().isBefore(stored.recalculatedAt())) {
            return ProfileSave.STALE;
          }
          CustomerProfile filled = profile.filledFrom(stored);
          if (filled.saysTheSameAs(stored)) {
            return ProfileSave.UNCHANGED;
          }
          replace(filled);
          return ProfileSave.UPDATED;
        });
  }

  private void put(CustomerProfile profile) {
    byEmail.put(profile.customer(), profile);
    byScore.add(new Scored(profile.purchases().score(), profile.customer()));
    PrimeWindow window = profile.purchases().primeWindow();
    if (window != null) {
      byWindow.add(new Window(window.start(), profile.customer()));
    }
    changes.changed(profile.customer());
  }

  private void removeFromIndexes(CustomerProfile profile) {
    byScore.remove(new Scored(profile.purchases().score(), profile.customer()));
    PrimeWindow window = profile.purchases().primeWindow();
    if (window != null) {
      byWindow.remove(new Window(window.start(), profile.customer()));
    }
  }
}
