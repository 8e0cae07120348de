package dev.customerintelligence.storage.memory;

import com.google.common.hash.Hashing;
import dev.customerintelligence.sync.SyncPosition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Which row of a kind changed when, and under which number. Thread-safe; changes of one row come
 * one after the other.
 *
 * @param <K> by what a row is found
 */
final class ChangeLog<K> {
  /**
   * The newest change of a row; its checksum is of its own, as each change has another revision.
   */
  record Change<K>(K key, long number, Instant at, long revision) {
    long checksum() {
      return Hashing.murmur3_128().newHasher().putLong(number).putLong(revision).hash().asLong();
    }

    SyncPosition position() {
      return new SyncPosition(at, number);
    }
  }

  private final InstantSource clock;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong revisions = new AtomicLong();
  private final ConcurrentMap<K, Change<K>> byKey = new ConcurrentHashMap<>();
  private final NavigableMap<Long, Change<K>> byNumber = new ConcurrentSkipListMap<>();
  private final NavigableMap<SyncPosition, Change<K>> byPosition = new ConcurrentSkipListMap<>();

  ChangeLog(InstantSource clock) {
    this.clock = clock;
  }

  /** Notes that a row was made or changed; to be called once it can be read. */
  void changed(K key) {
    byKey.compute(
        key,
        (k, before) -> {
          long number = before == null ? numbers.incrementAndGet() : before.number();
          Change<K> now = new Change<>(k, number, clock.instant(), revisions.incrementAndGet());
          byNumber.put(number, now);
          byPosition.put(now.position(), now);
          if (before != null && !before.position().equals(now.position())) {
            byPosition.remove(before.position());
          }
          return now;
        });
  }

  /** Notes that a row is no more. */
  void removed(K key) {
    byKey.computeIfPresent(
        key,
        (k, before) -> {
          byNumber.remove(before.number());
          byPosition.remove(before.position());
          return null;
        });
  }

  Optional<Change<K>> of(K key) {
    return Optional.ofNullable(byKey.get(key));
  }

  Optional<Change<K>> numbered(long number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  Stream<Change<K>> between(SyncPosition after, SyncPosition upTo) {
    return after.compareTo(upTo) >= 0
        ? Stream.empty()
        : byPosition.subMap(after, false, upTo, true).values().stream();
  }

  Stream<Change<K>> numbered(long from, long to) {
    return from > to ? Stream.empty() : byNumber.subMap(from, true, to, true).values().stream();
  }

  long lastNumber() {
    return byNumber.isEmpty() ? 0 : byNumber.lastKey();
  }
}
