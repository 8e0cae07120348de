package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.KeyMatches;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.row.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of one recognition: one more than the limit of each key, by index, newest first. */
final class FoundDevices {
  private static final String AT_KEY =
      """
      (SELECT {number} AS which_key, {columns} FROM {devices} {force} WHERE {key} = :{name}
       ORDER BY last_seen DESC LIMIT :more)
      """
          .replace("{columns}", MysqlDeviceStore.COLUMNS);

  private static final Logger LOG = LoggerFactory.getLogger(FoundDevices.class);

  private record Found(int key, @Nullable Instant lastSeen, Optional<Device> device) {}

  private FoundDevices() {}

  static DeviceMatches read(
      Handle handle,
      Database database,
      ShopTables.Table table,
      SiteTime time,
      VisitSignals signals,
      int limit) {
    Query query =
        handle.createQuery(database.sql(statement(table, signals))).bind("more", limit + 1);
    if (signals.fingerprint() != null) {
      query.bind("fingerprint", signals.fingerprint().value());
    }
    for (int i = 0; i < signals.ipHashes().size(); i++) {
      query.bind("ip" + i, signals.ipHashes().get(i).value());
    }
    List<Found> found = query.map((row, context) -> found(row, time)).list();
    return DeviceMatches.narrowed(
        newest(found.stream().filter(row -> row.key() == 0).toList(), limit),
        newest(found.stream().filter(row -> row.key() > 0).toList(), limit));
  }

  /** The fingerprint is key 0; an address has several hashes after a rotation of keys. */
  static String statement(ShopTables.Table table, VisitSignals signals) {
    List<String> parts = new ArrayList<>();
    if (signals.fingerprint() != null) {
      parts.add(
          AT_KEY
              .replace("{number}", "0")
              .replace("{force}", table.forced("browser_fingerprint,last_seen"))
              .replace("{key}", "browser_fingerprint")
              .replace("{name}", "fingerprint"));
    }
    for (int i = 0; i < signals.ipHashes().size(); i++) {
      parts.add(
          AT_KEY
              .replace("{number}", String.valueOf(i + 1))
              .replace("{force}", table.forced("ip_hash,last_seen"))
              .replace("{key}", "ip_hash")
              .replace("{name}", "ip" + i));
    }
    return String.join("UNION ALL\n", parts);
  }

  private static Found found(ResultSet row, SiteTime time) throws SQLException {
    Optional<Device> device = device(new ResultSetRow(row, time));
    return new Found(row.getInt("which_key"), device.map(Device::lastSeen).orElse(null), device);
  }

  /** One broken row must not end recognition for everybody behind the address. */
  private static Optional<Device> device(ResultSetRow row) {
    try {
      return Optional.of(Rows.device(row));
    } catch (UnreadableRowException e) {
      LOG.warn("Left out of a recognition: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Whether a key is a crowd's is a matter of rows, duplicates and broken ones among them. */
  private static KeyMatches newest(List<Found> found, int limit) {
    Set<List<Object>> seen = new HashSet<>();
    return new KeyMatches(
        found.stream()
            .sorted(
                Comparator.comparing(
                    Found::lastSeen, Comparator.nullsLast(Comparator.reverseOrder())))
            .limit(limit)
            .flatMap(row -> row.device().stream())
            // Of duplicates that other writers left, only the newest is evidence.
            .filter(device -> seen.add(key(device)))
            .toList(),
        found.size() > limit);
  }

  private static List<Object> key(Device device) {
    EmailAddress customer = device.customer();
    Object key = device.fingerprint() == null ? device.ipHash() : device.fingerprint();
    return key == null ? List.of(customer) : List.of(customer, key);
  }
}
