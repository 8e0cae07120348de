package dev.customerintelligence.storage.memory;

import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.AnalyticsStoreContract;
import dev.customerintelligence.storage.contract.DeviceStoreContract;
import dev.customerintelligence.storage.contract.EventStoreContract;
import dev.customerintelligence.storage.contract.OfferStoreContract;
import dev.customerintelligence.storage.contract.PrivacyStoreContract;
import dev.customerintelligence.storage.contract.ProfileStoreContract;
import org.junit.jupiter.api.Nested;

/** The reference storage keeps the whole contract. */
class InMemoryStorageTest {
  @Nested
  class Devices extends DeviceStoreContract {
    @Override
    protected StorageFactory factory() {
      return InMemoryStorage::new;
    }
  }

  @Nested
  class Profiles extends ProfileStoreContract {
    @Override
    protected StorageFactory factory() {
      return InMemoryStorage::new;
    }
  }

  @Nested
  class Offers extends OfferStoreContract {
    @Override
    protected StorageFactory factory() {
      return InMemoryStorage::new;
    }
  }

  @Nested
  class Events extends EventStoreContract {
    @Override
    protected StorageFactory factory() {
      return InMemoryStorage::new;
    }
  }

  @Nested
  class Analytics extends AnalyticsStoreContract {
    @Override
    protected StorageFactory factory() {
      return InMemoryStorage::new;
    }
  }

  @Nested
  class Privacy extends PrivacyStoreContract {
    @Override
    protected StorageFactory factory() {
      return InMemoryStorage::new;
    }
  }
}
