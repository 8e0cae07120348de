package dev.customerintelligence.examples.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.customerintelligence.mysql.MariadbProcess;
import dev.customerintelligence.storage.postgres.MortalServer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Either server is killed while the tool works. */
class ServersAwayTest {
  private static final int PROFILES = 120_000;
  private static final int PATIENCE_SECONDS = 240;

  @TempDir private Path folder;

  @Test
  void waitsForEitherServerSaysSoAndGoesOn() throws Exception {
    MariadbProcess mariadb = MariadbProcess.start();
    mariadb.createDatabase("shop");
    String sourceUrl = "jdbc:mariadb://" + mariadb.address().replace("/?", "/shop?");
    try (MortalServer postgres = MortalServer.start(folder)) {
      TwoStores stores = new TwoStores(folder, sourceUrl, "wp_", postgres.url(), "public");
      stores.succeed("migrate");
      stores.fill(PROFILES, 1_000);

      CompletableFuture<ToolRun> first = sync(stores);
      await(() -> stores.countAtTarget("{s}.customer_intelligence") > 0);
      postgres.kill();
      Thread.sleep(1_500);
      postgres.restart();
      assertWaited(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS));

      stores.atSource(
          "UPDATE {p}wg_customer_intelligence SET profile_score = (profile_score + 7) % 100");
      CompletableFuture<ToolRun> second = sync(stores);
      await(
          () ->
              stores.countAtTarget(
                      "{s}.customer_intelligence WHERE profile_score <> customer_id % 100 - 1"
                          + " AND customer_id % 100 > 0")
                  > 0);
      mariadb.kill();
      Thread.sleep(1_500);
      mariadb.restart();
      assertWaited(second.get(PATIENCE_SECONDS, TimeUnit.SECONDS));

      JsonNode verified = stores.succeed("verify", "--every-row", "--json").json();
      assertThat(verified.get("clean").asBoolean()).isTrue();
      assertThat(stores.countAtTarget("{s}.customer_intelligence")).isEqualTo(PROFILES);
    } finally {
      mariadb.end();
    }
  }

  @Test
  void saysThatAStoreIsAwayAndExitsWithThree() throws Exception {
    TwoStores nowhere =
        new TwoStores(
            folder,
            "jdbc:mariadb://127.0.0.1:1/shop?user=root",
            "wp_",
            "jdbc:postgresql://127.0.0.1:1/postgres?user=postgres",
            "public");
    ToolRun run = nowhere.run("expire-offers");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).startsWith("operations: ");
    assertThat(run.out()).isEmpty();
  }

  private static CompletableFuture<ToolRun> sync(TwoStores stores) {
    return CompletableFuture.supplyAsync(() -> stores.run("sync", "--without-names"));
  }

  private static void assertWaited(ToolRun run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).containsSubsequence("waiting ", "going on after ");
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    for (int i = 0; i < 20 * PATIENCE_SECONDS && !condition.holds(); i++) {
      Thread.sleep(50);
    }
    assertThat(condition.holds()).isTrue();
  }
}
