package dev.customerintelligence.examples.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.customerintelligence.storage.postgres.Server;
import dev.customerintelligence.woocommerce.ShopOrder;
import dev.customerintelligence.woocommerce.TestShop;
import dev.customerintelligence.woocommerce.TestShop.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** Every command, on an invented shop and an empty Postgres. */
class OperationsTest {
  @TempDir private static Path folder;

  private static TestShop shop;
  private static TwoStores stores;

  @BeforeAll
  static void aShop() throws IOException {
    shop = TestShop.open(Layout.HPOS);
    for (int i = 1; i <= 30; i++) {
      ShopOrder order =
          new ShopOrder(i, "c" + i % 20 + "@example.com").item(44, "Moon", "2", "10.00");
      order.firstName = "C" + i % 20;
      shop.save(order);
    }
    stores =
        new TwoStores(
            folder,
            ((MariaDbDataSource) shop.dataSource()).getUrl(),
            TestShop.PREFIX,
            Server.url(),
            Server.newSchema());
    stores.succeed("migrate");
  }

  @Test
  void recalculatesSyncsVerifiesAndRepairs() {
    JsonNode recalculated = stores.succeed("recalculate", "--json").json();
    assertThat(recalculated.get("refused").asInt()).isZero();
    stores.atSource(
        "INSERT INTO {p}wg_bundle_offers (customer_email, bundle_products, total_quantity,"
            + " base_price, discount_amount, final_price, offered_at, expires_at, trigger_reason)"
            + " VALUES ('c1@example.com', '[{\"product_id\":44,\"name\":\"Moon\",\"quantity\":1,"
            + "\"unit_price\":9.00,\"subtotal\":9.00}]', 1, 9, 1, 8, '2020-01-01', '2020-01-08',"
            + " 'high_value_cart')");
    assertThat(stores.succeed("expire-offers", "--json").json().get("expired").asInt())
        .isEqualTo(1);
    JsonNode synced = stores.succeed("sync", "--json").json();
    assertThat(synced.at("/customer_intelligence/written").asInt()).isEqualTo(20);
    assertThat(stores.countAtTarget("{s}.customer_intelligence WHERE first_name = 'C7'"))
        .isEqualTo(1);
    assertThat(stores.countAtTarget("{s}.bundle_offers WHERE status = 'expired'")).isEqualTo(1);
    assertThat(stores.succeed("verify").out()).contains("clean: true", "differences: 0");

    stores.atTarget(
        "UPDATE {s}.customer_intelligence SET total_orders = 99"
            + " WHERE customer_email = 'c3@example.com'",
        "DELETE FROM {s}.customer_intelligence WHERE customer_email = 'c4@example.com'",
        "INSERT INTO {s}.customer_intelligence (customer_email, ip_hash)"
            + " VALUES ('nobody@example.com', '')");
    ToolRun differing = stores.run("verify", "--json");
    assertThat(differing.exitCode()).isEqualTo(1);
    assertThat(differing.json().get("differences").asInt()).isEqualTo(3);
    assertThat(differing.out() + differing.err())
        .contains("DIFFERENT", "MISSING", "WITHOUT_SOURCE", "total_orders")
        .doesNotContain("@example.com");
    assertThat(stores.run("repair", "--dry-run").exitCode()).isEqualTo(1);
    assertThat(stores.countAtTarget("{s}.customer_intelligence WHERE total_orders = 99"))
        .as("a dry run mends nothing")
        .isEqualTo(1);
    stores.succeed("repair");
    stores.succeed("verify", "--every-row");
    assertThat(stores.succeed("sync", "--customer", "c3@example.com").out())
        .contains("customer intelligence:");
  }

  @Test
  void cleansUpWhatIsOldAndCountsItFirst() {
    stores.atSource(
        "INSERT INTO {p}wg_device_tracking (customer_email, ip_hash, browser_fingerprint,"
            + " first_seen, last_seen) VALUES ('c1@example.com', SHA2('i', 256), SHA2('f', 256),"
            + " '2020-01-01', '2020-01-02')");
    JsonNode due =
        stores.succeed("cleanup", "--inactive-days", "365", "--dry-run", "--json").json();
    assertThat(due.at("/source/devices").asInt()).isEqualTo(1);
    assertThat(stores.countAtSource("{p}wg_device_tracking")).isEqualTo(1);

    JsonNode done = stores.succeed("cleanup", "--inactive-days", "365", "--json").json();
    assertThat(done.at("/source/devices").asInt()).isEqualTo(1);
    assertThat(done.at("/target/devices").asInt()).isZero();
    assertThat(stores.countAtSource("{p}wg_device_tracking")).isZero();
  }

  @Test
  void answersTheShopsQuestionsWithMaskedAddresses() {
    stores.succeed("recalculate", "--sync");
    ToolRun masked = stores.succeed("analytics", "--json");
    assertThat(masked.json().get("top_customers").size()).isEqualTo(10);
    assertThat(masked.out()).doesNotContain("@example.com");
    assertThat(stores.succeed("analytics", "--show-addresses").out())
        .contains("@example.com", "conversion:");
  }

  @Test
  void followsUntilItIsInterrupted() throws Exception {
    Process watching = stores.start("sync", "--watch");
    for (int i = 0; i < 600 && !stores.log().contains("following"); i++) {
      Thread.sleep(100);
    }
    stores.succeed("recalculate", "--customer", "c5@example.com");
    for (int i = 0; i < 600 && !stores.log().contains("caught up"); i++) {
      Thread.sleep(100);
    }
    // The signal that Ctrl-C sends ends like this one.
    watching.destroy();

    assertThat(watching.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(stores.log()).containsSubsequence("following", "caught up", "erasures pending");
  }

  @Test
  void theDoctorFindsAllWell() {
    ToolRun run = stores.succeed("doctor");

    assertThat(run.out())
        .contains("well: true", "20 customers have orders", "source schema", "target rights");
  }

  @Test
  void theDoctorSaysWhatIsWrongAndWhatToDo(@TempDir Path other) throws IOException {
    TwoStores empty =
        new TwoStores(
            other,
            ((MariaDbDataSource) shop.dataSource()).getUrl(),
            "nothing_",
            Server.url(),
            Server.newSchema());
    ToolRun run = empty.run("doctor", "--json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().get("checks").toString())
        .contains("is missing", "run migrate", "check source-prefix", "\"do\"");
    TwoStores nowhere =
        new TwoStores(
            other,
            "jdbc:mariadb://127.0.0.1:1/shop?user=root&password=secret77",
            "wp_",
            "jdbc:postgresql://127.0.0.1:1/postgres?user=postgres&password=secret77",
            "public");
    ToolRun away = nowhere.run("doctor");
    assertThat(away.exitCode()).isEqualTo(1);
    assertThat(away.out() + away.err())
        .contains("cannot be reached", "check the URL")
        .doesNotContain("secret77");
  }

  @Test
  void showsTheSqlOfAMigrationAndRunsNone(@TempDir Path other) throws IOException {
    String schema = Server.newSchema();
    TwoStores fresh =
        new TwoStores(
            other, ((MariaDbDataSource) shop.dataSource()).getUrl(), "dry_", Server.url(), schema);
    ToolRun run = fresh.succeed("migrate", "--dry-run");

    assertThat(run.out()).contains("CREATE TABLE", "dry_wg_customer_intelligence", schema);
    assertThat(fresh.countAtSource("information_schema.tables WHERE table_name LIKE 'dry\\_%'"))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sync",
        "verify",
        "repair",
        "recalculate",
        "cleanup",
        "expire-offers",
        "erase",
        "release",
        "export-person",
        "export",
        "import",
        "analytics",
        "migrate",
        "doctor"
      })
  void everyCommandHasHelp(String command) {
    ToolRun run = ToolRun.of(command, "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: operations " + command, "--source=URL", "--json");
    assertThat(ToolRun.of("--help").out()).contains("  " + command);
  }

  @Test
  void wrongUsageExitsWithTwoAndSaysWhatIsWrong(@TempDir Path other) throws IOException {
    assertRefused("a command is missing");
    assertRefused("Unmatched argument", "dance");
    assertRefused("Missing required parameter: 'EMAIL'", "erase");
    assertRefused("--source is needed here", "verify");
    assertRefused("must begin with jdbc:mysql:", "verify", "--source", "jdbc:oracle:thin:x");
    assertRefused("email", "erase", "nobody", "--config", stores.config().toString());
    assertRefused(
        "TABLE must be one of [customer_intelligence",
        "export",
        "customers",
        "--out",
        other.resolve("x.csv").toString(),
        "--config",
        stores.config().toString());
    Path config = Files.writeString(other.resolve("c.properties"), "sauce=jdbc:mariadb://x\n");
    assertRefused("unknown keys [sauce]", "verify", "--config", config.toString());
    Path keyless = Files.writeString(other.resolve("k.properties"), "hash-key=short\n");
    assertRefused(
        "hash key",
        "verify",
        "--config",
        keyless.toString(),
        "--source",
        "jdbc:mariadb://127.0.0.1:1/x",
        "--target",
        "jdbc:postgresql://127.0.0.1:1/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mariadb://127.0.0.1:1/x?user=root&password=hunter22",
        "jdbc:postgresql://127.0.0.1:1/x?password=hunter22",
        "jdbc:mysql://root:hunter22@127.0.0.1:1/x"
      })
  void aPasswordOnTheCommandLineIsRefusedAndNotRepeated(String url) {
    ToolRun run = ToolRun.of("verify", "--source", url, "--target", url);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("must not hold a password").doesNotContain("hunter22");
  }

  private static void assertRefused(String message, String... arguments) {
    ToolRun run = ToolRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith("operations: ").contains(message);
    assertThat(run.out()).isEmpty();
  }
}
