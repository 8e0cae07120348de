package dev.customerintelligence.storage.memory;

import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import java.util.List;

/** Empty storages for the tests of this package. */
final class Storages {
  private static final TombstoneHasher TOMBSTONES =
      new TombstoneHasher(HashKey.generate("test"), List.of());

  private Storages() {}

  static InMemoryStorage empty() {
    return new InMemoryStorage(TOMBSTONES);
  }
}
