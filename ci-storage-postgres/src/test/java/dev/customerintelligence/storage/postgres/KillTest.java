package dev.customerintelligence.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.CrashContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed in the middle of the work, and comes back. */
class KillTest extends CrashContract {
  @TempDir private Path directory;
  private MortalServer server;
  private HikariDataSource pool;

  @Override
  protected StorageFactory factory() {
    if (server == null) {
      start();
    }
    return TestSchema.on(pool).storage().migration(PostgresStorage.Migration.MIGRATE).build();
  }

  private void start() {
    try {
      server = MortalServer.start(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    HikariConfig config = new HikariConfig();
    config.setDataSource(server.dataSource());
    config.setMaximumPoolSize(10);
    config.setConnectionTimeout(10_000);
    pool = new HikariDataSource(config);
  }

  @AfterEach
  void stop() throws IOException {
    if (pool != null) {
      pool.close();
      server.close();
    }
  }

  @Override
  protected void kill() throws Exception {
    server.kill();
  }

  @Override
  protected void restart() throws IOException {
    server.restart();
  }

  @Test
  void aMigrationThatWasCutOffIsFinishedByTheNext() throws Exception {
    TestSchema schema = TestSchema.on(server.dataSource());
    schema.run("CREATE SCHEMA {schema}");
    schema.run(TestSchema.DOCUMENT);
    schema.run(
        "INSERT INTO {schema}.device_tracking (customer_email, ip_hash, browser_fingerprint)"
            + " SELECT 'c' || i || '@example.com', md5(i::text) || md5('ip' || i),"
            + " md5(i::text) || md5('fp' || i) FROM generate_series(1, 300000) i");
    CompletableFuture<Void> migration =
        CompletableFuture.runAsync(() -> schema.storage().build().migrate());
    while (schema
        .ask(
            "SELECT 1 FROM pg_class WHERE relname = 'ci_device_fingerprint'"
                + " AND relnamespace = to_regnamespace('{schema}')")
        .isEmpty()) {
      assertThat(migration).isNotDone();
      Thread.sleep(5);
    }

    kill();
    assertThat(migration)
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableThat()
        .withCauseInstanceOf(StorageUnavailableException.class);
    restart();
    schema.storage().build().migrate();

    schema.storage().build().validate();
    assertThat(schema.askOne("SELECT count(*) FROM {schema}.device_tracking")).isEqualTo("300000");
  }
}
