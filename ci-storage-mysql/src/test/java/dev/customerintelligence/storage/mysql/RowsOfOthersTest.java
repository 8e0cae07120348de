package dev.customerintelligence.storage.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.mysql.TestServer;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.FavoriteProduct;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.PurchaseProfile;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.SightingOutcome;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.Storage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the shop's own code leaves in the tables, and what the tables cannot hold. */
class RowsOfOthersTest {
  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
  private static final Fingerprint BROWSER = new Fingerprint("ab".repeat(32));
  private static final IpHash HOME = new IpHash("01".repeat(32));
  private static final IpHash WORK = new IpHash("02".repeat(32));

  private TestSite site;
  private Storage storage;

  @BeforeEach
  void open() {
    site = TestSite.with(TestSite.DEPLOYED).ownTablesByHand();
    storage = reopened();
  }

  @AfterEach
  void close() {
    site.close();
  }

  static Sighting sighting(String name) {
    return new Sighting(
        EmailAddress.of(name + "@example.com"), null, BROWSER, HOME, null, null, NOON);
  }

  @Test
  void ofDuplicatesOneGoesOnAndNoneIsAdded() {
    site.run(
        """
        INSERT INTO wp_wg_device_tracking
          (customer_email, ip_hash, browser_fingerprint, first_seen, last_seen, visit_count)
        VALUES ('Ada@example.com', REPEAT('01', 32), REPEAT('ab', 32), '2026-01-01', '2026-01-02', 3),
               ('ada@example.com', REPEAT('02', 32), REPEAT('ab', 32), '2026-01-03', '2026-01-04', 5)
        """);
    EmailAddress ada = EmailAddress.of("ada@example.com");
    Sighting atWork = new Sighting(ada, null, BROWSER, WORK, null, null, NOON);
    Sighting anywhere =
        new Sighting(ada, null, BROWSER, new IpHash("03".repeat(32)), null, null, NOON);

    assertThat(storage.devices().record(atWork)).isEqualTo(SightingOutcome.KNOWN_DEVICE);
    assertThat(storage.devices().record(sighting("ada"))).isEqualTo(SightingOutcome.KNOWN_DEVICE);
    assertThat(storage.devices().record(anywhere)).isEqualTo(SightingOutcome.KNOWN_DEVICE);

    assertThat(storage.devices().devicesOf(ada, 9))
        .extracting(Device::visitCount)
        .containsExactlyInAnyOrder(3 + 1 + 1, 5 + 1);
    assertThat(storage.devices().customersOn(BROWSER, 9)).as("one for each customer").hasSize(1);
    assertThat(
            storage
                .devices()
                .matches(new VisitSignals(BROWSER, List.of(), null, null), 9)
                .byFingerprint()
                .devices())
        .as("one piece of evidence")
        .hasSize(1);
  }

  @Test
  void whatASightingDoesNotChangeStaysAsItWasWritten() {
    site.run(
        """
        INSERT INTO wp_wg_device_tracking (customer_email, ip_hash, browser_fingerprint, first_seen,
          last_seen, visit_count, geo_country, geo_city)
        VALUES ('ada@example.com', 'unknown', REPEAT('AB', 32), NULL, NULL, NULL, 'XX', 'Nowhere')
        """);
    EmailAddress ada = EmailAddress.of("ada@example.com");
    storage.devices().record(new Sighting(ada, 7L, BROWSER, null, null, null, NOON));

    assertThat(site.rows("SELECT * FROM wp_wg_device_tracking"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.toString())
                    .contains("ip_hash=unknown", "geo_country=XX", "geo_city=Nowhere")
                    .contains("customer_id=7", "visit_count=2", "last_seen=2026-07-01T12:00"));
  }

  @Test
  void addressesThatDifferInAccentsAreDifferentPeople() {
    EmailAddress plain = EmailAddress.of("jose@example.com");
    EmailAddress accented = EmailAddress.of("jos\u00e9@example.com");
    storage.devices().record(sighting("jose"));

    assertThat(storage.devices().devicesOf(accented, 9)).isEmpty();
    assertThat(storage.devices().newestDevices(List.of(plain, accented))).containsOnlyKeys(plain);
    assertThat(storage.privacy().erase(accented, NOON).deleted().devices()).isZero();
    assertThat(storage.privacy().count(plain).devices()).isEqualTo(1);

    EmailAddress other = EmailAddress.of("rene@example.com");
    storage.profiles().save(List.of(profile(other)));
    assertThatThrownBy(
            () ->
                storage.profiles().save(List.of(profile(EmailAddress.of("ren\u00e9@example.com")))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("email: must differ in more than accents");
    assertThat(storage.profiles().find(other)).contains(profile(other));
    EmailAddress zoe = EmailAddress.of("zoe@example.com");
    EmailAddress accentedZoe = EmailAddress.of("zo\u00eb@example.com");
    assertThatThrownBy(() -> storage.profiles().save(List.of(profile(zoe), profile(accentedZoe))))
        .as("in one batch, so that each can be tried by itself")
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("email: must differ in more than accents");
    assertThat(storage.profiles().find(zoe)).isEmpty();
  }

  @Test
  void whatTheColumnsAreTooShortForIsRefusedAndNeverCut() {
    Storage lax =
        site.storage(TestServer.dataSource(TestServer.Driver.MARIADB, "SET SESSION sql_mode = ''"))
            .migration(MysqlStorage.Migration.NONE)
            .build()
            .open(TestSite.hasher());
    EmailAddress tooLong = EmailAddress.of("a".repeat(89) + "@example.com");
    EmailAddress longest = EmailAddress.of("a".repeat(88) + "@example.com");

    for (Storage each : List.of(lax, storage)) {
      assertRefused(
          "email",
          () ->
              each.devices().record(new Sighting(tooLong, null, BROWSER, HOME, null, null, NOON)));
      assertRefused("email", () -> each.profiles().save(List.of(profile(tooLong))));
      assertRefused("email", () -> each.events().append(List.of(event(tooLong, "viewed", "{}"))));
    }
    lax.devices().record(new Sighting(longest, null, BROWSER, HOME, null, null, NOON));
    assertThat(lax.devices().devicesOf(longest, 9)).hasSize(1);
    assertThat(site.value("SELECT COUNT(*) FROM wp_wg_device_tracking")).isEqualTo("1");
  }

  @Test
  void charactersThatTheColumnDoesNotKnowAreRefused() {
    site.run(
        """
        ALTER TABLE wp_wg_behavioral_events MODIFY event_type VARCHAR(20) CHARACTER SET utf8mb3,
          MODIFY event_data TEXT CHARACTER SET utf8mb3;
        ALTER TABLE wp_wg_device_tracking MODIFY user_agent VARCHAR(8) CHARACTER SET utf8mb3,
          MODIFY geo_city VARCHAR(100) CHARACTER SET latin1;
        """);
    storage = reopened();
    EmailAddress ada = EmailAddress.of("ada@example.com");

    assertRefused(
        "eventType", () -> storage.events().append(List.of(event(ada, "moon \ud83c\udf15", "{}"))));
    assertRefused(
        "eventType", () -> storage.events().append(List.of(event(ada, "t".repeat(21), "{}"))));
    assertRefused(
        "data",
        () -> storage.events().append(List.of(event(ada, "viewed", "{\"a\":\"\ud83c\udf15\"}"))));
    assertRefused(
        "data",
        () ->
            storage
                .events()
                .append(
                    List.of(event(ada, "viewed", "{\"a\":\"" + "\u4e2d".repeat(22_000) + "\"}"))));
    assertRefused(
        "city",
        () ->
            storage
                .devices()
                .record(
                    new Sighting(
                        ada, null, BROWSER, HOME, null, new Place("CN", "\u4e0a\u6d77"), NOON)));
    storage
        .devices()
        .record(
            new Sighting(
                ada,
                null,
                BROWSER,
                HOME,
                UserAgent.parse("\ud83c\udf15Mozilla/5.0").orElseThrow(),
                new Place("AT", "W\u00f6rgl"),
                NOON));
    assertThat(site.value("SELECT user_agent FROM wp_wg_device_tracking"))
        .as("a user agent is cut")
        .isEqualTo("Mozilla/");
    assertThat(site.value("SELECT geo_city FROM wp_wg_device_tracking")).isEqualTo("W\u00f6rgl");
  }

  @Test
  void eventsOfTheShopsOwnCodeHaveIdsThatStay() {
    site.run(
        """
        INSERT INTO wp_wg_behavioral_events (customer_email, customer_id, event_type, event_data,
          timestamp) VALUES ('ADA@example.com', 0, 'bundle_viewed', '[]', '2026-07-01 12:00:00'),
          ('ada@example.com', 0, 'bundle_viewed', '{"offer_id":93}', '2026-07-01 12:00:00')
        """);
    EmailAddress ada = EmailAddress.of("ada@example.com");
    BehavioralEvent own = event(ada, "viewed", "{\"price\":14.90}");
    storage.events().append(List.of(own));

    List<BehavioralEvent> found = storage.events().newestOf(ada, 9);

    assertThat(found).hasSize(3).contains(own);
    assertThat(found).extracting(BehavioralEvent::id).doesNotHaveDuplicates();
    assertThat(reopened().events().newestOf(ada, 9)).isEqualTo(found);
    assertThat(storage.events().newestOf(ada, 2)).isEqualTo(found.subList(0, 2));
    assertThat(
            site.value("SELECT event_data FROM wp_wg_behavioral_events WHERE event_type='viewed'"))
        .isEqualTo("{\"price\":14.90}");
  }

  @Test
  void anEventTableThatWasEmptiedGivesItsIdsAgain() {
    EmailAddress ada = EmailAddress.of("ada@example.com");
    storage
        .events()
        .append(List.of(event(ada, "one", "{}"), event(ada, "two", "{}"), event(ada, "3", "{}")));
    site.run("TRUNCATE TABLE wp_wg_behavioral_events");
    List<BehavioralEvent> after = List.of(event(ada, "after", "{}"), event(ada, "later", "{}"));

    storage.events().append(after);

    assertThat(storage.events().newestOf(ada, 9)).containsExactlyInAnyOrderElementsOf(after);
    assertThat(storage.events().append(after).stored()).isZero();
  }

  @Test
  void idsStayWithTheirEventsWhereTheServerNumbersInSteps() {
    for (TestServer.Driver driver : TestServer.Driver.values()) {
      EmailAddress customer = EmailAddress.of(driver + "@example.com");
      List<BehavioralEvent> events =
          List.of(event(customer, "one", "{}"), event(customer, "2", "{}"));
      try (HikariDataSource inSteps =
          TestServer.dataSource(driver, "SET SESSION auto_increment_increment = 3")) {
        site.storage(inSteps)
            .migration(MysqlStorage.Migration.NONE)
            .build()
            .open(TestSite.hasher())
            .events()
            .append(events);
      }

      assertThat(storage.events().newestOf(customer, 9))
          .containsExactlyInAnyOrderElementsOf(events);
    }
  }

  @Test
  void zeroDatesAreNoneAndAnIdBeyondALongIsNamed() {
    TestSite lax =
        new TestSite(
            TestServer.dataSource(TestServer.Driver.PLAIN_CONNECTOR_J, "SET sql_mode = ''"));
    lax.run(TestSite.DOCUMENT).ownTablesByHand();
    lax.run(
        """
        INSERT INTO wp_wg_customer_intelligence (customer_email, ip_hash, last_order_date,
          next_prime_window_start, last_recalculated)
        VALUES ('ada@example.com', '', '0000-00-00 00:00:00', '0000-00-00', '2026-07-01 12:00:00');
        INSERT INTO wp_wg_device_tracking (customer_email, ip_hash, customer_id, last_seen)
        VALUES ('ben@example.com', REPEAT('01', 32), 18446744073709551615, '0000-00-00');
        """);
    for (TestServer.Driver driver : TestServer.Driver.values()) {
      Storage each =
          lax.storage(TestServer.dataSource(driver))
              .migration(MysqlStorage.Migration.NONE)
              .build()
              .open(TestSite.hasher());
      CustomerProfile found =
          each.profiles().find(EmailAddress.of("ada@example.com")).orElseThrow();
      assertThat(found.purchases().lastOrderAt()).isNull();
      assertThat(found.recalculatedAt()).isEqualTo(NOON);
      assertThatThrownBy(() -> each.devices().devicesOf(EmailAddress.of("ben@example.com"), 9))
          .isInstanceOf(UnreadableRowException.class)
          .hasMessageContaining("customer_id");
    }
    lax.close();
  }

  @Test
  void timesAreOnTheSitesClockInSummerAndInWinter() {
    Storage amsterdam =
        site.storage()
            .zone(ZoneId.of("Europe/Amsterdam"))
            .migration(MysqlStorage.Migration.NONE)
            .build()
            .open(TestSite.hasher());
    EmailAddress ada = EmailAddress.of("ada@example.com");
    for (String at :
        List.of("2026-01-01T12:00:00Z", "2026-07-01T12:00:00.999Z", "2026-03-29T01:00:00Z")) {
      BehavioralEvent event =
          BehavioralEvent.builder(UUID.randomUUID(), "t", Instant.parse(at)).customer(ada).build();
      amsterdam.events().append(List.of(event));
    }

    assertThat(site.rows("SELECT `timestamp` FROM wp_wg_behavioral_events ORDER BY id").toString())
        .contains("2026-01-01T13:00", "2026-07-01T14:00", "2026-03-29T03:00");
    assertThat(amsterdam.events().newestOf(ada, 9))
        .extracting(event -> event.createdAt().toString())
        .as("cut, never rounded")
        .containsExactly("2026-07-01T12:00:00Z", "2026-03-29T01:00:00Z", "2026-01-01T12:00:00Z");
  }

  @Test
  void whatIsReadAsAnotherSpellingIsNotWrittenAgainForNothing() {
    Storage amsterdam =
        site.storage()
            .zone(ZoneId.of("Europe/Amsterdam"))
            .migration(MysqlStorage.Migration.NONE)
            .build()
            .open(TestSite.hasher());
    Instant second = Instant.parse("2026-10-25T01:30:00Z");
    EmailAddress ada = EmailAddress.of("ada@example.com");
    for (FavoriteProduct favorite :
        List.of(
            favorite("4", second, "{}"),
            favorite("1E+1", NOON, "{}"),
            favorite("4", NOON, "{\"weight\":1E2}"))) {
      CustomerProfile profile =
          new CustomerProfile(ada, null, null, null, null, null, purchases(favorite), second);
      amsterdam.profiles().save(List.of(profile));

      assertThat(amsterdam.profiles().save(List.of(profile))).containsOnly(ProfileSave.UNCHANGED);
    }
    assertThat(amsterdam.profiles().find(ada).orElseThrow().recalculatedAt())
        .as("read as its first passing")
        .isEqualTo(second.minusSeconds(3600));
  }

  @Test
  void ofABatchWithFavouritesThatDoNotFitNothingIsSaved() {
    site.run("ALTER TABLE wp_wg_customer_intelligence MODIFY favorite_products TEXT");
    Storage narrow =
        site.storage().migration(MysqlStorage.Migration.NONE).build().open(TestSite.hasher());
    String text = "x".repeat(70_000);
    List<CustomerProfile> batch = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      FavoriteProduct favorite =
          favorite("4", NOON, i < 100 ? "{}" : "{\"text\":\"" + text + "\"}");
      batch.add(
          new CustomerProfile(
              EmailAddress.of(String.format("c%03d@example.com", i)),
              null,
              null,
              null,
              null,
              null,
              purchases(favorite),
              NOON));
    }

    assertThatThrownBy(() -> narrow.profiles().save(batch))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("favorites");

    assertThat(site.value("SELECT COUNT(*) FROM wp_wg_customer_intelligence")).isEqualTo("0");
    narrow.close();
  }

  private static PurchaseProfile purchases(FavoriteProduct favorite) {
    return new PurchaseProfile(
        1, BigDecimal.ONE, 1, BigDecimal.ONE, NOON, 14, null, List.of(favorite), BigDecimal.TEN);
  }

  private static FavoriteProduct favorite(String score, Instant orderedAt, String otherFields) {
    return new FavoriteProduct(
        ProductId.of(44),
        "Moon",
        null,
        new BigDecimal(score),
        1,
        1,
        List.of("1001"),
        List.of(new FavoriteProduct.OrderDetail("1", "1001", 1, orderedAt)),
        JsonObject.parse(otherFields));
  }

  @Test
  void aFailureNamesTheErrorAndNobody() {
    site.run("ALTER TABLE wp_wg_device_tracking ADD CHECK (visit_count > 5)");

    assertThatThrownBy(() -> storage.devices().record(sighting("ada")))
        .isInstanceOf(StorageFailedException.class)
        .satisfies(
            failure -> {
              StringBuilder all = new StringBuilder();
              for (Throwable at = failure; at != null; at = at.getCause()) {
                all.append(at);
              }
              assertThat(all.toString()).contains("error").doesNotContain("ada", BROWSER.value());
            });
  }

  @Test
  void afterAnErasureNoRowNamesThePersonAndTheIdsGoToo() {
    EmailAddress ada = EmailAddress.of("ada@example.com");
    storage.events().append(List.of(event(ada, "viewed", "{}"), event(ada, "viewed", "{}")));
    site.run(
        "INSERT INTO wp_wg_behavioral_events (customer_email, event_type) VALUES ('ADA@example.com', 'x')");

    assertThat(storage.privacy().erase(ada, NOON).deleted().events()).isEqualTo(3);

    assertThat(site.value("SELECT COUNT(*) FROM wp_ci_event_ids")).isEqualTo("0");
    assertThat(storage.offers().find(new OfferId("1"))).isEmpty();
  }

  @Test
  void idsOfEventsThatTheShopDeletedItselfGoWithTheRetention() {
    EmailAddress ada = EmailAddress.of("ada@example.com");
    storage.events().append(List.of(event(ada, "first", "{}"), event(ada, "second", "{}")));
    storage.events().append(List.of(event(ada, "third", "{}")));
    site.run("DELETE FROM wp_wg_behavioral_events WHERE event_type <> 'third'");

    assertThat(storage.privacy().deleteEventsBefore(NOON.minusSeconds(1), 10)).isZero();

    assertThat(site.value("SELECT COUNT(*) FROM wp_ci_event_ids")).isEqualTo("1");
    assertThat(storage.events().newestOf(ada, 9))
        .extracting(BehavioralEvent::type)
        .containsExactly("third");
  }

  private Storage reopened() {
    return site.storage().migration(MysqlStorage.Migration.NONE).build().open(TestSite.hasher());
  }

  private static CustomerProfile profile(EmailAddress customer) {
    return new CustomerProfile(
        customer,
        null,
        null,
        null,
        null,
        null,
        new PurchaseProfile(
            0, BigDecimal.ZERO, 0, BigDecimal.ZERO, null, 14, null, List.of(), BigDecimal.ZERO),
        NOON);
  }

  private static BehavioralEvent event(EmailAddress customer, String type, String data) {
    return BehavioralEvent.builder(UUID.randomUUID(), type, NOON)
        .customer(customer)
        .data(JsonObject.parse(data))
        .build();
  }

  private static void assertRefused(
      String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
