package dev.customerintelligence.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.privacy.PersonCounts;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.SightingOutcome;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.contract.Fixtures;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows that other writers left, and that this one may leave for them. */
class ForeignRowsTest {
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com");
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final String HASH = "ab".repeat(32);

  private final TestSchema schema = TestSchema.migrated();
  private final Storage storage = schema.open();

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void aDeviceInMixedCaseIsSeenAgainNotDoubled() {
    schema.run(
        "INSERT INTO {schema}.device_tracking (customer_email, ip_hash, browser_fingerprint,"
            + " last_seen, visit_count) VALUES ('Ada@Example.com', 'unknown', '"
            + HASH
            + "', '2026-01-01', NULL)");

    assertThat(storage.devices().record(sighting(Fingerprint.of(HASH), null)))
        .isEqualTo(SightingOutcome.KNOWN_DEVICE);
    assertThat(storage.devices().devicesOf(ADA, 10))
        .singleElement()
        .satisfies(device -> assertThat(device.visitCount()).isEqualTo(2))
        .extracting(Device::lastSeen)
        .isEqualTo(AT);
    assertThat(schema.ask("SELECT customer_email FROM {schema}.device_tracking"))
        .containsExactly("Ada@Example.com");
  }

  @Test
  void anAddressOfAnotherWriterWithoutAFingerprintIsSeenAgain() {
    schema.run(
        "INSERT INTO {schema}.device_tracking (customer_email, ip_hash, last_seen) VALUES"
            + " ('ada@example.com', '"
            + HASH
            + "', '2026-01-01'), ('ada@example.com', '"
            + HASH
            + "', '2026-01-02')");

    storage.devices().record(sighting(null, new IpHash(HASH)));

    assertThat(schema.ask("SELECT visit_count FROM {schema}.device_tracking ORDER BY 1"))
        .as("one of the duplicates counts the visit")
        .containsExactly("1", "2");
  }

  @Test
  void aProfileInMixedCaseIsFoundAndStoredInOneCase() {
    schema.run(
        "INSERT INTO {schema}.customer_intelligence (customer_email, ip_hash, first_name,"
            + " favorite_products, total_orders) VALUES ('Ada@Example.com', '', 'Ada',"
            + " '[{\"product_id\":1,\"name\":\"Moon\",\"score\":5,\"total_quantity\":1,"
            + "\"appearances\":1,\"image\":\"m.png\"}]', 3)");
    CustomerProfile stored = storage.profiles().find(ADA).orElseThrow();
    CustomerProfile later =
        new CustomerProfile(
            ADA,
            7L,
            null,
            null,
            null,
            null,
            stored.purchases(),
            stored.recalculatedAt().plusSeconds(1));

    assertThat(storage.profiles().save(List.of(later))).containsExactly(ProfileSave.UPDATED);

    assertThat(schema.ask("SELECT customer_email FROM {schema}.customer_intelligence"))
        .containsExactly("ada@example.com");
    assertThat(
            schema.askOne(
                "SELECT favorite_products->0->>'image' FROM {schema}.customer_intelligence"))
        .isEqualTo("m.png");
    assertThat(storage.profiles().find(ADA).orElseThrow().name()).isEqualTo(stored.name());
  }

  @Test
  void ofTwoSpellingsThePlainOneCounts() {
    schema.run(
        "INSERT INTO {schema}.customer_intelligence (customer_email, ip_hash, total_orders) VALUES"
            + " ('ADA@example.com', '', 1), ('ada@example.com', '', 2), ('Ada@Example.com', '', 3)");

    assertThat(storage.profiles().find(ADA).orElseThrow().purchases().totalOrders()).isEqualTo(2);
    assertThat(storage.profiles().after(null, 10)).hasSize(1);
    assertThat(storage.privacy().count(ADA)).isEqualTo(new PersonCounts(3, 0, 0, 0, 0));
    storage.privacy().erase(ADA, AT);
    assertThat(storage.privacy().count(ADA).isEmpty()).isTrue();
  }

  @Test
  void anUnknownStatusIsRefusedByNameAndNotMoved() {
    schema.run(offer("status", "'clicked'"));
    UUID id = UUID.fromString(schema.askOne("SELECT id FROM {schema}.bundle_offers"));

    assertThatThrownBy(() -> storage.offers().newestOf(ADA, 10))
        .isInstanceOf(UnreadableRowException.class)
        .hasMessage(
            "bundle_offers row "
                + id
                + " cannot be read: status: must be pending, viewed, added_to_cart, purchased,"
                + " expired or rejected, is 'clicked'");
    assertThat(storage.offers().create(Fixtures.draft(ADA, AT)))
        .as("it stands in nobody's way")
        .isInstanceOf(OfferCreation.Created.class);
  }

  @Test
  void anOfferThatCannotBeReadIsNotMovedEither() {
    schema.run(offer("final_price", "9.00"));
    UUID id =
        UUID.fromString(
            schema.askOne(
                "SELECT id FROM {schema}.bundle_offers WHERE customer_email = 'ada@example.com'"));

    assertThatThrownBy(
            () ->
                storage
                    .offers()
                    .move(
                        new OfferId(id.toString()),
                        new OfferStep(OfferStatus.VIEWED, AT, null),
                        null))
        .isInstanceOf(UnreadableRowException.class);
    assertThat(schema.askOne("SELECT status FROM {schema}.bundle_offers WHERE id = '" + id + "'"))
        .isEqualTo("pending");
  }

  @Test
  void anOfferOfNullsIsMovedAndExpiresLikeOthers() {
    schema.run(
        offer("expires_at", "NULL, offered_at = NULL, status = NULL, created_at = '2026-03-01'"));
    BundleOffer offer = storage.offers().newestOf(ADA, 1).get(0);

    assertThat(storage.offers().move(offer.id(), new OfferStep(OfferStatus.VIEWED, AT, null), null))
        .isInstanceOf(OfferMove.Moved.class);
    schema.run("UPDATE {schema}.bundle_offers SET status = NULL");
    assertThat(storage.offers().expireDue(AT.plus(Duration.ofDays(8)), 10)).isEqualTo(1);
  }

  @Test
  void whatTheDomainCannotReadOfAProfileStays() {
    schema.run(
        "INSERT INTO {schema}.customer_intelligence (customer_email, ip_hash, browser_fingerprint,"
            + " geo_country, geo_city) VALUES"
            + " ('ada@example.com', 'sha1:77', 'fpjs-20', 'Netherlands', 'Utrecht')");
    CustomerProfile stored = storage.profiles().find(ADA).orElseThrow();
    storage
        .profiles()
        .save(
            List.of(
                new CustomerProfile(
                    ADA,
                    7L,
                    null,
                    null,
                    null,
                    null,
                    stored.purchases(),
                    stored.recalculatedAt().plusSeconds(1))));

    assertThat(
            schema.askOne(
                "SELECT concat_ws(' ', customer_id, ip_hash, browser_fingerprint, geo_country,"
                    + " geo_city) FROM {schema}.customer_intelligence"))
        .isEqualTo("7 sha1:77 fpjs-20 Netherlands Utrecht");
  }

  @Test
  void aDeviceThatWasGivenToAnotherCustomerIsLeftToHim() {
    Sighting sighting = sighting(Fingerprint.of(HASH), null);
    storage.devices().record(sighting);
    schema.run("UPDATE {schema}.device_tracking SET customer_email = 'new@example.com'");

    assertThat(storage.devices().record(sighting)).isEqualTo(SightingOutcome.NEW_DEVICE);
    assertThat(storage.devices().record(sighting)).isEqualTo(SightingOutcome.KNOWN_DEVICE);
    assertThat(
            schema.ask(
                "SELECT customer_email || visit_count FROM {schema}.device_tracking ORDER BY 1"))
        .containsExactly("ada@example.com2", "new@example.com1");
  }

  @Test
  void aDeviceThatWasGivenAnotherBrowserIsNotTakenForTheOneThatHasIt() {
    Sighting sighting = sighting(Fingerprint.of(HASH), null);
    storage.devices().record(sighting);
    schema.run("UPDATE {schema}.device_tracking SET browser_fingerprint = 'fpjs-20'");
    schema.run(
        "INSERT INTO {schema}.device_tracking (customer_email, ip_hash, browser_fingerprint) VALUES"
            + " ('ADA@example.com', '', '"
            + HASH
            + "')");

    assertThat(storage.devices().record(sighting)).isEqualTo(SightingOutcome.KNOWN_DEVICE);
    assertThat(
            schema.ask(
                "SELECT customer_email || visit_count FROM {schema}.device_tracking ORDER BY 1"))
        .containsExactlyInAnyOrder("ADA@example.com2", "ada@example.com1");
  }

  @Test
  void aDeviceThatWasGivenAnotherBrowserIsNotCounted() {
    Sighting sighting = sighting(Fingerprint.of(HASH), null);
    storage.devices().record(sighting);
    schema.run("UPDATE {schema}.device_tracking SET browser_fingerprint = 'fpjs-20'");

    assertThat(storage.devices().record(sighting)).isEqualTo(SightingOutcome.NEW_DEVICE);
    assertThat(storage.devices().record(sighting)).isEqualTo(SightingOutcome.KNOWN_DEVICE);
    assertThat(
            schema.ask("SELECT browser_fingerprint || visit_count FROM {schema}.device_tracking"))
        .containsExactlyInAnyOrder("fpjs-201", HASH + 2);
  }

  @Test
  void aDeviceThatIsDeletedMeanwhileIsMadeUnderItsOwnId() throws Exception {
    schema.run(
        "INSERT INTO {schema}.device_tracking (customer_email, ip_hash, browser_fingerprint) VALUES"
            + " ('ada@example.com', '', '"
            + HASH
            + "')");
    CompletableFuture<SightingOutcome> outcome;
    try (Connection deleting = schema.dataSource().getConnection();
        Statement statement = deleting.createStatement()) {
      deleting.setAutoCommit(false);
      statement.execute("DELETE FROM " + schema.name() + ".device_tracking");
      outcome =
          CompletableFuture.supplyAsync(
              () -> storage.devices().record(sighting(Fingerprint.of(HASH), null)));
      while (schema
          .ask(
              "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                  + " AND query LIKE '%{schema}.device_tracking%' AND pid <> pg_backend_pid()")
          .isEmpty()) {
        assertThat(outcome).isNotDone();
      }
      deleting.commit();
    }

    assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo(SightingOutcome.NEW_DEVICE);
    Device made = storage.devices().devicesOf(ADA, 2).get(0);
    assertThat(schema.ask("SELECT id FROM {schema}.device_tracking"))
        .containsExactly(PostgresDeviceStore.id(made).toString());
  }

  @Test
  void oneBrokenDeviceDoesNotEndRecognition() {
    storage.devices().record(sighting(Fingerprint.of(HASH), null));
    schema.run(
        "INSERT INTO {schema}.device_tracking (customer_email, ip_hash, browser_fingerprint) VALUES"
            + " ('', 'x', '"
            + HASH
            + "')");

    assertThat(
            storage
                .devices()
                .matches(new VisitSignals(Fingerprint.of(HASH), List.of(), null, null), 10)
                .byFingerprint()
                .devices())
        .extracting(Device::customer)
        .containsExactly(ADA);
  }

  @Test
  void anOfferWithoutAnEndEndsAfterSevenDays() {
    schema.run(offer("expires_at", "NULL"));

    assertThat(storage.offers().expireDue(AT.plus(Duration.ofDays(6)), 10)).isZero();
    assertThat(storage.offers().expireDue(AT.plus(Duration.ofDays(8)), 10)).isEqualTo(1);
  }

  @Test
  void openOffersThatAreThereTwiceStay() {
    schema.run(offer("status", "'viewed'"));
    schema.run(offer("status", "'pending'"));

    assertThat(storage.offers().create(Fixtures.draft(ADA, AT)))
        .isInstanceOf(OfferCreation.OpenOfferExists.class);
    for (BundleOffer open : storage.offers().newestOf(ADA, 10)) {
      assertThat(
              storage.offers().move(open.id(), new OfferStep(OfferStatus.REJECTED, AT, null), null))
          .isInstanceOf(OfferMove.Moved.class);
    }
    assertThat(storage.offers().create(Fixtures.draft(ADA, AT)))
        .isInstanceOf(OfferCreation.Created.class);
  }

  @Test
  void eventDataThatIsNoObjectIsReadOrRefused() {
    schema.run(
        "INSERT INTO {schema}.behavioral_events (customer_email, event_type, event_data) VALUES"
            + " ('ada@example.com', 'empty', '[]')");
    assertThat(storage.events().newestOf(ADA, 1).get(0).data()).isEqualTo(JsonObject.empty());

    schema.run("UPDATE {schema}.behavioral_events SET event_data = '[1]'");
    assertThatThrownBy(() -> storage.events().newestOf(ADA, 1))
        .isInstanceOf(UnreadableRowException.class)
        .hasMessageContaining("event_data.json: must be a JSON object");
  }

  @Test
  void timesAreUtcWhateverTheZonesOfJvmAndSession() {
    Instant inTheGap = Instant.parse("2026-03-29T01:30:00.999999999Z");
    storage
        .events()
        .append(
            List.of(
                BehavioralEvent.builder(UUID.randomUUID(), "x", inTheGap).customer(ADA).build()));

    assertThat(schema.askOne("SELECT created_at::text FROM {schema}.behavioral_events"))
        .as("cut, not rounded")
        .isEqualTo("2026-03-29 01:30:00.999999");
    assertThat(storage.events().newestOf(ADA, 1).get(0).createdAt())
        .isEqualTo(inTheGap.truncatedTo(ChronoUnit.MICROS));
    storage.offers().create(Fixtures.draft(ADA, AT));
    assertThat(
            schema.askOne(
                "SELECT abs(extract(epoch FROM updated_at - (now() AT TIME ZONE 'UTC'))) < 600"
                    + " FROM {schema}.bundle_offers"))
        .isEqualTo("t");
  }

  @Test
  void jsonThatJsonbCannotHoldIsRefused() {
    BehavioralEvent nul =
        BehavioralEvent.builder(UUID.randomUUID(), "x", AT)
            .data(JsonObject.parse("{\"a\":\"\\u0000\"}"))
            .build();
    BehavioralEvent backslashes =
        BehavioralEvent.builder(UUID.randomUUID(), "x", AT)
            .customer(ADA)
            .data(JsonObject.parse("{\"a\":\"\\\\u0000\"}"))
            .build();

    assertThatThrownBy(() -> storage.events().append(List.of(nul)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("data: must not contain the character U+0000 in this store");
    storage.events().append(List.of(backslashes));
    assertThat(storage.events().newestOf(ADA, 1)).containsExactly(backslashes);
  }

  @Test
  void devicesThatWereNeverSeenAreCleanedUpToo() {
    schema.run(
        "INSERT INTO {schema}.device_tracking (customer_email, ip_hash, first_seen, last_seen)"
            + " VALUES ('a@example.com', 'x', NULL, NULL), ('b@example.com', 'x', '2020-01-01', NULL),"
            + " ('c@example.com', 'x', NULL, '2020-01-01'), ('d@example.com', 'x', NULL, '2030-01-01')");

    assertThat(storage.privacy().deleteDevicesNotSeenSince(AT, 100)).isEqualTo(3);
    assertThat(schema.ask("SELECT customer_email FROM {schema}.device_tracking"))
        .containsExactly("d@example.com");
  }

  @Test
  void whatTheServerRefusesIsToldWithoutAnybodysData() {
    schema.run(
        "ALTER TABLE {schema}.device_tracking ADD CONSTRAINT nobody"
            + " CHECK (customer_email <> 'ada@example.com')");

    assertThatThrownBy(() -> storage.devices().record(sighting(Fingerprint.of(HASH), null)))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("SQLSTATE 23514")
        .hasMessageContaining("constraint nobody")
        .satisfies(ForeignRowsTest::quotesNobody);
    schema.run("DROP TABLE {schema}.ci_tombstones");
    assertThatThrownBy(() -> storage.devices().record(sighting(Fingerprint.of(HASH), null)))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("SQLSTATE 42P01")
        .hasMessageContaining("ci_tombstones\" does not exist")
        .satisfies(ForeignRowsTest::quotesNobody);
  }

  private static void quotesNobody(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      assertThat(at.toString()).doesNotContain("ada").doesNotContain(HASH);
      assertThat(at.getSuppressed()).isEmpty();
    }
  }

  /** An offer of the schema document's kind, with one column set otherwise. */
  private static String offer(String column, String value) {
    return """
    INSERT INTO {schema}.bundle_offers (customer_email, bundle_products, total_quantity, base_price,
      discount_amount, final_price, offered_at, expires_at, status)
    VALUES ('ada@example.com', '[{"product_id": 44, "name": "Full Moon", "slug": "full-moon",
      "quantity": 4, "unit_price": 2.50, "subtotal": 10.00}]', 4, 10, 1.5, 8.5,
      '2026-03-01 12:00:00.123456', '2026-03-08', 'pending');
    UPDATE {schema}.bundle_offers SET %s = %s WHERE status = 'pending'
      AND customer_email = 'ada@example.com'
    """
        .formatted(column, value);
  }

  private static Sighting sighting(Fingerprint fingerprint, IpHash ipHash) {
    return new Sighting(ADA, null, fingerprint, ipHash, null, null, AT);
  }
}
