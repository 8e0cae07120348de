package dev.customerintelligence.benchmarks.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.StorageFactory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * One shop's tables on a server, made and filled at the first use; what is there already is taken
 * for the same shop, and kept. Not thread-safe; its pool is.
 */
public abstract sealed class Shop implements AutoCloseable permits PostgresShop, MysqlShop {
  /** With what decides how long a commit takes. */
  private static final String POSTGRES_VERSION =
      "SELECT version() || '; fsync ' || current_setting('fsync') || ', synchronous_commit '"
          + " || current_setting('synchronous_commit')";

  private static final String MYSQL_VERSION =
      "SELECT CONCAT(VERSION(), '; innodb_flush_log_at_trx_commit ',"
          + " @@innodb_flush_log_at_trx_commit, ', log_bin ', @@log_bin)";

  private static final String POSTGRES_CACHE =
      "SELECT 'shared_buffers ' || current_setting('shared_buffers')";

  private static final String MYSQL_CACHE =
      "SELECT CONCAT('innodb_buffer_pool_size ', @@innodb_buffer_pool_size >> 20, ' MiB')";

  /** What the addresses of all shops here are hashed with. */
  public static final HashKey KEY =
      HashKey.of("benchmarks", "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

  private final HikariDataSource pool;

  Shop(String url, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(connections);
    pool = new HikariDataSource(config);
  }

  /** Opens the shop with this many devices, with a pool of connections. */
  public static Shop open(Store store, int devices, int connections) {
    Shop shop = at(store, "ci_benchmarks_" + devices, connections);
    if (!shop.isThere()) {
      shop.make(new Population(devices));
    }
    return shop;
  }

  /** Drops all shops that a run left on a server. */
  public static void dropAll(Store store) {
    try (Shop shop = at(store, "ci_benchmarks_0", 1)) {
      shop.dropAll();
    }
  }

  /** Returns what a server says it is. */
  public static String version(Store store) {
    try (Shop shop = at(store, "ci_benchmarks_0", 1)) {
      return shop.texts(store.isMysql() ? MYSQL_VERSION : POSTGRES_VERSION).get(0);
    }
  }

  /** Returns how large a server's own cache is. */
  public static String cache(Store store) {
    try (Shop shop = at(store, "ci_benchmarks_0", 1)) {
      return shop.texts(store.isMysql() ? MYSQL_CACHE : POSTGRES_CACHE).get(0);
    }
  }

  private static Shop at(Store store, String name, int connections) {
    String url = Servers.url(store);
    return store.isMysql()
        ? new MysqlShop(url, name, connections)
        : new PostgresShop(url, name, connections);
  }

  /** Returns what the shop's addresses are hashed with. */
  public static IpHasher ipHasher() {
    return IpHasher.hmac(KEY);
  }

  /** Opens the library's storage on this shop. */
  public Storage storage() {
    return factory().open(new TombstoneHasher(KEY, List.of()));
  }

  /** Returns what opens the library's storage on this shop. */
  public abstract StorageFactory factory();

  /** Returns a statement with the tables' names for {@code {devices}} and so on. */
  public abstract String sql(String template);

  /** Returns the connections. */
  public HikariDataSource pool() {
    return pool;
  }

  /** Runs statements one after the other. */
  public void run(String... statements) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql(sql));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the first column of what a query finds. */
  public List<String> texts(String query) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql(query))) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  abstract boolean isThere();

  abstract void dropAll();

  /** Makes the tables and the devices. */
  abstract void make(Population population);
}
