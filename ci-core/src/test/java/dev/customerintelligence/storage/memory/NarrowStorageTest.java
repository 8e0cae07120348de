package dev.customerintelligence.storage.memory;

import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.DeviceStoreContract;
import dev.customerintelligence.storage.contract.EventStoreContract;
import dev.customerintelligence.storage.contract.OfferStoreContract;
import dev.customerintelligence.storage.contract.ProfileStoreContract;
import org.junit.jupiter.api.Nested;

/** The contract, on a storage that lacks what a storage may lack. */
class NarrowStorageTest {
  @Nested
  class Devices extends DeviceStoreContract {
    @Override
    protected StorageFactory factory() {
      return NarrowStorage::new;
    }
  }

  @Nested
  class Profiles extends ProfileStoreContract {
    @Override
    protected StorageFactory factory() {
      return NarrowStorage::new;
    }
  }

  @Nested
  class Offers extends OfferStoreContract {
    @Override
    protected StorageFactory factory() {
      return NarrowStorage::new;
    }
  }

  @Nested
  class Events extends EventStoreContract {
    @Override
    protected StorageFactory factory() {
      return NarrowStorage::new;
    }
  }
}
