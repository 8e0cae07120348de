package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A schema of one test, migrated, and what looks into it past the library. */
final class TestSchema {
  static final TombstoneHasher TOMBSTONES =
      new TombstoneHasher(
          HashKey.of("test", "a secret for tests only".repeat(2).getBytes(StandardCharsets.UTF_8)),
          List.of());

  /** The tables as the schema document writes them, for databases that were there first. */
  static final String DOCUMENT =
      """
      CREATE TABLE {schema}.customer_intelligence (
        id UUID DEFAULT gen_random_uuid() PRIMARY KEY, customer_id INTEGER,
        customer_email TEXT NOT NULL UNIQUE, first_name TEXT, last_name TEXT, ip_hash TEXT NOT NULL,
        browser_fingerprint TEXT, geo_country TEXT, geo_city TEXT, favorite_products JSONB,
        peak_spending_quantity INTEGER DEFAULT 0, peak_spending_amount DECIMAL(10, 2) DEFAULT 0,
        avg_order_value DECIMAL(10, 2) DEFAULT 0, total_orders INTEGER DEFAULT 0,
        last_order_date TIMESTAMP, days_since_last_order INTEGER DEFAULT 0,
        purchase_cycle_days INTEGER DEFAULT 14, next_prime_window_start TIMESTAMP,
        next_prime_window_end TIMESTAMP, profile_score DECIMAL(5, 2) DEFAULT 0,
        last_recalculated TIMESTAMP, created_at TIMESTAMP DEFAULT NOW(),
        updated_at TIMESTAMP DEFAULT NOW());
      CREATE TABLE {schema}.device_tracking (
        id UUID DEFAULT gen_random_uuid() PRIMARY KEY, customer_email TEXT NOT NULL,
        customer_id INTEGER, ip_hash TEXT NOT NULL, browser_fingerprint TEXT,
        first_seen TIMESTAMP DEFAULT NOW(), last_seen TIMESTAMP DEFAULT NOW(),
        visit_count INTEGER DEFAULT 1, user_agent TEXT, geo_country TEXT, geo_city TEXT,
        UNIQUE(browser_fingerprint, customer_email));
      CREATE INDEX idx_device_tracking_fingerprint ON {schema}.device_tracking(browser_fingerprint);
      CREATE INDEX idx_device_tracking_ip_hash ON {schema}.device_tracking(ip_hash);
      CREATE TABLE {schema}.bundle_offers (
        id UUID DEFAULT gen_random_uuid() PRIMARY KEY, customer_id INTEGER,
        customer_email TEXT NOT NULL, bundle_products JSONB NOT NULL,
        total_quantity INTEGER NOT NULL, base_price DECIMAL(10, 2) NOT NULL,
        discount_amount DECIMAL(10, 2) NOT NULL, final_price DECIMAL(10, 2) NOT NULL,
        bonus_points INTEGER DEFAULT 0, trigger_reason TEXT, cart_snapshot JSONB,
        status TEXT DEFAULT 'pending', offered_at TIMESTAMP DEFAULT NOW(), viewed_at TIMESTAMP,
        responded_at TIMESTAMP, expires_at TIMESTAMP, conversion_value DECIMAL(10, 2),
        created_at TIMESTAMP DEFAULT NOW(), updated_at TIMESTAMP DEFAULT NOW());
      CREATE TABLE {schema}.behavioral_events (
        id UUID DEFAULT gen_random_uuid() PRIMARY KEY, session_id TEXT, customer_id INTEGER,
        customer_email TEXT, ip_hash TEXT, browser_fingerprint TEXT, event_type TEXT NOT NULL,
        event_data JSONB, page_url TEXT, created_at TIMESTAMP DEFAULT NOW());
      """;

  private final String name = Server.newSchema();
  private final DataSource dataSource;

  private TestSchema(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Names a schema; nothing is made yet. */
  static TestSchema named() {
    return on(Server.dataSource());
  }

  static TestSchema on(DataSource dataSource) {
    return new TestSchema(dataSource);
  }

  /** Makes a schema with everything in it. */
  static TestSchema migrated() {
    TestSchema schema = named();
    schema.storage().build().migrate();
    return schema;
  }

  String name() {
    return name;
  }

  DataSource dataSource() {
    return dataSource;
  }

  PostgresStorage.Builder storage() {
    return PostgresStorage.on(dataSource).schema(name);
  }

  Storage open() {
    return storage().migration(PostgresStorage.Migration.NONE).build().open(TOMBSTONES);
  }

  /** Runs SQL with {@code {schema}} in it. */
  void run(String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql.replace("{schema}", name));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the first column of all rows, as text. */
  List<String> ask(String sql) {
    return Jdbi.create(dataSource)
        .withHandle(
            handle -> handle.createQuery(sql.replace("{schema}", name)).mapTo(String.class).list());
  }

  String askOne(String sql) {
    return ask(sql).get(0);
  }
}
