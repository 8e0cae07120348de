package dev.customerintelligence.benchmarks.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.sync.SyncPolicy;
import dev.customerintelligence.sync.SyncService;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A shop with profiles and offers, and a Postgres that follows it. */
@State(Scope.Benchmark)
public class SyncedShop {
  private static final int CONNECTIONS = 4;

  private static final String DIGITS =
      "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
          + " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8"
          + " UNION ALL SELECT 9)";

  private static final String NUMBERS =
      "(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d AS n FROM"
          + " {digits} a CROSS JOIN {digits} b CROSS JOIN {digits} c CROSS JOIN {digits} e"
          + " CROSS JOIN {digits} f CROSS JOIN {digits} g) numbers WHERE n < {rows} ORDER BY n";

  private static final String PROFILES =
      """
      INSERT INTO {p}wg_customer_intelligence (customer_id, customer_email, ip_hash,
        browser_fingerprint, geo_country, geo_city, favorite_products, peak_spending_quantity,
        peak_spending_amount, avg_order_value, total_orders, last_order_date, purchase_cycle_days,
        next_prime_window_start, next_prime_window_end, profile_score, last_recalculated,
        updated_at)
      SELECT n + 1, CONCAT('customer', n, '@example.com'), SHA2(CONCAT('ip', n), 256),
        SHA2(CONCAT('browser', n), 256), 'DE', 'Berlin',
        CONCAT('[{"product_id":', 1 + n % 500, ',"name":"Chamomile tea","score":0.', 50 + n % 50,
          ',"total_quantity":', 1 + n % 9, ',"appearances":', 1 + n % 5, '},{"product_id":',
          501 + n % 300, ',"name":"Lavender soap","score":0.25,"total_quantity":2,"appearances":1}]'),
        1 + n % 7, 20 + n % 400, 15 + n % 90, 1 + n % 12,
        '2026-01-01' + INTERVAL n % 86400 SECOND, 7 + n % 60, '2026-02-01', '2026-02-08',
        n % 100, '2026-01-03', '2026-01-03' + INTERVAL n SECOND
      FROM
      """;

  private static final String OFFERS =
      """
      INSERT INTO {p}wg_bundle_offers (customer_id, customer_email, bundle_products,
        total_quantity, base_price, discount_amount, final_price, bonus_points, trigger_reason,
        status, offered_at, expires_at, updated_at)
      SELECT n + 1, CONCAT('customer', n, '@example.com'),
        CONCAT('[{"product_id":', 1 + n % 500, ',"name":"Chamomile tea","quantity":2,',
          '"unit_price":9.90,"subtotal":19.80}]'),
        2, 19.80, 1.98, 17.82, 18, 'prime_window', 'pending',
        '2026-01-03' + INTERVAL n SECOND, '2026-01-10' + INTERVAL n SECOND,
        '2026-01-03' + INTERVAL n SECOND
      FROM
      """;

  /** Which server is followed. */
  @Param("MARIADB")
  public Store orderStore = Store.MARIADB;

  /** Profiles in the shop, at most 1,000,000; a quarter as many offers. */
  @Param("1000000")
  public int profiles;

  private MysqlShop shop;
  private PostgresShop follower;
  private Storage source;
  private Storage target;
  private SyncService sync;

  /** Opens both; makes them, and fills the shop, when they are not there. */
  @Setup
  public void open() {
    String name = "ci_benchmarks_sync_" + profiles;
    shop = new MysqlShop(CountingSocketFactory.on(Servers.url(orderStore)), name, CONNECTIONS);
    follower =
        new PostgresShop(
            CountingSocketFactory.on(Servers.url(Store.POSTGRES)),
            name + "_" + orderStore.name().toLowerCase(Locale.ROOT),
            CONNECTIONS);
    if (!shop.isThere()) {
      shop.makeEmpty();
      fill(PROFILES, profiles);
      fill(OFFERS, profiles / 4);
      shop.run(sourceSql("ANALYZE TABLE {p}wg_customer_intelligence, {p}wg_bundle_offers"));
    }
    if (!follower.isThere()) {
      follower.makeEmpty();
    }
    source = shop.storage();
    target = follower.storage();
    sync =
        new SyncService(
            source.syncSource().orElseThrow(),
            target.syncTarget().orElseThrow(),
            customers -> Map.of(),
            SyncPolicy.defaults(),
            event -> {},
            Clock.systemUTC());
  }

  /** Gives the connections back. */
  @TearDown
  public void close() {
    source.close();
    target.close();
    shop.close();
    follower.close();
  }

  /** Returns the sync. */
  public SyncService sync() {
    return sync;
  }

  /** Returns how many rows there are to follow. */
  public int rows() {
    return profiles + profiles / 4;
  }

  /** Returns the connections to the shop. */
  public HikariDataSource sourcePool() {
    return shop.pool();
  }

  /** Returns the connections to the follower. */
  public HikariDataSource targetPool() {
    return follower.pool();
  }

  /** Returns a statement with the shop's prefix for {@code {p}}. */
  public String sourceSql(String template) {
    return template.replace("{p}", shop.prefix());
  }

  /** Returns a statement with the follower's schema for {@code {schema}}. */
  public String targetSql(String template) {
    return follower.sql(template);
  }

  /** Forgets all that was followed. */
  public void forget() {
    follower.run(
        "TRUNCATE {schema}.customer_intelligence, {schema}.bundle_offers, {schema}.ci_sync_rows,"
            + " {schema}.ci_sync_checkpoints");
  }

  /** Lets the server look at its tables, as it does by itself after a while. */
  public void analyze() {
    follower.run(
        "ANALYZE {schema}.customer_intelligence, {schema}.bundle_offers, {schema}.ci_sync_rows");
  }

  private void fill(String insert, int rows) {
    shop.run(
        sourceSql(insert)
            + NUMBERS.replace("{digits}", DIGITS).replace("{rows}", Integer.toString(rows)));
  }
}
