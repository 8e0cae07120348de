package dev.customerintelligence.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.privacy.CrossStoreErasure;
import dev.customerintelligence.privacy.CrossStorePrivacy;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.mysql.MysqlStorage;
import dev.customerintelligence.storage.postgres.PostgresStorage;
import dev.customerintelligence.storage.postgres.Server;
import dev.customerintelligence.sync.ContinuousSync;
import dev.customerintelligence.sync.SyncPolicy;
import dev.customerintelligence.sync.SyncReport;
import dev.customerintelligence.sync.SyncService;
import dev.customerintelligence.sync.Verification;
import dev.customerintelligence.woocommerce.ShopOrder;
import dev.customerintelligence.woocommerce.TestShop;
import dev.customerintelligence.woocommerce.TestShop.Layout;
import dev.customerintelligence.woocommerce.WooCommerce;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The code of docs/sync.md. */
class SyncPageTest {
  @Test
  void twoStoresInStep() throws IOException {
    EmailAddress ada = EmailAddress.of("ada@example.com");
    TestShop made = TestShop.open(Layout.HPOS);
    made.save(new ShopOrder(1, "ada@example.com"), new ShopOrder(2, "ben@example.com"));
    DataSource mysql = made.dataSource();
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    postgres.setUrl(Server.url());
    String schema = Server.newSchema();
    HashKey key = HashKey.generate("test");
    TombstoneHasher tombstones = new TombstoneHasher(key, List.of());
    MysqlStorage.on(mysql).prefix("shop_").build().migrate();
    PostgresStorage.on(postgres).schema(schema).build().migrate();
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder()
            .hashKey(key)
            .storage(MysqlStorage.on(mysql).prefix("shop_").build())
            .orderHistory(WooCommerce.on(mysql).prefix("shop_").build().orderHistory())
            .build()) {
      ci.profiles().recalculateAll(each -> {});
      Storage source = MysqlStorage.on(mysql).prefix("shop_").build().open(tombstones);
      Storage target = PostgresStorage.on(postgres).schema(schema).build().open(tombstones);
      WooCommerce shop = WooCommerce.on(mysql).prefix("shop_").build();
      SyncService sync =
          new SyncService(
              source.syncSource().orElseThrow(),
              target.syncTarget().orElseThrow(),
              shop.customerNames(),
              SyncPolicy.defaults(),
              event -> System.err.println(event),
              InstantSource.system());

      SyncReport report = sync.runOnce(); // what changed, and what a comparison finds
      System.out.println(report.total().written() + " rows written");
      try (ContinuousSync running = sync.start()) {
        ci.profiles().recalculateAll(each -> {});
        running.wake(); // follow at once instead of at the next poll
      }
      Verification result = sync.verify(Verification.Depth.CHECKSUMS);
      System.out.println(result.isClean() + ", " + sync.state());

      assertThat(report.total().written()).isEqualTo(2);
      assertThat(result.isClean()).isTrue();

      CrossStorePrivacy privacy =
          new CrossStorePrivacy(source.privacy(), target.privacy(), InstantSource.system());
      CrossStoreErasure erasure = privacy.erase(ada);
      if (!erasure.isComplete()) {
        privacy.propagate(); // when the target is back; a restart forgets nothing
      }
      privacy.enforce(); // after a backup was restored: erases again whom it brought back
      privacy.exportJson(ada, document); // both stores in one document

      assertThat(erasure.isComplete()).isTrue();
      assertThat(document.toString(StandardCharsets.UTF_8)).contains("\"source\"", "\"target\"");
      assertThat(target.profiles().find(ada)).isEmpty();
    }
  }
}
