package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.row.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The rows of one recognition: one more than the limit of each key, by index, newest first. */
final class FoundDevices {
  private static final String AT_KEY =
      """
      (SELECT {number} AS which_key, {columns} FROM {devices} {force} WHERE {key} = :{name}
       ORDER BY last_seen DESC LIMIT :more)
      """
          .replace("{columns}", MysqlDeviceStore.COLUMNS);

  private record Found(int key, @Nullable String lastSeen, Device device) {}

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
    return DeviceMatches.cut(
        newest(found.stream().filter(row -> row.key() == 0).toList(), limit + 1),
        newest(found.stream().filter(row -> row.key() > 0).toList(), limit + 1),
        limit);
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
    return new Found(
        row.getInt("which_key"),
        row.getString("last_seen"),
        Rows.device(new ResultSetRow(row, time)));
  }

  /** Of duplicates that other writers left, only the newest is evidence. */
  private static List<Device> newest(List<Found> found, int most) {
    Set<List<Object>> seen = new HashSet<>();
    List<Found> sorted =
        found.stream()
            .sorted(
                Comparator.comparing(
                    Found::lastSeen, Comparator.nullsLast(Comparator.reverseOrder())))
            .limit(most)
            .toList();
    // A crowded key stays one: whether there are more is a matter of rows.
    return sorted.size() == most
        ? sorted.stream().map(Found::device).toList()
        : sorted.stream().map(Found::device).filter(device -> seen.add(key(device))).toList();
  }

  private static List<Object> key(Device device) {
    EmailAddress customer = device.customer();
    Object key = device.fingerprint() == null ? device.ipHash() : device.fingerprint();
    return key == null ? List.of(customer) : List.of(customer, key);
  }
}
