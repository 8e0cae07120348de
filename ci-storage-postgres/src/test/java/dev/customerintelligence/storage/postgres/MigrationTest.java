package dev.customerintelligence.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.postgres.PostgresStorage.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class MigrationTest {
  private static final String COLUMNS =
      """
      SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
        || coalesce(numeric_precision::text, '') || ' ' || coalesce(numeric_scale::text, '')
        || ' ' || coalesce(column_default, '')
      FROM information_schema.columns WHERE table_schema = '{schema}'
        AND table_name NOT LIKE 'ci\\_%' ORDER BY 1
      """;

  @Test
  void anEmptyDatabaseGetsTheTablesOfTheDocument() {
    TestSchema document = TestSchema.named();
    document.run("CREATE SCHEMA {schema}");
    document.run(TestSchema.DOCUMENT);
    TestSchema empty = TestSchema.migrated();

    assertThat(empty.ask(COLUMNS)).isEqualTo(document.ask(COLUMNS)).hasSize(63);
    empty.storage().build().validate();
  }

  @Test
  void openingMigratesOrValidatesOrLooksAtNothing() {
    TestSchema schema = TestSchema.named();

    assertThatThrownBy(() -> schema.storage().build().open(TestSchema.TOMBSTONES))
        .as("the default changes nothing")
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("table customer_intelligence is missing");
    schema.storage().migration(Migration.NONE).build().open(TestSchema.TOMBSTONES).close();
    assertThat(schema.ask("SELECT nspname FROM pg_namespace WHERE nspname = '{schema}'")).isEmpty();
    schema.storage().migration(Migration.MIGRATE).build().open(TestSchema.TOMBSTONES).close();
    schema.storage().build().open(TestSchema.TOMBSTONES).close();
  }

  @Test
  void migratingTwiceChangesNothing() {
    TestSchema schema = TestSchema.migrated();
    String history = "SELECT version || description FROM {schema}.ci_schema_history ORDER BY 1";
    List<String> once = schema.ask(history);

    schema.storage().build().migrate();

    assertThat(schema.ask(history)).isEqualTo(once).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void tablesThatAreThereKeepTheirRows() {
    TestSchema schema = TestSchema.named();
    schema.run("CREATE SCHEMA {schema}");
    schema.run(TestSchema.DOCUMENT);
    schema.run(
        "INSERT INTO {schema}.customer_intelligence (customer_email, ip_hash, total_orders)"
            + " VALUES ('Ada@Example.com', '', 7)");

    schema.storage().build().migrate();

    schema.storage().build().validate();
    try (Storage storage = schema.open()) {
      assertThat(storage.profiles().find(EmailAddress.of("ada@example.com")))
          .hasValueSatisfying(
              profile -> assertThat(profile.purchases().totalOrders()).isEqualTo(7));
    }
  }

  @Test
  void amongAMillionRowsIndexesAreBuiltBesideRunningWriters() throws Exception {
    TestSchema schema = TestSchema.named();
    schema.run("CREATE SCHEMA {schema}");
    schema.run(TestSchema.DOCUMENT);
    schema.run(
        "INSERT INTO {schema}.device_tracking (customer_email, ip_hash, browser_fingerprint)"
            + " SELECT 'c' || i || '@example.com', md5(i::text) || md5('ip' || i),"
            + " md5(i::text) || md5('fp' || i) FROM generate_series(1, 1000000) i");
    AtomicBoolean migrated = new AtomicBoolean();
    Set<String> locksAgainstWriters = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Callable<Integer> writer =
        () -> {
          int written = 0;
          while (!migrated.get()) {
            schema.run(
                "INSERT INTO {schema}.device_tracking (customer_email, ip_hash) VALUES"
                    + " ('w@example.com', 'w"
                    + written++
                    + "')");
            locksAgainstWriters.addAll(
                schema.ask(
                    "SELECT mode FROM pg_locks"
                        + " WHERE relation = '{schema}.device_tracking'::regclass AND mode IN"
                        + " ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',"
                        + " 'AccessExclusiveLock')"));
          }
          return written;
        };
    try {
      Future<Integer> writing = threads.submit(writer);
      schema.storage().build().migrate();
      migrated.set(true);

      assertThat(writing.get()).as("writes during the migration").isGreaterThan(50);
      assertThat(
              schema.askOne("SELECT count(*) FROM {schema}.device_tracking WHERE ip_hash ~ '^w'"))
          .isEqualTo(writing.get().toString());
      assertThat(locksAgainstWriters).isEmpty();
    } finally {
      migrated.set(true);
      threads.shutdownNow();
    }
    schema.storage().build().validate();
  }

  @Test
  void severalServicesMigrateAtOnce() throws Exception {
    TestSchema schema = TestSchema.named();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> services = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        services.add(threads.submit(() -> schema.storage().build().migrate()));
      }
      for (Future<?> service : services) {
        service.get(5, TimeUnit.MINUTES);
      }
    } finally {
      threads.shutdownNow();
    }
    schema.storage().build().validate();
  }

  @Test
  void anIndexThatWasNotBuiltToItsEndIsBuiltAnew() {
    TestSchema schema = TestSchema.migrated();
    schema.run(
        "UPDATE pg_index SET indisvalid = false"
            + " WHERE indexrelid = '{schema}.ci_device_ip'::regclass");
    assertThatThrownBy(() -> schema.storage().build().validate())
        .hasMessageContaining("index ci_device_ip is missing or was not built to its end");

    schema.storage().build().migrate();

    schema.storage().build().validate();
  }

  @Test
  void whatWasDroppedSinceIsMadeAnew() {
    TestSchema schema = TestSchema.migrated();
    schema.run("DROP INDEX {schema}.ci_offer_due; DROP TABLE {schema}.ci_tombstones");

    schema.storage().build().migrate();

    schema.storage().build().validate();
  }

  @Test
  void whatCannotBeMadeIsNamed() {
    TestSchema schema = TestSchema.migrated();
    schema.run("ALTER TABLE {schema}.bundle_offers DROP COLUMN cart_snapshot");
    schema.run(
        "ALTER TABLE {schema}.customer_intelligence"
            + " DROP CONSTRAINT customer_intelligence_customer_email_key");

    assertThatThrownBy(() -> schema.storage().build().migrate())
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("column bundle_offers.cart_snapshot is missing")
        .hasMessageContaining("column customer_intelligence.customer_email must have a unique key");
  }

  @Test
  void aMigrationThatFailedIsTakenUpAgain() {
    TestSchema schema = TestSchema.named();
    schema.run("CREATE SCHEMA {schema}");
    schema.run(TestSchema.DOCUMENT);
    schema.run("CREATE DOMAIN {schema}.ci_tombstones AS INTEGER");
    assertThatThrownBy(() -> schema.storage().build().migrate())
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("V3__own_tables");

    schema.run("DROP DOMAIN {schema}.ci_tombstones");
    schema.storage().build().migrate();

    schema.storage().build().validate();
  }

  @Test
  void everythingThatIsMissingOrWrongIsNamed() {
    TestSchema schema = TestSchema.migrated();
    schema.run("ALTER TABLE {schema}.bundle_offers DROP COLUMN cart_snapshot");
    schema.run("ALTER TABLE {schema}.behavioral_events ALTER COLUMN event_data TYPE TEXT");
    schema.run("ALTER TABLE {schema}.customer_intelligence ALTER COLUMN ip_hash TYPE VARCHAR(64)");
    schema.run("DROP TABLE {schema}.ci_tombstones");
    schema.run("DROP INDEX {schema}.ci_offer_due");

    assertThatThrownBy(() -> schema.storage().build().validate())
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("column bundle_offers.cart_snapshot is missing")
        .hasMessageContaining("column behavioral_events.event_data must be jsonb, is text")
        .hasMessageContaining("table ci_tombstones is missing")
        .hasMessageContaining("index ci_offer_due is missing")
        .hasMessageContaining("migrationScript()")
        .hasMessageNotContaining("ip_hash");
  }

  @Test
  void thePrintedScriptDoesTheSame() {
    TestSchema byHand = TestSchema.named();
    byHand.run("CREATE SCHEMA {schema}");
    String script = byHand.storage().rowLevelSecurity().build().migrationScript();

    for (String statement : statementsOf(script)) {
      byHand.run(statement);
    }

    byHand.storage().build().validate();
    assertThat(script).contains("CREATE POLICY ci_own_rows");
    assertThat(byHand.storage().build().migrationScript()).doesNotContain("POLICY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Shop", "shop;drop", "1shop", "shop shop", "s\"hop"})
  void aSchemaIsAPlainName(String name) {
    assertThatThrownBy(() -> PostgresStorage.on(Server.dataSource()).schema(name))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("schema: must be lower-case letters");
  }

  @Test
  void sessionsOfAnotherIsolationAreRefused() {
    PGSimpleDataSource serializable = Server.dataSource(Server.url());
    serializable.setOptions("-c default_transaction_isolation=serializable");

    assertThatThrownBy(
            () ->
                PostgresStorage.on(serializable)
                    .migration(Migration.NONE)
                    .build()
                    .open(TestSchema.TOMBSTONES))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("must be READ COMMITTED");
  }

  @Test
  void aServerThatIsAwayIsNamedAsThat() {
    PGSimpleDataSource away = new PGSimpleDataSource();
    away.setUrl("jdbc:postgresql://127.0.0.1:1/postgres?user=postgres");

    for (Migration migration : Migration.values()) {
      assertThatThrownBy(
              () ->
                  PostgresStorage.on(away).migration(migration).build().open(TestSchema.TOMBSTONES))
          .isInstanceOf(StorageUnavailableException.class);
    }
  }

  /** Splits as psql does: at a semicolon that ends a line outside of a quoted block. */
  private static List<String> statementsOf(String script) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    boolean isQuoted = false;
    for (String line : script.split("\n", -1)) {
      isQuoted ^= line.contains("$$");
      statement.append(line).append('\n');
      if (!isQuoted && line.endsWith(";")) {
        statements.add(statement.toString());
        statement.setLength(0);
      }
    }
    return statements;
  }
}
