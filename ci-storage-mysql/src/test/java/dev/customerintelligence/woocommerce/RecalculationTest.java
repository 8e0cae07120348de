package dev.customerintelligence.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.mysql.TestServer;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.profile.ChangesReport;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.PurchaseProfile;
import dev.customerintelligence.profile.RecalculationListener;
import dev.customerintelligence.profile.RecalculationProgress;
import dev.customerintelligence.profile.RecalculationReport;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import dev.customerintelligence.storage.mysql.MysqlStorage;
import dev.customerintelligence.woocommerce.TestShop.Layout;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the shop's orders to the profiles in the shop's own database, and on as orders change. */
class RecalculationTest {
  private static final Instant NOW = Instant.parse("2035-01-01T00:00:00Z");
  private static final HashKey KEY = HashKey.generate("test");

  private final List<EmailAddress> gone = new ArrayList<>();
  private final RecalculationListener listener =
      new RecalculationListener() {
        @Override
        public void progress(RecalculationProgress progress) {}

        @Override
        public void ordersGone(EmailAddress customer) {
          gone.add(customer);
        }
      };

  @ParameterizedTest
  @EnumSource
  void theProfilesInTheShopsDatabaseAreThoseOfItsOrders(Layout layout) {
    InventedShop invented = new InventedShop(5);
    TestShop shop = invented.stored(layout, TestServer.Driver.MARIADB);
    StorageFactory storage = storage(shop);
    WooCommerce wooCommerce = shop.reader().build();
    try (CustomerIntelligence direct =
            open(InMemoryStorage::new, new InMemoryOrderHistory(invented.expected));
        CustomerIntelligence ci = open(storage, wooCommerce.orderHistory())) {
      RecalculationReport expected = direct.profiles().recalculateAll(each -> {});
      String cursor = Instant.now().minusSeconds(120) + "/-/0";

      assertThat(ci.profiles().recalculateAll(listener)).isEqualTo(expected);
      assertThat(profiles(ci)).isNotEmpty().isEqualTo(profiles(direct));
      assertThat(ci.profiles().recalculateAll(listener).saves())
          .containsOnlyKeys(ProfileSave.UNCHANGED);
      assertThat(gone).isEmpty();

      shop.save(new ShopOrder(90_000, "Ada@example.com"));
      changed(shop, 90_000, "UTC_TIMESTAMP() - INTERVAL 1 MINUTE");
      ChangesReport changes =
          ci.profiles().recalculateChanged(wooCommerce.orderChanges(), cursor, listener);
      assertThat(changes.report().saves()).containsOnly(Map.entry(ProfileSave.CREATED, 1L));
      assertThat(
              ci.profiles()
                  .recalculateChanged(wooCommerce.orderChanges(), changes.cursor(), listener)
                  .report()
                  .customers())
          .isLessThanOrEqualTo(1);
      assertThat(profiles(ci)).containsKey(EmailAddress.of("ada@example.com"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCustomerWhomTheShopAnonymisedIsNamedAndCanBeErased(Layout layout) {
    TestShop shop = TestShop.open(layout);
    shop.save(new ShopOrder(1, "ada@example.com"), new ShopOrder(2, "ben@example.com"));
    EmailAddress ada = EmailAddress.of("ada@example.com");
    try (CustomerIntelligence ci = open(storage(shop), shop.reader().build().orderHistory())) {
      ci.profiles().recalculateAll(listener);
      shop.run("UPDATE {p}wc_orders SET billing_email = 'deleted@site.invalid' WHERE id = 1");
      shop.run(
          "UPDATE {p}postmeta SET meta_value = 'deleted@site.invalid'"
              + " WHERE meta_key = '_billing_email' AND post_id = 1");

      RecalculationReport report = ci.profiles().recalculateAll(listener);

      assertThat(gone).containsExactly(ada);
      assertThat(report.saves())
          .containsOnly(Map.entry(ProfileSave.UPDATED, 1L), Map.entry(ProfileSave.UNCHANGED, 1L));
      assertThat(ci.profiles().find(ada).orElseThrow().purchases().totalOrders()).isZero();
      ci.privacy().erase(ada);
      assertThat(ci.profiles().find(ada)).isEmpty();
      assertThat(ci.profiles().recalculateAll(listener).saves())
          .containsOnlyKeys(ProfileSave.UNCHANGED);
    }
  }

  private static void changed(TestShop shop, long order, String at) {
    shop.run("UPDATE {p}wc_orders SET date_updated_gmt = " + at + " WHERE id = " + order);
    shop.run("UPDATE {p}posts SET post_modified_gmt = " + at + " WHERE ID = " + order);
  }

  private static StorageFactory storage(TestShop shop) {
    return MysqlStorage.on(shop.dataSource())
        .prefix(TestShop.PREFIX)
        .zone(ZoneId.of("Europe/Amsterdam"))
        .migration(MysqlStorage.Migration.MIGRATE)
        .build();
  }

  private static CustomerIntelligence open(StorageFactory storage, OrderHistory orders) {
    return CustomerIntelligence.builder()
        .hashKey(KEY)
        .storage(storage)
        .orderHistory(orders)
        .clock(InstantSource.fixed(NOW))
        .build();
  }

  private static Map<EmailAddress, PurchaseProfile> profiles(CustomerIntelligence ci) {
    return ci.profiles().after(null, 1000).stream()
        .collect(Collectors.toMap(CustomerProfile::customer, CustomerProfile::purchases));
  }
}
