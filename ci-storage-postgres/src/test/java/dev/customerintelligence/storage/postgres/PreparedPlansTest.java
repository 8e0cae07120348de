package dev.customerintelligence.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.contract.Fixtures;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Planning one of these takes the server longer than doing it. */
class PreparedPlansTest {
  private static final Instant AT = Instant.parse("2026-10-01T12:00:00Z");

  /** The driver prepares what comes the fifth time, and the server plans that anew five times. */
  private static final int TIMES = 20;

  @Test
  void whatVisitorsWaitForIsPlannedOnce() {
    TestSchema schema = TestSchema.migrated();
    try (HikariDataSource one = new HikariDataSource()) {
      one.setDataSource(schema.dataSource());
      one.setMaximumPoolSize(1);
      Storage storage =
          PostgresStorage.on(one)
              .schema(schema.name())
              .migration(PostgresStorage.Migration.NONE)
              .build()
              .open(TestSchema.TOMBSTONES);
      for (int i = 0; i < TIMES; i++) {
        visit(storage, EmailAddress.of("c" + i + "@example.com"), i % 2 == 0);
      }

      List<String> plannedAnew = statements(one, "generic_plans = 0 AND custom_plans > 5");
      List<String> plannedOnce = statements(one, "generic_plans > 0");

      assertThat(plannedAnew).isEmpty();
      assertThat(plannedOnce)
          .anyMatch(sql -> sql.contains("UPDATE " + schema.name() + ".bundle_offers"))
          .anyMatch(sql -> sql.contains("INSERT INTO " + schema.name() + ".bundle_offers"))
          .anyMatch(sql -> sql.contains("INSERT INTO " + schema.name() + ".device_tracking"));
    }
  }

  /** What is null in one visit and not in the next must not be another statement. */
  private static void visit(Storage storage, EmailAddress customer, boolean isKnown) {
    storage
        .devices()
        .record(
            new Sighting(
                customer,
                isKnown ? 7L : null,
                Fingerprint.of("ab".repeat(32)),
                new IpHash("cd".repeat(32)),
                isKnown ? UserAgent.parse("Mozilla/5.0").orElseThrow() : null,
                isKnown ? Place.of("NL", "Utrecht").orElseThrow() : null,
                AT));
    OfferDraft draft = Fixtures.draft(customer, AT);
    OfferCreation.Created made =
        (OfferCreation.Created)
            storage
                .offers()
                .create(
                    new OfferDraft(
                        customer,
                        isKnown ? 7L : null,
                        draft.lines(),
                        draft.price(),
                        isKnown ? draft.triggerReason() : null,
                        isKnown ? JsonObject.parse("{\"total\":1}") : null,
                        draft.offeredAt(),
                        draft.expiresAt()));
    BehavioralEvent event =
        BehavioralEvent.builder(UUID.randomUUID(), "bundle_viewed", AT).customer(customer).build();
    assertThat(
            storage
                .offers()
                .move(made.offer().id(), new OfferStep(OfferStatus.VIEWED, AT, null), event))
        .isInstanceOf(OfferMove.Moved.class);
  }

  private static List<String> statements(HikariDataSource one, String which) {
    return Jdbi.create(one)
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT statement FROM pg_prepared_statements WHERE " + which)
                    .mapTo(String.class)
                    .list());
  }
}
