package dev.customerintelligence.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.WholeStorageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract through pgbouncer in transaction mode, where every transaction may have another
 * session.
 */
class PoolerTest extends WholeStorageContract {
  @TempDir private static Path directory;
  private static Pgbouncer pooler;
  private static HikariDataSource clients;
  private static PostgresStorage storage;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Pgbouncer.program().isPresent(), "pgbouncer is not installed");
    assumeTrue(
        System.getProperty("ci.postgres.url") == null, "the given server may need a password");
    TestSchema schema = TestSchema.migrated();
    pooler = Pgbouncer.start(directory);
    HikariConfig config = new HikariConfig();
    config.setDataSource(pooler.dataSource());
    config.setMaximumPoolSize(40);
    clients = new HikariDataSource(config);
    storage = PostgresStorage.on(clients).schema(schema.name()).build();
  }

  @AfterAll
  static void stop() throws Exception {
    if (clients != null) {
      assertThat(clients.getHikariPoolMXBean().getActiveConnections()).isZero();
      clients.close();
    }
    if (pooler != null) {
      pooler.close();
    }
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
    return storage;
  }

  @Override
  protected boolean opensTheSameStoreAgain() {
    return true;
  }
}
