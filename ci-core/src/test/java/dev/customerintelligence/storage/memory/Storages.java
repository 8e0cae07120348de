package dev.customerintelligence.storage.memory;

import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.recognition.DeviceStore;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stores for Lincheck, which visits every object it can reach: without a hasher, as the
 * cryptography behind it is half the JDK. So they must not be asked to erase anybody. Ids count up,
 * as an interleaving with random ones cannot be repeated.
 */
final class Storages {
  private Storages() {}

  static DeviceStore devices() {
    return new InMemoryDeviceStore(withoutHasher());
  }

  static OfferStore offers() {
    People people = withoutHasher();
    AtomicLong last = new AtomicLong();
    return new InMemoryOfferStore(
        people,
        new InMemoryEventStore(people),
        () -> new UUID(0, last.incrementAndGet()),
        () -> Instant.EPOCH);
  }

  @SuppressWarnings("NullAway")
  private static People withoutHasher() {
    return new People(null);
  }
}
