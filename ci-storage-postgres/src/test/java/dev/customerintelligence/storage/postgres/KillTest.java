package dev.customerintelligence.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.event.AppendResult;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed in the middle of the work, and comes back. */
@Timeout(300)
class KillTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com");
  private static final Fingerprint PHONE = Fingerprint.of("ab".repeat(32));

  @TempDir private Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private MortalServer server;

  @AfterEach
  void stop() throws IOException {
    threads.shutdownNow();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void whatWasAcknowledgedIsThereOnceAndTheRestMayBeRepeated() throws Exception {
    server = MortalServer.start(directory);
    try (HikariDataSource pool = pool()) {
      TestSchema schema = TestSchema.on(pool);
      schema.storage().build().migrate();
      Storage storage = schema.open();
      ConcurrentLinkedQueue<List<BehavioralEvent>> acknowledged = new ConcurrentLinkedQueue<>();
      ConcurrentLinkedQueue<List<BehavioralEvent>> unknown = new ConcurrentLinkedQueue<>();
      AtomicInteger visits = new AtomicInteger();
      AtomicInteger visitsInDoubt = new AtomicInteger();
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        writers.add(threads.submit(() -> appendUntilAway(storage, acknowledged, unknown)));
        writers.add(threads.submit(() -> recordUntilAway(storage, visits, visitsInDoubt)));
      }
      while (acknowledged.size() < 20 || visits.get() < 20) {
        Thread.sleep(10);
      }

      server.kill();
      for (Future<?> writer : writers) {
        writer.get(60, TimeUnit.SECONDS);
      }
      server.restart();

      assertThat(unknown).as("every writer was told").hasSize(4);
      for (List<BehavioralEvent> batch : acknowledged) {
        assertThat(storage.events().append(batch)).isEqualTo(new AppendResult(0, batch.size(), 0));
      }
      for (List<BehavioralEvent> batch : unknown) {
        AppendResult result = storage.events().append(batch);
        assertThat(result.stored()).as("all of a batch or nothing").isIn(0, batch.size());
      }
      assertThat(storage.events().newestOf(ADA, 1_000_000))
          .hasSize((acknowledged.size() + unknown.size()) * BATCH)
          .doesNotHaveDuplicates();
      assertThat(storage.devices().devicesOf(ADA, 10))
          .singleElement()
          .satisfies(
              device ->
                  assertThat(device.visitCount())
                      .isBetween(visits.get(), visits.get() + visitsInDoubt.get()));
    }
  }

  @Test
  void anOfferMovedWithItsEventOrNotAtAll() throws Exception {
    server = MortalServer.start(directory);
    try (HikariDataSource pool = pool()) {
      TestSchema schema = TestSchema.on(pool);
      schema.storage().build().migrate();
      Storage storage = schema.open();
      List<BundleOffer> offers = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        offers.add(
            ((OfferCreation.Created)
                    storage
                        .offers()
                        .create(TestOffers.draft(EmailAddress.of("c" + i + "@example.com"), AT)))
                .offer());
      }
      AtomicInteger moved = new AtomicInteger();
      Future<?> mover =
          threads.submit(
              () -> {
                for (BundleOffer offer : offers) {
                  assertThat(view(storage, offer)).isInstanceOf(OfferMove.Moved.class);
                  moved.incrementAndGet();
                }
              });
      while (moved.get() < 50) {
        Thread.sleep(1);
      }

      server.kill();
      assertThat(mover)
          .failsWithin(Duration.ofSeconds(60))
          .withThrowableThat()
          .withCauseInstanceOf(StorageUnavailableException.class);
      server.restart();

      String viewed =
          schema.askOne("SELECT count(*) FROM {schema}.bundle_offers WHERE status = 'viewed'");
      assertThat(Integer.parseInt(viewed)).isBetween(moved.get(), moved.get() + 1);
      assertThat(schema.askOne("SELECT count(*) FROM {schema}.behavioral_events"))
          .as("each with its event")
          .isEqualTo(viewed);
      for (BundleOffer offer : offers) {
        view(storage, offer);
      }
      assertThat(
              schema.askOne(
                  "SELECT count(DISTINCT customer_email) FROM {schema}.behavioral_events"))
          .isEqualTo(schema.askOne("SELECT count(*) FROM {schema}.behavioral_events"))
          .isEqualTo("2000");
    }
  }

  @Test
  void aMigrationThatWasCutOffIsFinishedByTheNext() throws Exception {
    server = MortalServer.start(directory);
    TestSchema schema = TestSchema.on(server.dataSource());
    schema.run("CREATE SCHEMA {schema}");
    schema.run(TestSchema.DOCUMENT);
    schema.run(
        "INSERT INTO {schema}.device_tracking (customer_email, ip_hash, browser_fingerprint)"
            + " SELECT 'c' || i || '@example.com', md5(i::text) || md5('ip' || i),"
            + " md5(i::text) || md5('fp' || i) FROM generate_series(1, 300000) i");
    Future<?> migration = threads.submit(() -> schema.storage().build().migrate());
    while (schema
        .ask(
            "SELECT 1 FROM pg_class WHERE relname = 'ci_device_fingerprint'"
                + " AND relnamespace = to_regnamespace('{schema}')")
        .isEmpty()) {
      assertThat(migration).isNotDone();
      Thread.sleep(5);
    }

    server.kill();
    assertThat(migration)
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableThat()
        .withCauseInstanceOf(StorageUnavailableException.class);
    server.restart();
    schema.storage().build().migrate();

    schema.storage().build().validate();
    assertThat(schema.askOne("SELECT count(*) FROM {schema}.device_tracking")).isEqualTo("300000");
  }

  private static final int BATCH = 50;

  private static void appendUntilAway(
      Storage storage,
      ConcurrentLinkedQueue<List<BehavioralEvent>> acknowledged,
      ConcurrentLinkedQueue<List<BehavioralEvent>> unknown) {
    while (true) {
      List<BehavioralEvent> batch = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        batch.add(BehavioralEvent.builder(UUID.randomUUID(), "x", AT).customer(ADA).build());
      }
      try {
        storage.events().append(batch);
        acknowledged.add(batch);
      } catch (StorageUnavailableException e) {
        unknown.add(batch);
        return;
      }
    }
  }

  private static void recordUntilAway(
      Storage storage, AtomicInteger visits, AtomicInteger inDoubt) {
    while (true) {
      try {
        storage.devices().record(new Sighting(ADA, null, PHONE, null, null, null, AT));
        visits.incrementAndGet();
      } catch (StorageUnavailableException e) {
        inDoubt.incrementAndGet();
        return;
      }
    }
  }

  private static OfferMove view(Storage storage, BundleOffer offer) {
    return storage
        .offers()
        .move(
            offer.id(),
            new OfferStep(OfferStatus.VIEWED, AT, null),
            BehavioralEvent.builder(UUID.randomUUID(), "bundle_viewed", AT)
                .customer(offer.made().customer())
                .build());
  }

  private HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(server.dataSource());
    config.setMaximumPoolSize(10);
    config.setConnectionTimeout(2000);
    return new HikariDataSource(config);
  }
}
