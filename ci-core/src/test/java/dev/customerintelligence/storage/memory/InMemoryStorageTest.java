package dev.customerintelligence.storage.memory;

import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.WholeStorageContract;

/** The reference storage keeps the whole contract. */
class InMemoryStorageTest extends WholeStorageContract {
  @Override
  protected StorageFactory factory() {
    return InMemoryStorage::new;
  }
}
