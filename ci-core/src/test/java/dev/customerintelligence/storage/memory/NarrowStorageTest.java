package dev.customerintelligence.storage.memory;

import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.WholeStorageContract;

/** The contract, on a storage that lacks what a storage may lack. */
class NarrowStorageTest extends WholeStorageContract {
  @Override
  protected boolean canBeFollowed() {
    return false;
  }

  @Override
  protected boolean canFollow() {
    return false;
  }

  @Override
  protected StorageFactory factory() {
    return NarrowStorage::new;
  }
}
