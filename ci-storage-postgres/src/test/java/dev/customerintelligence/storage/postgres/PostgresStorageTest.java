package dev.customerintelligence.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.AnalyticsStoreContract;
import dev.customerintelligence.storage.contract.DeviceStoreContract;
import dev.customerintelligence.storage.contract.EventStoreContract;
import dev.customerintelligence.storage.contract.OfferStoreContract;
import dev.customerintelligence.storage.contract.PrivacyStoreContract;
import dev.customerintelligence.storage.contract.ProfileStoreContract;
import org.junit.jupiter.api.Nested;

/** The contract of every storage, on a real server. */
class PostgresStorageTest {
  private static final PostgresStorage STORAGE = migrated();

  private static PostgresStorage migrated() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(Server.dataSource());
    config.setMaximumPoolSize(20);
    PostgresStorage storage =
        PostgresStorage.on(new HikariDataSource(config)).schema(Server.newSchema()).build();
    storage.migrate();
    return storage;
  }

  @Nested
  class Devices extends DeviceStoreContract {
    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return true;
    }
  }

  @Nested
  class Profiles extends ProfileStoreContract {
    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return true;
    }
  }

  @Nested
  class Offers extends OfferStoreContract {
    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return true;
    }
  }

  @Nested
  class Events extends EventStoreContract {
    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return true;
    }
  }

  @Nested
  class Analytics extends AnalyticsStoreContract {
    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return true;
    }
  }

  @Nested
  class Privacy extends PrivacyStoreContract {
    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return true;
    }
  }
}
