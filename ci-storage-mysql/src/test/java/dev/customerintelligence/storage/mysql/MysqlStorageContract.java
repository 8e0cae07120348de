package dev.customerintelligence.storage.mysql;

import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.AnalyticsStoreContract;
import dev.customerintelligence.storage.contract.DeviceStoreContract;
import dev.customerintelligence.storage.contract.EventStoreContract;
import dev.customerintelligence.storage.contract.OfferStoreContract;
import dev.customerintelligence.storage.contract.PrivacyStoreContract;
import dev.customerintelligence.storage.contract.ProfileStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The contract of every storage, on a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MysqlStorageContract {
  private HikariDataSource dataSource;
  private MysqlStorage storage;

  /** Returns the connections to use. */
  abstract HikariDataSource connect();

  /** Makes the tables and returns the storage on them. */
  MysqlStorage prepare(HikariDataSource connections) {
    MysqlStorage prepared = MysqlStorage.on(connections).prefix(TestServer.newPrefix()).build();
    prepared.migrate();
    return prepared;
  }

  @BeforeAll
  void start() {
    dataSource = connect();
    storage = prepare(dataSource);
  }

  @AfterAll
  void end() {
    dataSource.close();
  }

  @Nested
  class Devices extends DeviceStoreContract {
    @Override
    protected StorageFactory factory() {
      return storage;
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
      return storage;
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
      return storage;
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
      return storage;
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
      return storage;
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
      return storage;
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return true;
    }
  }
}
