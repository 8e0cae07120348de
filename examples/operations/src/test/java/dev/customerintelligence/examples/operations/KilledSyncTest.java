package dev.customerintelligence.examples.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.storage.postgres.Server;
import dev.customerintelligence.woocommerce.TestShop;
import dev.customerintelligence.woocommerce.TestShop.Layout;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mariadb.jdbc.MariaDbDataSource;

/** The tool's process is killed again and again while it follows a shop that goes on changing. */
class KilledSyncTest {
  private static final int PROFILES = 200_000;
  private static final int OFFERS = 50_000;
  private static final int KILLS = 20;
  private static final int LEAST_MILLIS = 700;
  private static final int MORE_MILLIS = 2_300;

  @TempDir private Path folder;

  @Test
  void killedAtAnyMomentItLosesNothingAndDoublesNothing() throws Exception {
    TestShop shop = TestShop.open(Layout.HPOS);
    TwoStores stores =
        new TwoStores(
            folder,
            ((MariaDbDataSource) shop.dataSource()).getUrl(),
            TestShop.PREFIX,
            Server.url(),
            Server.newSchema());
    stores.succeed("migrate");
    stores.fill(PROFILES, OFFERS);
    Random random = new Random(20261123);
    int killed = 0;
    for (int tries = 0; killed < KILLS && tries < 3 * KILLS; tries++) {
      change(stores, random, tries);
      Process sync = stores.start("sync", "--without-names");
      if (!sync.waitFor(LEAST_MILLIS + random.nextInt(MORE_MILLIS), TimeUnit.MILLISECONDS)) {
        killed++;
      }
      sync.destroyForcibly().waitFor();
    }

    assertThat(killed).as(stores.log()).isEqualTo(KILLS);
    ToolRun last = stores.succeed("sync", "--without-names", "--json");
    assertThat(last.json().get("left_out")).isEmpty();
    ToolRun verified = stores.succeed("verify", "--every-row", "--json");
    assertThat(verified.json().get("differences").asLong()).isZero();
    assertThat(stores.countAtTarget("{s}.customer_intelligence"))
        .isEqualTo(stores.countAtSource("{p}wg_customer_intelligence"))
        .isGreaterThan((long) PROFILES);
    assertThat(stores.countAtTarget("{s}.bundle_offers"))
        .isEqualTo(stores.countAtSource("{p}wg_bundle_offers"));
    assertThat(
            stores.countAtTarget(
                "(SELECT customer_email, offered_at FROM {s}.bundle_offers"
                    + " GROUP BY 1, 2 HAVING count(*) > 1) doubled"))
        .isZero();
  }

  /** What a shop does meanwhile: profiles change, come and go, offers are answered. */
  private static void change(TwoStores stores, Random random, int round) {
    int from = random.nextInt(PROFILES);
    stores.atSource(
        "UPDATE {p}wg_customer_intelligence SET profile_score = (profile_score + 7) % 100"
            + " WHERE id BETWEEN "
            + from
            + " AND "
            + (from + 9_000),
        "UPDATE {p}wg_bundle_offers SET status = 'viewed', viewed_at = offered_at"
            + " WHERE id BETWEEN "
            + random.nextInt(OFFERS)
            + " AND "
            + OFFERS
            + " AND id % 7 = "
            + random.nextInt(7),
        "DELETE FROM {p}wg_bundle_offers WHERE id BETWEEN "
            + 100 * round
            + " AND "
            + (100 * round + 20),
        "INSERT INTO {p}wg_customer_intelligence (customer_email, ip_hash, favorite_products)"
            + " VALUES ('new"
            + round
            + "@example.com', '', '[]')");
  }
}
