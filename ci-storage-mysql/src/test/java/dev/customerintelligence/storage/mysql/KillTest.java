package dev.customerintelligence.storage.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.mysql.MariadbProcess;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.CrashContract;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server is killed in the middle of the work, and comes back. */
class KillTest extends CrashContract {
  private MariadbProcess server;
  private HikariDataSource pool;

  @Override
  protected StorageFactory factory() {
    if (server == null) {
      // Enough against a killed server, though not against a machine without power.
      server = MariadbProcess.start("--innodb-flush-log-at-trx-commit=2");
      server.createDatabase("shop");
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl("jdbc:mariadb://" + server.address().replace("/?", "/shop?"));
      config.setMaximumPoolSize(10);
      config.setConnectionTimeout(10_000);
      pool = new HikariDataSource(config);
    }
    return MysqlStorage.on(pool).migration(MysqlStorage.Migration.MIGRATE).build();
  }

  @AfterEach
  void stop() {
    if (pool != null) {
      pool.close();
      server.end();
    }
  }

  @Override
  protected void kill() throws Exception {
    server.kill();
  }

  @Override
  protected void restart() {
    server.restart();
  }

  @Test
  void aMigrationThatWasCutOffIsFinishedByTheNext() throws Exception {
    TestSite site = new TestSite(pool).run(TestSite.DOCUMENT);
    site.run(
        """
        INSERT INTO wp_wg_device_tracking (customer_email, ip_hash, browser_fingerprint)
        SELECT CONCAT('c', seq, '@example.com'), SHA2(seq, 256), SHA2(CONCAT('fp', seq), 256)
        FROM seq_1_to_100000
        """);
    CompletableFuture<Void> migration =
        CompletableFuture.runAsync(() -> site.storage().build().migrate());
    while (site.rows(
            "SELECT 1 FROM information_schema.PROCESSLIST"
                + " WHERE info LIKE '%ci_device_%' AND info LIKE '%wp_wg_device%'"
                + " AND id <> CONNECTION_ID()")
        .isEmpty()) {
      assertThat(migration).isNotDone();
      Thread.sleep(2);
    }

    kill();
    assertThat(migration)
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableThat()
        .withCauseInstanceOf(StorageUnavailableException.class);
    restart();
    site.storage().build().migrate();

    site.storage().build().validate();
    assertThat(site.value("SELECT COUNT(*) FROM wp_wg_device_tracking")).isEqualTo("100000");
  }
}
