package dev.customerintelligence.storage.mysql;

import com.google.common.base.Splitter;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.mysql.TestServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Tables under a prefix of their own, and what the shop's own code does to them. */
final class TestSite implements AutoCloseable {
  /** The tables as the schema document has them. */
  static final String DOCUMENT =
      """
      CREATE TABLE wp_wg_customer_intelligence (
        id BIGINT(20) UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        customer_id BIGINT(20) UNSIGNED,
        customer_email VARCHAR(255) NOT NULL,
        ip_hash VARCHAR(64) NOT NULL,
        browser_fingerprint VARCHAR(64),
        geo_country VARCHAR(2),
        geo_city VARCHAR(100),
        favorite_products LONGTEXT,
        peak_spending_quantity INT(11) DEFAULT 0,
        peak_spending_amount DECIMAL(10, 2) DEFAULT 0,
        avg_order_value DECIMAL(10, 2) DEFAULT 0,
        total_orders INT(11) DEFAULT 0,
        last_order_date DATETIME,
        days_since_last_order INT(11) DEFAULT 0,
        purchase_cycle_days INT(11) DEFAULT 14,
        next_prime_window_start DATETIME,
        next_prime_window_end DATETIME,
        profile_score DECIMAL(5, 2) DEFAULT 0,
        last_recalculated DATETIME,
        created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
        updated_at DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
        UNIQUE KEY customer_email (customer_email),
        KEY idx_fingerprint (browser_fingerprint),
        KEY idx_ip_hash (ip_hash)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
      CREATE TABLE wp_wg_device_tracking (
        id BIGINT(20) UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        customer_email VARCHAR(255) NOT NULL,
        customer_id BIGINT(20) UNSIGNED,
        ip_hash VARCHAR(64) NOT NULL,
        browser_fingerprint VARCHAR(64),
        first_seen DATETIME DEFAULT CURRENT_TIMESTAMP,
        last_seen DATETIME DEFAULT CURRENT_TIMESTAMP,
        visit_count INT(11) DEFAULT 1,
        user_agent TEXT,
        geo_country VARCHAR(2),
        geo_city VARCHAR(100),
        KEY idx_email (customer_email),
        KEY idx_fingerprint (browser_fingerprint),
        KEY idx_ip_hash (ip_hash),
        KEY idx_last_seen (last_seen)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
      CREATE TABLE wp_wg_bundle_offers (
        id BIGINT(20) UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        customer_id BIGINT(20) UNSIGNED,
        customer_email VARCHAR(255) NOT NULL,
        bundle_products LONGTEXT NOT NULL,
        total_quantity INT(11) NOT NULL,
        base_price DECIMAL(10, 2) NOT NULL,
        discount_amount DECIMAL(10, 2) NOT NULL,
        final_price DECIMAL(10, 2) NOT NULL,
        bonus_points INT(11) DEFAULT 0,
        trigger_reason VARCHAR(50),
        status VARCHAR(20) DEFAULT 'pending',
        offered_at DATETIME DEFAULT CURRENT_TIMESTAMP,
        viewed_at DATETIME,
        responded_at DATETIME,
        expires_at DATETIME,
        conversion_value DECIMAL(10, 2),
        created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
        updated_at DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
        KEY idx_email (customer_email),
        KEY idx_status (status),
        KEY idx_expires_at (expires_at)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
      CREATE TABLE wp_wg_behavioral_events (
        id BIGINT(20) UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
        session_id VARCHAR(255),
        customer_id BIGINT(20) UNSIGNED,
        customer_email VARCHAR(255),
        ip_hash VARCHAR(64),
        browser_fingerprint VARCHAR(64),
        event_type VARCHAR(100) NOT NULL,
        event_data LONGTEXT,
        timestamp DATETIME DEFAULT CURRENT_TIMESTAMP,
        KEY idx_email (customer_email),
        KEY idx_event_type (event_type),
        KEY idx_timestamp (timestamp),
        KEY idx_fingerprint (browser_fingerprint)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
      """;

  /** A deployed plugin's: shorter addresses, and devices with a unique key. */
  static final String DEPLOYED =
      DOCUMENT
          .replace("customer_email VARCHAR(255)", "customer_email VARCHAR(100)")
          .replace(
              "KEY idx_last_seen (last_seen)",
              "KEY idx_last_seen (last_seen),\n"
                  + "UNIQUE KEY unique_device (customer_email, ip_hash, browser_fingerprint)");

  final String prefix = TestServer.newPrefix();
  final HikariDataSource dataSource;
  private final Jdbi jdbi;

  TestSite(HikariDataSource dataSource) {
    this.dataSource = dataSource;
    this.jdbi = Jdbi.create(dataSource);
  }

  static TestSite empty() {
    return new TestSite(TestServer.dataSource(TestServer.Driver.PLAIN_CONNECTOR_J));
  }

  static TestSite with(String tables) {
    TestSite site = empty();
    site.run(tables);
    return site;
  }

  /** Runs statements that are written for the prefix {@code wp_}. */
  TestSite run(String statements) {
    try (Connection connection = dataSource.getConnection();
        Statement running = connection.createStatement()) {
      for (String statement : Splitter.onPattern(";\\s*(\n|$)").split(statements)) {
        if (!statement.replaceAll("(?m)^--.*$", "").isBlank()) {
          running.execute(named(statement));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  /** Makes the library's own tables, as a shop does that lets nobody alter its own. */
  TestSite ownTablesByHand() {
    String script = storage().build().migrationScript();
    return run(
        script.substring(
            script.indexOf("-- V2__own_tables.sql"), script.indexOf("-- V3__own_indexes.sql")));
  }

  List<Map<String, Object>> rows(String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(named(sql)).mapToMap().list());
  }

  String value(String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(named(sql)).mapTo(String.class).one());
  }

  MysqlStorage.Builder storage() {
    return storage(dataSource);
  }

  MysqlStorage.Builder storage(DataSource connections) {
    return MysqlStorage.on(connections).prefix(prefix);
  }

  static TombstoneHasher hasher() {
    byte[] secret = "a secret for tests only: ".repeat(2).getBytes(StandardCharsets.UTF_8);
    return new TombstoneHasher(HashKey.of("test", secret), List.of());
  }

  private String named(String sql) {
    return sql.replace("wp_", prefix);
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
