package dev.customerintelligence.storage.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {
  private static final String TABLE_DEFINITIONS =
      """
      SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA
      FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 'wp_wg%'
      ORDER BY TABLE_NAME, ORDINAL_POSITION
      """;

  @Test
  void anEmptyDatabaseGetsEverythingAndASecondRunChangesNothing() {
    try (TestSite site = TestSite.empty()) {
      MysqlStorage storage = site.storage().build();
      storage.migrate();
      List<?> columns = site.rows(TABLE_DEFINITIONS);
      storage.migrate();
      storage.validate();

      assertThat(site.rows(TABLE_DEFINITIONS)).isEqualTo(columns).hasSize(21 + 11 + 18 + 9);
      assertThat(site.value("SELECT COUNT(*) FROM wp_ci_schema_history WHERE success"))
          .isEqualTo("4");
    }
  }

  @Test
  void theTablesThatAMigrationMakesAreTheDocuments() {
    try (TestSite made = TestSite.empty();
        TestSite document = TestSite.with(TestSite.DOCUMENT)) {
      made.storage().build().migrate();

      assertThat(made.rows(TABLE_DEFINITIONS).toString().replace(made.prefix, "wp_"))
          .isEqualTo(document.rows(TABLE_DEFINITIONS).toString().replace(document.prefix, "wp_"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tablesWithRowsKeepThemAndTheirColumns(boolean deployed) {
    try (TestSite site = TestSite.with(deployed ? TestSite.DEPLOYED : TestSite.DOCUMENT)) {
      site.run(
          """
          INSERT INTO wp_wg_customer_intelligence (customer_email, ip_hash)
            VALUES ('Ada@Example.com', '');
          INSERT INTO wp_wg_device_tracking (customer_email, ip_hash) VALUES ('ada@example.com', '');
          """);
      List<?> columns = site.rows(TABLE_DEFINITIONS);
      List<?> rows = site.rows("SELECT * FROM wp_wg_customer_intelligence");

      try (Storage storage =
          site.storage()
              .migration(MysqlStorage.Migration.MIGRATE)
              .build()
              .open(TestSite.hasher())) {
        assertThat(storage.profiles().find(EmailAddress.of("ada@example.com"))).isPresent();
      }

      assertThat(site.rows(TABLE_DEFINITIONS)).isEqualTo(columns);
      assertThat(site.rows("SELECT * FROM wp_wg_customer_intelligence")).isEqualTo(rows);
      site.storage().build().validate();
    }
  }

  @Test
  void severalMayMigrateAtOnce() throws Exception {
    try (TestSite site = TestSite.with(TestSite.DOCUMENT)) {
      ExecutorService threads = Executors.newFixedThreadPool(3);
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        runs.add(threads.submit(() -> site.storage().build().migrate()));
      }
      for (Future<?> run : runs) {
        run.get();
      }
      threads.shutdown();
      site.storage().build().validate();
    }
  }

  @Test
  void aMigrationThatWasBrokenOffIsTakenUpAgain() {
    try (TestSite site = TestSite.with(TestSite.DOCUMENT)) {
      site.run("ALTER TABLE wp_wg_behavioral_events DROP COLUMN customer_id");
      assertThatThrownBy(() -> site.storage().build().migrate())
          .isInstanceOf(StorageFailedException.class)
          .hasMessageStartingWith("The migration failed");
      site.run("ALTER TABLE wp_wg_behavioral_events ADD COLUMN customer_id BIGINT UNSIGNED");

      site.storage().build().migrate();
      site.storage().build().validate();
    }
  }

  @Test
  void theScriptByHandDoesTheSame() {
    try (TestSite site = TestSite.empty()) {
      String script = site.storage().build().migrationScript();
      site.run(script).run(script);
      site.storage().build().validate();
    }
  }

  @Test
  void aCheckNamesEverythingThatIsMissing() {
    try (TestSite site = TestSite.empty()) {
      MysqlStorage storage = site.storage().build();
      storage.migrate();
      site.run(
          """
          ALTER TABLE wp_wg_device_tracking DROP INDEX ci_device_ip;
          ALTER TABLE wp_wg_bundle_offers DROP COLUMN trigger_reason;
          ALTER TABLE wp_wg_behavioral_events MODIFY event_data INT;
          ALTER TABLE wp_wg_customer_intelligence DROP INDEX customer_email;
          DELETE FROM wp_ci_locks WHERE bucket = 3;
          DROP TABLE wp_ci_tombstones;
          """);

      assertThatThrownBy(() -> storage.open(TestSite.hasher()))
          .isInstanceOf(StorageFailedException.class)
          .hasMessageContainingAll(
              "index (ip_hash, last_seen) on " + site.prefix + "wg_device_tracking is missing",
              "column " + site.prefix + "wg_bundle_offers.trigger_reason is missing",
              site.prefix + "wg_behavioral_events.event_data must be a text, is int",
              "unique index (customer_email) on "
                  + site.prefix
                  + "wg_customer_intelligence is missing",
              "table " + site.prefix + "ci_locks must have 1280 rows, has 1279",
              "table " + site.prefix + "ci_tombstones is missing");
    }
  }

  @Test
  void whatWasDroppedSinceIsMadeAgain() {
    try (TestSite site = TestSite.empty()) {
      MysqlStorage storage = site.storage().build();
      storage.migrate();
      site.run(
          """
          ALTER TABLE wp_wg_device_tracking DROP INDEX ci_device_ip;
          DELETE FROM wp_ci_locks WHERE bucket = 3;
          DROP TABLE wp_ci_tombstones;
          """);

      storage.migrate();

      storage.validate();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE wp_wg_device_tracking ENGINE=MyISAM",
        "ALTER TABLE wp_wg_device_tracking MODIFY customer_email VARCHAR(255) COLLATE utf8mb4_bin",
        "DROP TABLE wp_wg_behavioral_events"
      })
  void tablesOnWhichNothingWouldBeSafeAreRefusedInEveryMode(String change) {
    try (TestSite site = TestSite.with(TestSite.DEPLOYED).ownTablesByHand().run(change)) {
      MysqlStorage storage = site.storage().migration(MysqlStorage.Migration.NONE).build();

      assertThatThrownBy(() -> storage.open(TestSite.hasher()))
          .isInstanceOf(StorageFailedException.class)
          .hasMessageMatching(".*(InnoDB|ignores case|is missing).*");
    }
  }

  @Test
  void lockRowsThatAreMissingAreNotPassedOverInSilence() {
    try (TestSite site = TestSite.with(TestSite.DOCUMENT).ownTablesByHand()) {
      site.run("DELETE FROM wp_ci_locks");
      Storage storage =
          site.storage().migration(MysqlStorage.Migration.NONE).build().open(TestSite.hasher());

      assertThatThrownBy(() -> storage.devices().record(RowsOfOthersTest.sighting("ada")))
          .isInstanceOf(StorageFailedException.class)
          .hasMessageContaining("ci_locks");
    }
  }
}
