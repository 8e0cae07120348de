package dev.customerintelligence.examples.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.customerintelligence.storage.postgres.MortalServer;
import dev.customerintelligence.storage.postgres.Server;
import dev.customerintelligence.woocommerce.ShopOrder;
import dev.customerintelligence.woocommerce.TestShop;
import dev.customerintelligence.woocommerce.TestShop.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mariadb.jdbc.MariaDbDataSource;

/** Whichever way an erased person's data come, they do not come in. */
class ErasedStayErasedTest {
  private static final String ADA = "ada@example.com";
  private static final String ADAS_PROFILE =
      "INSERT INTO {p}wg_customer_intelligence (customer_email, customer_id, ip_hash,"
          + " favorite_products) VALUES ('ada@example.com', 7, '', '[]')";
  private static final String ADAS_OFFER =
      "INSERT INTO {p}wg_bundle_offers (customer_email, customer_id, bundle_products,"
          + " total_quantity, base_price, discount_amount, final_price, offered_at, expires_at,"
          + " trigger_reason) VALUES ('ada@example.com', 7, '[{\"product_id\":44,"
          + "\"name\":\"Moon\",\"quantity\":1,\"unit_price\":9.00,\"subtotal\":9.00}]', 1, 9, 1, 8,"
          + " '2026-01-01', '2026-01-08', 'high_value_cart')";
  private static final String ADAS_DEVICE =
      "INSERT INTO {p}wg_device_tracking (customer_email, ip_hash, browser_fingerprint,"
          + " first_seen, last_seen) VALUES ('ada@example.com', SHA2('ip', 256),"
          + " SHA2('fp', 256), '2026-01-01', '2026-01-02')";
  private static final String ADAS_EVENT =
      "INSERT INTO {p}wg_behavioral_events (customer_email, customer_id, event_type, timestamp)"
          + " VALUES ('ada@example.com', 7, 'page_viewed', '2026-01-01')";

  @TempDir private Path folder;
  private TestShop shop;
  private TwoStores stores;

  @BeforeEach
  void aShopWithAdaInBothStores() throws IOException {
    shop = TestShop.open(Layout.HPOS);
    stores = stores(folder, shop, Server.url(), Server.newSchema());
    ShopOrder order = new ShopOrder(1, ADA);
    order.firstName = "Ada";
    order.lastName = "Doe";
    shop.save(order, new ShopOrder(2, "ben@example.com"));
    stores.succeed("migrate");
    stores.atSource(ADAS_DEVICE, ADAS_EVENT, ADAS_OFFER);
    stores.succeed("recalculate", "--sync");
    stores.succeed("migrate", "--copy");
    assertThat(heldAtTarget()).isEqualTo(4);
  }

  @Test
  void anErasureEmptiesBothStoresAndLeavesOthers() {
    JsonNode counted = stores.succeed("erase", ADA, "--dry-run", "--json").json();
    assertThat(counted.at("/target/profiles").asInt()).isEqualTo(1);
    assertThat(counted.at("/source/devices").asInt()).isEqualTo(1);
    assertThat(heldAtTarget()).as("a dry run deletes nothing").isEqualTo(4);

    ToolRun erased = stores.succeed("erase", ADA, "--json");
    assertThat(erased.json().get("complete").asBoolean()).isTrue();
    assertThat(erased.out() + erased.err()).doesNotContain(ADA);
    assertThat(heldAtSource()).isZero();
    assertThat(heldAtTarget()).isZero();
    assertThat(stores.countAtTarget("{s}.customer_intelligence")).isEqualTo(1);
    assertThat(stores.countAtTarget("{s}.ci_privacy_audit WHERE action = 'ERASED'")).isEqualTo(1);
  }

  @Test
  void aSyncDoesNotBringTheErasedBack() {
    stores.succeed("erase", ADA);
    stores.atSource(ADAS_PROFILE, ADAS_OFFER);
    ToolRun sync = stores.run("sync", "--json");

    assertThat(sync.exitCode()).as("something to look at").isEqualTo(1);
    assertThat(sync.json().get("left_out").toString()).contains("ERASED").doesNotContain(ADA);
    assertThat(heldAtTarget()).isZero();
    assertThat(stores.run("sync", "--customer", ADA).exitCode()).isZero();
    assertThat(heldAtTarget()).isZero();
  }

  @Test
  void aMigrationDoesNotBringTheErasedBack() {
    stores.succeed("erase", ADA);
    stores.atSource(ADAS_DEVICE, ADAS_EVENT);
    stores.succeed("migrate", "--copy");

    assertThat(heldAtTarget()).isZero();
  }

  @Test
  void aRecalculationFromRetainedOrdersDoesNotBringTheErasedBack() {
    stores.succeed("erase", ADA);
    JsonNode all = stores.succeed("recalculate", "--sync", "--json").json();
    JsonNode one = stores.succeed("recalculate", "--customer", ADA, "--json").json();

    assertThat(all.get("customer_erased").asInt()).isEqualTo(1);
    assertThat(one.get("outcome").asText()).isEqualTo("customer_erased");
    assertThat(heldAtSource()).isZero();
    assertThat(heldAtTarget()).isZero();
  }

  @Test
  void anImportDoesNotBringTheErasedBack() {
    for (String table :
        new String[] {
          "customer_intelligence", "device_tracking", "bundle_offers", "behavioral_events"
        }) {
      stores.succeed("export", table, "--out", folder.resolve(table + ".csv").toString());
    }
    stores.succeed("erase", ADA);
    for (String table :
        new String[] {
          "customer_intelligence", "device_tracking", "bundle_offers", "behavioral_events"
        }) {
      JsonNode done =
          stores
              .succeed("import", table, folder.resolve(table + ".csv").toString(), "--json")
              .json();
      assertThat(done.get("erased").asInt()).as(table).isEqualTo(1);
      assertThat(done.get("inserted").asInt()).as(table).isZero();
    }
    assertThat(heldAtTarget()).isZero();
  }

  @Test
  void aRestoredBackupIsErasedAgain() {
    stores.succeed("erase", ADA);
    // Both stores as they were before the erasure; the target has lost its tombstone, too.
    stores.atSource(ADAS_PROFILE, ADAS_DEVICE, ADAS_EVENT, ADAS_OFFER);
    stores.atTarget(
        "DELETE FROM {s}.ci_tombstones",
        "INSERT INTO {s}.customer_intelligence (customer_email, ip_hash)"
            + " VALUES ('ada@example.com', '')");
    JsonNode repaired = stores.succeed("repair", "--json").json();

    assertThat(repaired.get("tombstones_restored").asInt()).isEqualTo(1);
    assertThat(repaired.get("people_erased_again").asInt()).isEqualTo(2);
    assertThat(heldAtSource()).isZero();
    assertThat(heldAtTarget()).isZero();
    stores.succeed("verify");
  }

  @Test
  void whoIsReleasedMayComeBack() {
    stores.succeed("erase", ADA);
    stores.succeed("release", ADA);
    stores.succeed("recalculate", "--sync");

    assertThat(heldAtTarget()).isEqualTo(1);
    assertThat(stores.run("release", ADA).exitCode()).as("was not erased").isEqualTo(1);
  }

  @Test
  void anErasureSurvivesThatTheTargetIsAwayAndTheToolEnds(@TempDir Path other) throws Exception {
    try (MortalServer postgres = MortalServer.start(other)) {
      TwoStores pair = stores(other, shop, postgres.url(), "public");
      pair.succeed("migrate");
      pair.succeed("sync");
      assertThat(pair.countAtTarget("{s}.customer_intelligence")).isEqualTo(2);
      postgres.kill();
      ToolRun alone = pair.run("erase", ADA, "--json");
      assertThat(alone.exitCode()).as(alone.err()).isEqualTo(1);
      assertThat(alone.json().get("complete").asBoolean()).isFalse();
      assertThat(heldAtSource()).isZero();
      postgres.restart();

      JsonNode later = pair.succeed("sync", "--json").json();
      assertThat(later.get("erasures_completed").asInt()).isEqualTo(1);
      assertThat(later.get("erasures_pending").asInt()).isZero();
      assertThat(
              pair.countAtTarget("{s}.customer_intelligence WHERE customer_email = '" + ADA + "'"))
          .isZero();
      assertThat(heldAtSource()).isZero();
    }
  }

  @Test
  void oneDocumentAndTheCsvFilesShowWhatBothStoresHold() throws IOException {
    Path out = folder.resolve("ada");
    stores.succeed("export-person", ADA, "--out", out.toString());

    String document = Files.readString(out.resolve("person.json"));
    assertThat(document).contains("\"source\"", "\"target\"", ADA, "Doe");
    assertThat(Files.readString(out.resolve("target-customer_intelligence.csv"))).contains(ADA);
    assertThat(Files.readString(out.resolve("source-device_tracking.csv"))).contains(ADA);
    ToolRun again = stores.run("export-person", ADA, "--out", out.toString());
    assertThat(again.exitCode()).isEqualTo(4);
    assertThat(Files.readString(out.resolve("person.json"))).isEqualTo(document);
  }

  private long heldAtSource() {
    return held(
        "{p}wg_customer_intelligence",
        "{p}wg_device_tracking",
        "{p}wg_bundle_offers",
        "{p}wg_behavioral_events",
        true);
  }

  private long heldAtTarget() {
    return held(
        "{s}.customer_intelligence",
        "{s}.device_tracking",
        "{s}.bundle_offers",
        "{s}.behavioral_events",
        false);
  }

  private long held(String one, String two, String three, String four, boolean atSource) {
    long all = 0;
    for (String table : new String[] {one, two, three, four}) {
      String rows = table + " WHERE customer_email = '" + ADA + "'";
      all += atSource ? stores.countAtSource(rows) : stores.countAtTarget(rows);
    }
    return all;
  }

  private static TwoStores stores(Path folder, TestShop shop, String targetUrl, String schema)
      throws IOException {
    return new TwoStores(
        folder,
        ((MariaDbDataSource) shop.dataSource()).getUrl(),
        TestShop.PREFIX,
        targetUrl,
        schema);
  }
}
