package dev.customerintelligence.benchmarks.server;

import dev.customerintelligence.benchmarks.data.Mix;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.postgres.PostgresStorage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A shop in a schema of its own. */
final class PostgresShop extends Shop {
  private static final String COLUMNS =
      "id, customer_email, customer_id, ip_hash, browser_fingerprint, first_seen, last_seen,"
          + " visit_count, user_agent, geo_country, geo_city";
  private static final int CHUNK = 1 << 16;

  private final String schema;

  PostgresShop(String url, String schema, int connections) {
    super(url, connections);
    this.schema = schema;
  }

  @Override
  public StorageFactory factory() {
    return storageOn(PostgresStorage.Migration.NONE);
  }

  @Override
  public String sql(String template) {
    return template
        .replace("{schema}", schema)
        .replace("{devices}", schema + ".device_tracking")
        .replace("{offers}", schema + ".bundle_offers")
        .replace("{tombstones}", schema + ".ci_tombstones")
        .replace("{events}", schema + ".behavioral_events");
  }

  @Override
  boolean isThere() {
    return !texts("SELECT 1 FROM pg_namespace WHERE nspname = '" + schema + "'").isEmpty();
  }

  @Override
  void dropAll() {
    texts("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'ci\\_benchmarks\\_%'")
        .forEach(name -> run("DROP SCHEMA " + name + " CASCADE"));
  }

  void makeEmpty() {
    run("CREATE SCHEMA " + schema);
    storageOn(PostgresStorage.Migration.MIGRATE).migrate();
  }

  @Override
  void make(Population population) {
    makeEmpty();
    String secondary =
        " FROM pg_indexes i LEFT JOIN pg_constraint c ON c.conname = i.indexname"
            + " AND c.connamespace = i.schemaname::regnamespace WHERE i.schemaname = '"
            + schema
            + "' AND i.tablename = 'device_tracking' AND c.oid IS NULL ORDER BY i.indexname";
    List<String> names = texts("SELECT '" + schema + ".' || i.indexname" + secondary);
    List<String> definitions = texts("SELECT i.indexdef" + secondary);
    names.forEach(name -> run("DROP INDEX " + name));
    copy(population);
    definitions.forEach(this::run);
    // By itself it would vacuum during the benchmark that comes last, after the others' writes.
    run("VACUUM ANALYZE {devices}", "ALTER TABLE {devices} SET (autovacuum_enabled = false)");
  }

  private PostgresStorage storageOn(PostgresStorage.Migration migration) {
    return PostgresStorage.on(pool()).schema(schema).migration(migration).build();
  }

  private void copy(Population population) {
    IpHasher hasher = ipHasher();
    try (Connection connection = pool().getConnection()) {
      CopyIn copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(sql("COPY {devices} (" + COLUMNS + ") FROM STDIN"));
      StringBuilder rows = new StringBuilder();
      for (int i = 0; i < population.devices(); i++) {
        append(rows, i, population.device(i, hasher));
        if (rows.length() >= CHUNK || i == population.devices() - 1) {
          byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
          copy.writeToCopy(bytes, 0, bytes.length);
          rows.setLength(0);
        }
      }
      copy.endCopy();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void append(StringBuilder rows, int number, Device device) {
    rows.append(new UUID(Mix.bits(1000, number), Mix.bits(1001, number)))
        .append('\t')
        .append(device.customer().value())
        .append('\t')
        .append(device.customerId())
        .append('\t')
        .append(Objects.requireNonNull(device.ipHash()).value())
        .append('\t')
        .append(Objects.requireNonNull(device.fingerprint()).value())
        .append('\t')
        .append(LocalDateTime.ofInstant(device.firstSeen(), ZoneOffset.UTC))
        .append('\t')
        .append(LocalDateTime.ofInstant(device.lastSeen(), ZoneOffset.UTC))
        .append('\t')
        .append(device.visitCount())
        .append('\t')
        .append(Objects.requireNonNull(device.userAgent()).value())
        .append('\t')
        .append(Objects.requireNonNull(device.place()).country())
        .append('\t')
        .append(Objects.requireNonNull(device.place()).city())
        .append('\n');
  }
}
