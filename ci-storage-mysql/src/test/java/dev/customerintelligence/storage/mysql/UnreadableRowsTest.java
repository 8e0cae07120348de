package dev.customerintelligence.storage.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.contract.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of other writers that say what the domain does not know, or say too little. */
class UnreadableRowsTest {
  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com");
  private static final OfferStep VIEWED = new OfferStep(OfferStatus.VIEWED, NOON, null);

  private TestSite site;
  private Storage storage;

  @BeforeEach
  void open() {
    site = TestSite.with(TestSite.DOCUMENT);
    storage =
        site.storage().migration(MysqlStorage.Migration.MIGRATE).build().open(TestSite.hasher());
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void oneBrokenDeviceDoesNotEndRecognitionAndIsOneOfTheCrowd() {
    Sighting sighting = RowsOfOthersTest.sighting("ada");
    storage.devices().record(sighting);
    site.run(
        "INSERT INTO wp_wg_device_tracking (customer_email, ip_hash, browser_fingerprint)"
            + " VALUES ('', 'x', '"
            + sighting.fingerprint().value()
            + "')");
    site.run(
        "SET SESSION sql_mode = 'ALLOW_INVALID_DATES';\n"
            + "INSERT INTO wp_wg_device_tracking (customer_email, ip_hash, browser_fingerprint,"
            + " last_seen) VALUES ('ben@example.com', 'x', '"
            + sighting.fingerprint().value()
            + "', '2024-02-31')");
    VisitSignals signals = new VisitSignals(sighting.fingerprint(), List.of(), null, null);

    assertThat(storage.devices().matches(signals, 10).byFingerprint().devices())
        .extracting(Device::customer)
        .containsExactly(ADA);
    assertThat(storage.devices().matches(signals, 2).byFingerprint().saturated()).isTrue();
  }

  @Test
  void anOfferThatCannotBeReadDoesNotHideThatItsCustomerWasErased() {
    offer("bundle_products = '{'");
    assertThatThrownBy(() -> storage.offers().create(Fixtures.draft(ADA, NOON)))
        .isInstanceOf(UnreadableRowException.class);

    storage.privacy().addTombstones(List.of(TestSite.hasher().current(ADA)), NOON);

    assertThat(storage.offers().create(Fixtures.draft(ADA, NOON)))
        .isInstanceOf(OfferCreation.CustomerErased.class);
  }

  @Test
  void anUnknownStatusIsRefusedByNameAndNotMoved() {
    offer("status = 'clicked'");

    assertThatThrownBy(() -> storage.offers().newestOf(ADA, 10))
        .isInstanceOf(UnreadableRowException.class)
        .hasMessage(
            "bundle_offers row 1 cannot be read: status: must be pending, viewed, added_to_cart,"
                + " purchased, expired or rejected, is 'clicked'");
    assertThatThrownBy(
            () -> storage.analytics().offerOutcomes(NOON.minusSeconds(1), NOON.plusSeconds(1)))
        .isInstanceOf(UnreadableRowException.class)
        .hasMessageContaining("is 'clicked'");
    assertThatThrownBy(() -> storage.offers().move(new OfferId("1"), VIEWED, null))
        .isInstanceOf(UnreadableRowException.class);
    assertThat(storage.offers().create(Fixtures.draft(ADA, NOON)))
        .as("it stands in nobody's way")
        .isInstanceOf(OfferCreation.Created.class);
    assertThat(site.value("SELECT status FROM wp_wg_bundle_offers WHERE id = 1"))
        .isEqualTo("clicked");
  }

  @Test
  void anOfferOfNullsIsMovedAndExpiresLikeOthers() {
    offer("expires_at = NULL, offered_at = NULL, status = NULL");
    BundleOffer offer = storage.offers().newestOf(ADA, 1).get(0);

    assertThat(storage.offers().move(offer.id(), VIEWED, null)).isInstanceOf(OfferMove.Moved.class);
    site.run("UPDATE wp_wg_bundle_offers SET status = NULL");
    assertThat(storage.offers().expireDue(NOON.plus(Duration.ofDays(6)), 10)).isZero();
    assertThat(storage.offers().expireDue(NOON.plus(Duration.ofDays(8)), 10)).isEqualTo(1);
  }

  @Test
  void openOffersThatAreThereTwiceStayAndEndOneByOne() {
    offer("status = 'viewed'");
    offer("status = 'pending'");

    assertThat(storage.offers().create(Fixtures.draft(ADA, NOON)))
        .isInstanceOf(OfferCreation.OpenOfferExists.class);
    for (BundleOffer open : storage.offers().newestOf(ADA, 10)) {
      assertThat(
              storage
                  .offers()
                  .move(open.id(), new OfferStep(OfferStatus.REJECTED, NOON, null), null))
          .isInstanceOf(OfferMove.Moved.class);
    }
    assertThat(storage.offers().create(Fixtures.draft(ADA, NOON)))
        .isInstanceOf(OfferCreation.Created.class);
  }

  @Test
  void whatTheDomainCannotReadOfAProfileStays() {
    site.run(
        """
        INSERT INTO wp_wg_customer_intelligence (customer_email, ip_hash, browser_fingerprint,
          geo_country, geo_city)
        VALUES ('ada@example.com', 'sha1:77', 'fpjs-20', 'NL', 'Utrecht');
        UPDATE wp_wg_customer_intelligence SET geo_country = '??';
        """);
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
            site.value(
                "SELECT CONCAT_WS(' ', customer_id, ip_hash, browser_fingerprint, geo_country,"
                    + " geo_city) FROM wp_wg_customer_intelligence"))
        .isEqualTo("7 sha1:77 fpjs-20 ?? Utrecht");
  }

  /** As another writer would leave one, changed by an assignment. */
  private void offer(String change) {
    site.run(
        """
        INSERT INTO wp_wg_bundle_offers (customer_email, bundle_products, total_quantity,
          base_price, discount_amount, final_price, status, offered_at, expires_at, created_at)
        VALUES ('ada@example.com', '[{"product_id":44,"name":"Moon","quantity":4,
          "unit_price":2.50,"subtotal":10.00}]', 4, 10.00, 1.00, 9.00, 'pending',
          '2026-07-01 12:00:00', '2026-07-08 12:00:00', '2026-07-01 12:00:00')
        """);
    site.run("UPDATE wp_wg_bundle_offers SET " + change + " ORDER BY id DESC LIMIT 1");
  }
}
