package dev.customerintelligence.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.error.InvalidInputException;
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
import dev.customerintelligence.profile.PurchaseProfile;
import dev.customerintelligence.profile.RecalculationReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
    AtomicReference<EmailAddress> last = new AtomicReference<>();
    AtomicLong customers = new AtomicLong();
    walk(
        each -> {
          EmailAddress before = last.getAndSet(each.customer());
          assertThat(before == null ? -1 : before.compareTo(each.customer())).isNegative();
          if (customers.incrementAndGet() % 10 == 0 && each instanceof CustomerOrders orders) {
            assertThat(history.ordersOf(each.customer())).isEqualTo(orders);
          }
        });
    assertThat(customers).hasPositiveValue();
  }

  @Test
  void theRecalculatedProfilesAreThoseOfTheOrdersAndTheOthersAreRefused() {
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder()
            .hashKey(HashKey.generate("test"))
            .orderHistory(history)
            .clock(InstantSource.fixed(NOW))
            .build()) {
      RecalculationReport report = ci.profiles().recalculateAll(progress -> {});

      AtomicLong calculable = new AtomicLong();
      AtomicLong refused = new AtomicLong();
      walk(
          each -> {
            Optional<PurchaseProfile> expected = purchases(each);
            assertThat(ci.profiles().find(each.customer()).map(CustomerProfile::purchases))
                .isEqualTo(expected);
            (expected.isPresent() ? calculable : refused).incrementAndGet();
          });
      assertThat(report.count(ProfileSave.CREATED)).isEqualTo(calculable.get());
      assertThat(report.refused()).isEqualTo(refused.get());
    }
  }

  /** Empty where orders cannot be read, or not be added up, as those of several currencies. */
  private static Optional<PurchaseProfile> purchases(CustomerHistory history) {
    try {
      return history instanceof CustomerOrders orders
          ? Optional.of(ProfileCalculator.calculate(orders.orders(), ProfilePolicy.defaults(), NOW))
          : Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private static void walk(Consumer<CustomerHistory> visitor) {
    List<CustomerHistory> page = history.customersAfter(null, 500);
    while (!page.isEmpty()) {
      page.forEach(visitor);
      page = history.customersAfter(page.get(page.size() - 1).customer(), 500);
    }
  }
}
