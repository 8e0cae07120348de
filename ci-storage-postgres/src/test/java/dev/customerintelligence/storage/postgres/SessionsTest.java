package dev.customerintelligence.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.WholeStorageContract;
import org.junit.jupiter.api.AfterAll;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The contract on sessions as a pooler in transaction mode needs them, without named statements,
 * and with autocommit off; nothing may stay behind in a session or in the pool.
 */
class SessionsTest extends WholeStorageContract {
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
