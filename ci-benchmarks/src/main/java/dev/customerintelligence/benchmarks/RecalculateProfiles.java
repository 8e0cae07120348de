package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.page.Found;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.benchmarks.server.OrderShop;
import dev.customerintelligence.profile.RecalculationReport;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** All profiles of a shop from its own order tables. */
@Section(
    order = 80,
    title = "Recalculate all profiles",
    text =
        "ProfileService.recalculateAll on the tables of a WooCommerce shop with three lines in each"
            + " order, in a JVM with a heap of 256 MiB: into an empty table, and once more when"
            + " nothing has changed. Beside it, the same rows streamed through JDBC and thrown"
            + " away.")
@Ratio(
    says = "rate of a full recalculation / rate of streaming",
    of = "stream",
    by = "recalculate",
    atLeast = 0.5)
@Ratio(
    says = "rate of a recalculation without changes / rate of streaming",
    of = "stream",
    by = "recalculateUnchanged",
    atLeast = 0.5)
@Found({
  "By a sample of stacks saving took more than reading, and half of it was the favourites' JSON:"
      + " written to check that it fits, written and read to see what it would be read as, and"
      + " written to be sent. It is written once now, and only where a profile is stored; and the"
      + " addresses of a batch are bound without JDBI. A full recalculation allocated 6.0 GB for"
      + " these orders and allocates 4.0.",
  "By MySQL's digests of statements, 6 of its 14 s went into listing the customers and counting them"
      + " for the progress. By EXPLAIN ANALYZE most of that was the sort: MySQL takes a kilobyte for"
      + " a text of that type, merged it from 200 pieces on the disk, and waited for the disk as"
      + " long as that still wrote what had been loaded. It sorts by bytes now, which take the room they"
      + " have, counts hashes, which is near enough for a progress, and reads the rows in their own"
      + " order rather than in that of the index of types, which leads to nearly all of them:"
      + " 9.7 s instead of 14. MariaDB takes for such a key what it needs; there it gained nothing."
})
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(jvmArgsAppend = "-Xmx256m")
public class RecalculateProfiles {
  private static final String ORDERS =
      """
      SELECT o.id, o.status, o.currency, o.total_amount, o.customer_id, o.billing_email,
        o.date_created_gmt, d.date_paid_gmt, d.date_completed_gmt, a.first_name, a.last_name
      FROM {p}wc_orders o
      LEFT JOIN {p}wc_order_addresses a ON a.order_id = o.id AND a.address_type = 'billing'
      LEFT JOIN {p}wc_order_operational_data d ON d.order_id = o.id
      """;

  private static final String LINES =
      """
      SELECT i.order_id, i.order_item_id, i.order_item_name, i.order_item_type, m.meta_key,
        m.meta_value
      FROM {p}woocommerce_order_items i
      JOIN {p}woocommerce_order_itemmeta m ON m.order_item_id = i.order_item_id
      """;

  private static final int FETCH = 1000;

  /** A shop without profiles. */
  @State(Scope.Benchmark)
  public static class Fresh {
    /** Forgets what was calculated. */
    @Setup(Level.Invocation)
    public void forget(OrderShop shop) {
      shop.forgetProfiles();
    }
  }

  /** A shop with all profiles. */
  @State(Scope.Benchmark)
  public static class Calculated {
    /** Calculates them. */
    @Setup
    public void calculate(OrderShop shop) {
      recalculate(shop);
    }
  }

  /** Calculates all profiles anew. */
  @Benchmark
  public RecalculationReport recalculate(OrderShop shop, Fresh fresh) {
    return recalculate(shop);
  }

  /** Calculates all profiles and finds nothing to write. */
  @Benchmark
  public RecalculationReport recalculateUnchanged(OrderShop shop, Calculated calculated) {
    return recalculate(shop);
  }

  /** Reads the same rows. */
  @Benchmark
  public long stream(OrderShop shop) throws SQLException {
    return stream(shop, ORDERS) + stream(shop, LINES);
  }

  private static RecalculationReport recalculate(OrderShop shop) {
    RecalculationReport report = shop.profiles().recalculateAll(progress -> {});
    if (!report.refusals().isEmpty()) {
      throw new IllegalStateException(report.refusals().get(0).toString());
    }
    return report;
  }

  private static long stream(OrderShop shop, String query) throws SQLException {
    long characters = 0;
    try (Connection connection = shop.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery(shop.sql(query))) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int column = 1; column <= columns; column++) {
            String text = rows.getString(column);
            characters += text == null ? 0 : text.length();
          }
        }
      }
    }
    return characters;
  }
}
