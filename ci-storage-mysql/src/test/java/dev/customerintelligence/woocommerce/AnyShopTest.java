package dev.customerintelligence.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.mysql.TestServer;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfileCalculator;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.RecalculationReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * What holds of any shop: of an invented one, or of the one in the database that {@code
 * -Dci.shop.url} names, a JDBC URL with user and password, under the prefix of {@code
 * -Dci.shop.prefix}. An anonymised dump of a real shop may be loaded there; nothing is written.
 */
class AnyShopTest {
  private static final Instant NOW = Instant.parse("2035-01-01T00:00:00Z");
  private static OrderHistory history;

  @BeforeAll
  static void open() throws Exception {
    String url = System.getProperty("ci.shop.url");
    history =
        (url == null
                ? new InventedShop(4)
                    .stored(TestShop.Layout.HPOS, TestServer.Driver.MARIADB)
                    .reader()
                : WooCommerce.on(
                        new MariaDbDataSource(url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:")))
                    .prefix(System.getProperty("ci.shop.prefix", "wp_")))
            .build()
            .orderHistory();
  }

  @Test
  void aWalkGivesEachCustomerOnceInSequenceWithHisOrders() {
    EmailAddress last = null;
    long customers = 0;
    List<CustomerHistory> page;
    while (!(page = history.customersAfter(last, 500)).isEmpty()) {
      for (CustomerHistory each : page) {
        assertThat(last == null ? -1 : last.compareTo(each.customer())).isNegative();
        last = each.customer();
        customers++;
        if (customers % 10 == 0 && each instanceof CustomerOrders orders) {
          assertThat(history.ordersOf(each.customer())).isEqualTo(orders);
        }
      }
    }
    assertThat(customers).isPositive();
  }

  @Test
  void theRecalculatedProfilesAreThoseOfTheOrders() {
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder()
            .hashKey(HashKey.generate("test"))
            .orderHistory(history)
            .clock(InstantSource.fixed(NOW))
            .build()) {
      RecalculationReport report = ci.profiles().recalculateAll(progress -> {});

      long readable = 0;
      EmailAddress last = null;
      List<CustomerHistory> page;
      while (!(page = history.customersAfter(last, 500)).isEmpty()) {
        for (CustomerHistory each : page) {
          last = each.customer();
          if (each instanceof CustomerOrders orders) {
            readable++;
            assertThat(ci.profiles().find(last).map(CustomerProfile::purchases))
                .contains(
                    ProfileCalculator.calculate(orders.orders(), ProfilePolicy.defaults(), NOW));
          }
        }
      }
      assertThat(report.count(ProfileSave.CREATED)).isEqualTo(readable);
    }
  }
}
