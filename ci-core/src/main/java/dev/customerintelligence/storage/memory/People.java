package dev.customerintelligence.storage.memory;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Tombstone;
import dev.customerintelligence.identity.TombstoneHasher;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everyone about whom something is stored, and who was erased. Each write about a person holds that
 * person's monitor, so that it is atomic and cannot pass an erasure.
 */
final class People {
  private final ConcurrentMap<EmailAddress, Person> byEmail = new ConcurrentHashMap<>();
  private final Set<Tombstone> tombstones = ConcurrentHashMap.newKeySet();
  private final TombstoneHasher hasher;

  People(TombstoneHasher hasher) {
    this.hasher = hasher;
  }

  Optional<Person> find(EmailAddress email) {
    return Optional.ofNullable(byEmail.get(email));
  }

  Collection<Person> all() {
    return byEmail.values();
  }

  /** Applies a write to a person, who is made if need be, unless the person was erased. */
  <T> T write(EmailAddress email, T ifErased, Function<Person, T> change) {
    while (true) {
      Person person = byEmail.computeIfAbsent(email, Person::new);
      synchronized (person) {
        if (person.isRemoved()) {
          continue;
        }
        if (isErased(email)) {
          remove(person);
          return ifErased;
        }
        return change.apply(person);
      }
    }
  }

  /** Applies a deletion to a person and leaves a tombstone. */
  <T> T erase(EmailAddress email, Function<Person, T> deletion) {
    while (true) {
      Person person = byEmail.computeIfAbsent(email, Person::new);
      synchronized (person) {
        if (person.isRemoved()) {
          continue;
        }
        tombstones.add(hasher.current(email));
        T result = deletion.apply(person);
        remove(person);
        return result;
      }
    }
  }

  boolean add(Tombstone tombstone) {
    return tombstones.add(tombstone);
  }

  Stream<Tombstone> tombstones() {
    return tombstones.stream();
  }

  boolean isErased(EmailAddress email) {
    return !tombstones.isEmpty() && hasher.all(email).stream().anyMatch(tombstones::contains);
  }

  boolean release(EmailAddress email) {
    boolean released = false;
    for (Tombstone tombstone : hasher.all(email)) {
      released |= tombstones.remove(tombstone);
    }
    return released;
  }

  private void remove(Person person) {
    person.markRemoved();
    byEmail.remove(person.email(), person);
  }
}
