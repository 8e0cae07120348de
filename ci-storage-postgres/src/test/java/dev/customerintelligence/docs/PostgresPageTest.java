package dev.customerintelligence.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.recognition.Decision;
import dev.customerintelligence.recognition.Recognition;
import dev.customerintelligence.recognition.Visit;
import dev.customerintelligence.storage.postgres.PostgresStorage;
import dev.customerintelligence.storage.postgres.PostgresStorage.CsvImport;
import dev.customerintelligence.storage.postgres.PostgresStorage.Migration;
import dev.customerintelligence.storage.postgres.PostgresStorage.ShopTable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/postgres.md. */
class PostgresPageTest {
  private static EmbeddedPostgres server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void theFirstRecognition() {
    DataSource dataSource = server.getPostgresDatabase();
    Visit visit = Visit.builder().fingerprint("ab".repeat(32)).ipAddress("203.0.113.7").build();
    HashKey key = HashKey.generate("2026-01"); // keep it with your secrets
    PostgresStorage storage = PostgresStorage.on(dataSource).migration(Migration.MIGRATE).build();
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder().hashKey(key).storage(storage).build()) {
      ci.recognition().remember(visit, EmailAddress.of("ada@example.com"));
      Recognition recognition = ci.recognition().recognize(visit);
      System.out.println(recognition.decision());
    }
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder().hashKey(key).storage(storage).build()) {
      assertThat(ci.recognition().recognize(visit).decision())
          .as("also after a restart")
          .isEqualTo(Decision.RECOGNIZED);
    }
  }

  @Test
  void theOperations() throws Exception {
    DataSource dataSource = server.getPostgresDatabase();
    PostgresStorage storage = PostgresStorage.on(dataSource).rowLevelSecurity().build();
    storage.migrate();
    storage.validate();
    System.out.println(storage.migrationScript());

    Path file = folder.resolve("events.csv");
    TombstoneHasher tombstones = new TombstoneHasher(HashKey.generate("2026-01"), List.of());
    try (OutputStream out = Files.newOutputStream(file)) {
      storage.exportCsv(ShopTable.BEHAVIORAL_EVENTS, out, rows -> System.err.println(rows));
    }
    try (InputStream in = Files.newInputStream(file)) {
      CsvImport imported =
          storage.importCsv(ShopTable.BEHAVIORAL_EVENTS, in, tombstones, bytes -> {});
      System.out.println(imported.inserted());
    }

    Instant now = Instant.now();
    storage.partitionEvents(now); // once
    storage.maintainEventPartitions(now, 3, now.minus(Duration.ofDays(365))); // every day
    assertThat(storage.maintainEventPartitions(now, 3, Instant.EPOCH).made()).isEmpty();
  }
}
