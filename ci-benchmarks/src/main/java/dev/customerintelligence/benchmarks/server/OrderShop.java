package dev.customerintelligence.benchmarks.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.profile.ProfileService;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.woocommerce.WooCommerce;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A WooCommerce shop with orders, and the library's tables beside its own. */
@State(Scope.Benchmark)
public class OrderShop {
  private static final int CONNECTIONS = 4;

  /** Which server. */
  @Param("MARIADB")
  public Store orderStore = Store.MARIADB;

  /** Orders in the shop; a quarter as many customers, three lines in each. */
  @Param("200000")
  public int orders;

  private MysqlShop shop;
  private Storage storage;

  /** Opens the shop; makes and fills it when it is not there. */
  @Setup
  public void open() {
    shop = new MysqlShop(Servers.url(orderStore), "ci_benchmarks_orders_" + orders, CONNECTIONS);
    if (!shop.isThere()) {
      shop.makeEmpty();
      new WooCommerceShop(shop, shop.prefix()).make(orders);
    }
    storage = shop.storage();
  }

  /** Gives the connections back. */
  @TearDown
  public void close() {
    storage.close();
    shop.close();
  }

  /** Returns the connections. */
  public HikariDataSource pool() {
    return shop.pool();
  }

  /** Returns a statement with the shop's prefix for {@code {p}}. */
  public String sql(String template) {
    return template.replace("{p}", shop.prefix());
  }

  /** Deletes all profiles. */
  public void forgetProfiles() {
    shop.run("TRUNCATE TABLE " + shop.prefix() + "wg_customer_intelligence");
  }

  /** Returns the library's profiles of the shop's orders. */
  public ProfileService profiles() {
    OrderHistory history =
        WooCommerce.on(pool()).prefix(shop.prefix()).zone(ZoneOffset.UTC).build().orderHistory();
    return new ProfileService(
        storage.profiles(),
        storage.devices(),
        history,
        ProfilePolicy.defaults(),
        InstantSource.fixed(Population.NOW));
  }
}
