package dev.customerintelligence.storage.memory;

import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.WholeStorageContract;

/** The reference storage keeps the whole contract. */
class InMemoryStorageTest extends WholeStorageContract {
  @Override
  protected boolean canBeFollowed() {
    return true;
  }

  @Override
  protected boolean canFollow() {
    return true;
  }

  @Override
  protected StorageFactory factory() {
    return InMemoryStorage::new;
  }
}
