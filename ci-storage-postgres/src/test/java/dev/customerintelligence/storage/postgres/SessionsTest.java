package dev.customerintelligence.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.AnalyticsStoreContract;
import dev.customerintelligence.storage.contract.DeviceStoreContract;
import dev.customerintelligence.storage.contract.EventStoreContract;
import dev.customerintelligence.storage.contract.OfferStoreContract;
import dev.customerintelligence.storage.contract.PrivacyStoreContract;
import dev.customerintelligence.storage.contract.ProfileStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The contract on sessions as a pooler in transaction mode needs them, without named statements,
 * and with autocommit off; nothing may stay behind in a session or in the pool.
 */
class SessionsTest {
  private static final HikariDataSource POOL = pool();
  private static final PostgresStorage STORAGE = migrated();

  private static HikariDataSource pool() {
    PGSimpleDataSource sessions = Server.dataSource(Server.url());
    sessions.setPrepareThreshold(0);
    sessions.setApplicationName("ci-sessions-test");
    HikariConfig config = new HikariConfig();
    config.setDataSource(sessions);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(20);
    return new HikariDataSource(config);
  }

  private static PostgresStorage migrated() {
    PostgresStorage storage = PostgresStorage.on(POOL).schema(Server.newSchema()).build();
    storage.migrate();
    return storage;
  }

  @AfterAll
  static void nothingStaysBehind() {
    String ofPool = " FROM pg_stat_activity a %s WHERE a.application_name = 'ci-sessions-test'";
    TestSchema server = TestSchema.named();
    assertThat(POOL.getHikariPoolMXBean().getActiveConnections()).as("connections").isZero();
    assertThat(
            server.ask(
                "SELECT state || ': ' || query"
                    + ofPool.formatted("")
                    + " AND state LIKE 'idle in transaction%'"))
        .as("transactions")
        .isEmpty();
    assertThat(
            server.ask(
                "SELECT l.locktype"
                    + ofPool.formatted("JOIN pg_locks l ON l.pid = a.pid")
                    + " AND l.locktype = 'advisory'"))
        .as("locks")
        .isEmpty();
    POOL.close();
  }

  @Nested
  class Devices extends DeviceStoreContract {
    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }
  }

  @Nested
  class Profiles extends ProfileStoreContract {
    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }
  }

  @Nested
  class Offers extends OfferStoreContract {
    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }
  }

  @Nested
  class Events extends EventStoreContract {
    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }
  }

  @Nested
  class Analytics extends AnalyticsStoreContract {
    @Override
    protected StorageFactory factory() {
      return STORAGE;
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
