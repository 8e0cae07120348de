package dev.customerintelligence.storage.memory;

import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.recognition.DeviceStore;

/**
 * Stores for Lincheck, which visits every object it can reach: without a hasher, as the
 * cryptography behind it is half the JDK. So they must not be asked to erase anybody.
 */
final class Storages {
  private Storages() {}

  static DeviceStore devices() {
    return new InMemoryDeviceStore(withoutHasher());
  }

  static OfferStore offers() {
    People people = withoutHasher();
    return new InMemoryOfferStore(people, new InMemoryEventStore(people));
  }

  @SuppressWarnings("NullAway")
  private static People withoutHasher() {
    return new People(null);
  }
}
