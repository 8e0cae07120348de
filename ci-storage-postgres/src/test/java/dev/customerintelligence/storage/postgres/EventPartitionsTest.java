package dev.customerintelligence.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.event.AppendResult;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.EventStoreContract;
import dev.customerintelligence.storage.contract.PrivacyStoreContract;
import dev.customerintelligence.storage.postgres.PostgresStorage.PartitionChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Events divided by month. */
class EventPartitionsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com");

  private static PostgresStorage divided() {
    PostgresStorage storage = TestSchema.migrated().storage().build();
    storage.partitionEvents(NOW);
    storage.maintainEventPartitions(NOW, 6, Instant.EPOCH);
    return storage;
  }

  /** Divided events keep the whole contract. */
  @Nested
  class Events extends EventStoreContract {
    private static final PostgresStorage STORAGE = divided();

    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }
  }

  /** Clean-ups and erasures among them too. */
  @Nested
  class Privacy extends PrivacyStoreContract {
    private static final PostgresStorage STORAGE = divided();

    @Override
    protected StorageFactory factory() {
      return STORAGE;
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return true;
    }
  }

  @Test
  void anExistingTableIsDividedWithItsRowsAndIndexes() {
    TestSchema schema = TestSchema.migrated();
    schema.run(
        "INSERT INTO {schema}.behavioral_events (customer_email, event_type, created_at) SELECT"
            + " 'ada@example.com', 'x', TIMESTAMP '2026-11-01' - i * INTERVAL '1 hour'"
            + " FROM generate_series(1, 20000) i");
    String where = "SELECT pg_relation_filenode('{schema}.%s')::text";
    String before = schema.askOne(where.formatted("behavioral_events"));
    PostgresStorage storage = schema.storage().build();

    storage.partitionEvents(NOW);
    storage.partitionEvents(NOW);

    assertThat(schema.askOne(where.formatted("behavioral_events_before")))
        .as("no row moved")
        .isEqualTo(before);
    assertThat(schema.askOne("SELECT count(*) FROM {schema}.behavioral_events")).isEqualTo("20000");
    storage.validate();
    assertThat(
            schema.ask(
                "SELECT indexname FROM pg_indexes WHERE schemaname = '{schema}'"
                    + " AND tablename = 'behavioral_events'"))
        .contains("ci_event_email", "ci_event_time", "idx_behavioral_events_type")
        .hasSize(8);
    schema.storage().build().migrate();
  }

  @Test
  void monthsAreMadeAheadOnce() {
    TestSchema schema = TestSchema.migrated();
    PostgresStorage storage = schema.storage().build();
    storage.partitionEvents(NOW);

    assertThat(storage.maintainEventPartitions(NOW, 3, Instant.EPOCH))
        .as("until the end of December everything goes where it went before")
        .isEqualTo(
            new PartitionChanges(
                List.of("behavioral_events_2027_01", "behavioral_events_2027_02"), List.of()));
    assertThat(storage.maintainEventPartitions(NOW, 3, Instant.EPOCH).made()).isEmpty();
    assertThat(storage.maintainEventPartitions(NOW.plus(Duration.ofDays(31)), 3, Instant.EPOCH))
        .isEqualTo(new PartitionChanges(List.of("behavioral_events_2027_03"), List.of()));
  }

  @Test
  void anEventGoesToItsMonthAlsoWhenThatIsMadeLater() {
    TestSchema schema = TestSchema.migrated();
    PostgresStorage storage = schema.storage().build();
    storage.partitionEvents(NOW);
    BehavioralEvent inMarch =
        BehavioralEvent.builder(UUID.randomUUID(), "x", Instant.parse("2027-03-31T23:59:59Z"))
            .customer(ADA)
            .build();
    try (Storage open = schema.open()) {
      assertThat(open.events().append(List.of(inMarch))).isEqualTo(new AppendResult(1, 0, 0));
      assertThat(schema.askOne("SELECT count(*) FROM {schema}.behavioral_events_other"))
          .isEqualTo("1");

      storage.maintainEventPartitions(NOW, 4, Instant.EPOCH);

      assertThat(schema.askOne("SELECT count(*) FROM {schema}.behavioral_events_2027_03"))
          .isEqualTo("1");
      assertThat(open.events().append(List.of(inMarch))).isEqualTo(new AppendResult(0, 1, 0));
      assertThat(open.events().newestOf(ADA, 10)).containsExactly(inMarch);
    }
  }

  @Test
  void monthsThatAreOverAreDroppedNotOnlyDetached() {
    TestSchema schema = TestSchema.migrated();
    PostgresStorage storage = schema.storage().build();
    storage.partitionEvents(NOW);
    storage.maintainEventPartitions(NOW, 6, Instant.EPOCH);
    Instant later = Instant.parse("2027-05-01T00:00:00Z");

    assertThat(
            storage
                .maintainEventPartitions(later, 0, Instant.parse("2027-01-31T23:59:59.999999Z"))
                .dropped())
        .containsExactly("behavioral_events_before");
    assertThat(storage.maintainEventPartitions(later, 0, Instant.parse("2027-02-01T00:00:00Z")))
        .extracting(PartitionChanges::dropped)
        .isEqualTo(List.of("behavioral_events_2027_01"));
    assertThat(
            schema.ask(
                "SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = '{schema}' AND table_name LIKE 'behavioral%'"))
        .contains("behavioral_events_2027_02", "behavioral_events_other")
        .doesNotContain("behavioral_events_before", "behavioral_events_2027_01");
  }

  @Test
  void rowsWithoutATimeAreNamedFirst() {
    TestSchema schema = TestSchema.migrated();
    schema.run(
        "INSERT INTO {schema}.behavioral_events (event_type, created_at) VALUES ('x', NULL)");

    assertThatThrownBy(() -> schema.storage().build().partitionEvents(NOW))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageStartingWith("1 rows of behavioral_events have no created_at, or one from 2027");
    assertThatThrownBy(
            () -> schema.storage().build().maintainEventPartitions(NOW, 1, Instant.EPOCH))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("partitionEvents makes it so");
  }
}
