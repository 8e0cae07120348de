package dev.customerintelligence.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.mysql.TestServer;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.profile.ProfileCalculator;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import dev.customerintelligence.woocommerce.TestShop.Layout;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invented shops, stored in both layouts and read back, each through another driver, against the
 * same orders given directly.
 */
class InventedShopTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bothLayoutsGiveTheOrdersAndProfilesOfTheShop(long seed) {
    InventedShop invented = new InventedShop(seed);
    OrderHistory model = new InMemoryOrderHistory(invented.expected);
    TestServer.Driver[] drivers = TestServer.Driver.values();
    for (Layout layout : Layout.values()) {
      TestShop shop = invented.stored(layout, drivers[(int) seed % drivers.length]);

      List<CustomerHistory> read = OrderHistoryTest.walk(shop, 7);

      assertThat(read).isEqualTo(model.customersAfter(null, Integer.MAX_VALUE));
      for (CustomerHistory each : read) {
        CustomerOrders direct = model.ordersOf(each.customer());
        assertThat(shop.reader().build().orderHistory().ordersOf(each.customer()))
            .isEqualTo(direct);
        assertThat(profile(((CustomerOrders) each).orders())).isEqualTo(profile(direct.orders()));
      }
    }
  }

  /** Or why there is none, as of several currencies. */
  private static Object profile(List<Order> orders) {
    try {
      return ProfileCalculator.calculate(orders, ProfilePolicy.defaults(), NOW);
    } catch (InvalidInputException e) {
      return e.getMessage();
    }
  }
}
