package dev.customerintelligence.benchmarks.server;

import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.mysql.MysqlStorage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** A shop whose tables have a prefix of their own. */
final class MysqlShop extends Shop {
  private static final String COLUMNS =
      "customer_email, customer_id, ip_hash, browser_fingerprint, first_seen, last_seen,"
          + " visit_count, user_agent, geo_country, geo_city";
  private static final int COLUMN_COUNT = 10;
  private static final int ROWS = 500;

  private final String prefix;

  MysqlShop(String url, String name, int connections) {
    super(url, connections);
    this.prefix = name + "_";
  }

  @Override
  public StorageFactory factory() {
    return storageOn(MysqlStorage.Migration.NONE);
  }

  @Override
  public String sql(String template) {
    return template
        .replace("{devices}", prefix + "wg_device_tracking")
        .replace("{offers}", prefix + "wg_bundle_offers")
        .replace("{events}", prefix + "wg_behavioral_events")
        .replace("{eventIds}", prefix + "ci_event_ids")
        .replace("{tombstones}", prefix + "ci_tombstones")
        .replace("{locks}", prefix + "ci_locks");
  }

  @Override
  boolean isThere() {
    return !texts("SHOW TABLES LIKE '" + prefix.replace("_", "\\_") + "wg\\_%'").isEmpty();
  }

  String prefix() {
    return prefix;
  }

  void makeEmpty() {
    storageOn(MysqlStorage.Migration.MIGRATE).migrate();
  }

  @Override
  void dropAll() {
    texts("SHOW TABLES LIKE 'ci\\_benchmarks\\_%'").forEach(name -> run("DROP TABLE " + name));
  }

  @Override
  void make(Population population) {
    makeEmpty();
    String secondary =
        " FROM (SELECT INDEX_NAME AS name,"
            + " GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX) AS columns"
            + " FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()"
            + " AND TABLE_NAME = '{devices}' AND INDEX_NAME <> 'PRIMARY' GROUP BY INDEX_NAME) k"
            + " ORDER BY name";
    List<String> drops = texts("SELECT CONCAT('DROP INDEX ', name)" + secondary);
    List<String> adds = texts("SELECT CONCAT('ADD INDEX ', name, ' (', columns, ')')" + secondary);
    run("ALTER TABLE {devices} " + String.join(", ", drops));
    insert(population);
    run("ALTER TABLE {devices} " + String.join(", ", adds), "ANALYZE TABLE {devices}");
  }

  private MysqlStorage storageOn(MysqlStorage.Migration migration) {
    return MysqlStorage.on(pool()).prefix(prefix).migration(migration).build();
  }

  private void insert(Population population) {
    IpHasher hasher = ipHasher();
    try (Connection connection = pool().getConnection()) {
      connection.setAutoCommit(false);
      for (int first = 0; first < population.devices(); first += ROWS) {
        int rows = Math.min(ROWS, population.devices() - first);
        String row = "(" + String.join(", ", Collections.nCopies(COLUMN_COUNT, "?")) + ")";
        String insert =
            "INSERT INTO {devices} ("
                + COLUMNS
                + ") VALUES "
                + String.join(", ", Collections.nCopies(rows, row));
        try (PreparedStatement statement = connection.prepareStatement(sql(insert))) {
          for (int i = 0; i < rows; i++) {
            bind(statement, i * COLUMN_COUNT, population.device(first + i, hasher));
          }
          statement.executeUpdate();
        }
        connection.commit();
      }
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void bind(PreparedStatement statement, int before, Device device)
      throws SQLException {
    Object[] values = {
      device.customer().value(),
      device.customerId(),
      Objects.requireNonNull(device.ipHash()).value(),
      Objects.requireNonNull(device.fingerprint()).value(),
      LocalDateTime.ofInstant(device.firstSeen(), ZoneOffset.UTC),
      LocalDateTime.ofInstant(device.lastSeen(), ZoneOffset.UTC),
      device.visitCount(),
      Objects.requireNonNull(device.userAgent()).value(),
      Objects.requireNonNull(device.place()).country(),
      Objects.requireNonNull(device.place()).city()
    };
    for (int i = 0; i < values.length; i++) {
      statement.setObject(before + i + 1, values[i]);
    }
  }
}
