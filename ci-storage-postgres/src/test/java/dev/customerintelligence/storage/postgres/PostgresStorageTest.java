package dev.customerintelligence.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.WholeStorageContract;

/** The contract of every storage, on a real server. */
class PostgresStorageTest extends WholeStorageContract {
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

  @Override
  protected boolean canBeFollowed() {
    return false;
  }

  @Override
  protected boolean canFollow() {
    return true;
  }

  @Override
  protected StorageFactory factory() {
    return STORAGE;
  }

  @Override
  protected boolean opensTheSameStoreAgain() {
    return true;
  }
}
