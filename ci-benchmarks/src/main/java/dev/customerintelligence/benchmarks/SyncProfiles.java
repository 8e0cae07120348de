package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.page.Found;
import dev.customerintelligence.benchmarks.page.Limit;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.benchmarks.server.CountingSocketFactory;
import dev.customerintelligence.benchmarks.server.SyncedShop;
import dev.customerintelligence.sync.SyncReport;
import dev.customerintelligence.sync.Verification;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Profiles and offers from a shop into a Postgres. */
@Section(
    order = 95,
    title = "Keep two stores in step",
    text =
        "SyncService on a shop with a quarter as many offers as profiles, and on a Postgres with the"
            + " library's tables and indexes, in a JVM with a heap of 256 MiB: a first sync of all"
            + " rows, a sync when nothing has changed, and a comparison of two stores that agree."
            + " Beside it, the same columns streamed from the one and written into the same tables"
            + " of the other with COPY, in one transaction and with no logic. What moved are the"
            + " bytes that both servers sent.")
@Ratio(
    says = "rate of a first sync / rate of the bare copy",
    of = "copy",
    by = "follow",
    atLeast = 0.5)
@Ratio(says = "comparison of what agrees / bare copy", of = "compareUnchanged", by = "copy")
@Limit(
    says = "comparison: rows that were shipped",
    of = "compareUnchanged",
    metric = "rows",
    unit = "",
    atMost = 0)
@Limit(says = "comparison: ranges", of = "compareUnchanged", metric = "ranges", unit = "")
@Limit(says = "comparison: bytes that moved", of = "compareUnchanged", metric = "bytes", unit = "B")
@Limit(says = "copy: bytes that moved out", of = "copy", metric = "bytes", unit = "B")
@Found({
  "Sampling the server's statements showed most of a batch in an INSERT from arrays of text, a tenth"
      + " in the MD5 of each row's JSON, and a tenth in the index of what is remembered of each"
      + " row, whose key repeated the names of source and table. New rows come by COPY now, rows"
      + " are hashed by the server's hash of records, and a number stands for the names: the rate"
      + " was a third of the bare copy's before.",
  "In the service itself most went into JSON: empty objects were written and parsed again for each"
      + " favourite, and all favourites were written twice, once to see whether they can be stored."
})
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(jvmArgsAppend = "-Xmx256m")
public class SyncProfiles {
  private static final String PROFILE_COLUMNS =
      "customer_id, customer_email, ip_hash, browser_fingerprint, geo_country, geo_city,"
          + " favorite_products, peak_spending_quantity, peak_spending_amount, avg_order_value,"
          + " total_orders, last_order_date, purchase_cycle_days, next_prime_window_start,"
          + " next_prime_window_end, profile_score, last_recalculated, created_at, updated_at";

  private static final String OFFER_COLUMNS =
      "customer_id, customer_email, bundle_products, total_quantity, base_price, discount_amount,"
          + " final_price, bonus_points, trigger_reason, status, offered_at, viewed_at,"
          + " responded_at, expires_at, conversion_value, created_at, updated_at";

  private static final int FETCH = 1000;
  private static final int CHUNK = 1 << 16;

  /** A target without rows. */
  @State(Scope.Benchmark)
  public static class Fresh {
    /** Forgets what was written. */
    @Setup(Level.Invocation)
    public void forget(SyncedShop shop) {
      shop.forget();
    }
  }

  /** A target that has all rows. */
  @State(Scope.Benchmark)
  public static class InStep {
    /** Writes them. */
    @Setup
    public void follow(SyncedShop shop) {
      shop.forget();
      shop.sync().catchUp();
      shop.analyze();
    }
  }

  /** What moved between the stores. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Moved {
    /** Bytes that the servers sent. */
    public long bytes;

    /** Ranges that were compared by checksums. */
    public long ranges;

    /** Rows that were compared one by one. */
    public long rows;
  }

  /** Writes all rows. */
  @Benchmark
  public SyncReport follow(SyncedShop shop, Fresh fresh) {
    SyncReport report = shop.sync().catchUp();
    check(report.total().written(), shop.rows());
    return report;
  }

  /** Finds nothing to write. */
  @Benchmark
  public SyncReport followUnchanged(SyncedShop shop, InStep inStep) {
    SyncReport report = shop.sync().catchUp();
    check(report.total().written(), 0);
    return report;
  }

  /** Finds no difference. */
  @Benchmark
  public Verification compareUnchanged(SyncedShop shop, InStep inStep, Moved moved) {
    long before = CountingSocketFactory.received();
    Verification found = shop.sync().verify(Verification.Depth.CHECKSUMS);
    moved.bytes += CountingSocketFactory.received() - before;
    moved.ranges += found.ranges();
    moved.rows += found.rows();
    if (!found.isClean()) {
      throw new IllegalStateException(found.listed().get(0).toString());
    }
    return found;
  }

  /** Copies the same rows. */
  @Benchmark
  public long copy(SyncedShop shop, Fresh fresh, Moved moved) throws SQLException {
    long before = CountingSocketFactory.received();
    long rows;
    try (Connection from = shop.sourcePool().getConnection();
        Connection to = shop.targetPool().getConnection()) {
      to.setAutoCommit(false);
      rows =
          copy(shop, from, to, "wg_customer_intelligence", "customer_intelligence", PROFILE_COLUMNS)
              + copy(shop, from, to, "wg_bundle_offers", "bundle_offers", OFFER_COLUMNS);
      to.commit();
      to.setAutoCommit(true);
    }
    moved.bytes += CountingSocketFactory.received() - before;
    moved.rows += rows;
    check(rows, shop.rows());
    return rows;
  }

  private static long copy(
      SyncedShop shop, Connection from, Connection to, String source, String target, String columns)
      throws SQLException {
    CopyIn copy =
        to.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(shop.targetSql("COPY {schema}." + target + " (" + columns + ") FROM STDIN"));
    StringBuilder lines = new StringBuilder();
    try (Statement statement = from.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows =
          statement.executeQuery(shop.sourceSql("SELECT " + columns + " FROM {p}" + source))) {
        int width = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int column = 1; column <= width; column++) {
            String text = rows.getString(column);
            lines.append(text == null ? "\\N" : text).append(column < width ? '\t' : '\n');
          }
          if (lines.length() >= CHUNK) {
            send(copy, lines);
          }
        }
      }
    }
    send(copy, lines);
    return copy.endCopy();
  }

  private static void send(CopyIn copy, StringBuilder lines) throws SQLException {
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    lines.setLength(0);
  }

  private static void check(long found, long expected) {
    if (found != expected) {
      throw new IllegalStateException("Expected " + expected + " rows, found " + found);
    }
  }
}
