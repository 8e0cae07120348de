package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.row.FoundDevices;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jdbi.v3.core.result.ResultSetException;
import org.jspecify.annotations.Nullable;

/** Asks for the devices of a recognition. */
final class DevicesByKey {
  private static final String AT_KEY =
      """
      (SELECT {number} AS which_key, {columns} FROM {devices} {force} WHERE {key} = ?
       ORDER BY last_seen DESC LIMIT {more})
      """
          .replace("{columns}", MysqlDeviceStore.COLUMNS);

  private DevicesByKey() {}

  static String statement(ShopTables.Table table, boolean browser, int hashes, int limit) {
    String atKey = AT_KEY.replace("{more}", Integer.toString(limit + 1));
    return FoundDevices.statement(
        browser,
        atKey(atKey, table, "browser_fingerprint"),
        hashes,
        atKey(atKey, table, "ip_hash"));
  }

  private static String atKey(String statement, ShopTables.Table table, String key) {
    return statement.replace("{force}", table.forced(key + ",last_seen")).replace("{key}", key);
  }

  static DeviceMatches read(
      Connection connection, String sql, SiteTime time, VisitSignals signals, int limit)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      int position = 1;
      if (signals.fingerprint() != null) {
        statement.setString(position++, signals.fingerprint().value());
      }
      for (IpHash hash : signals.ipHashes()) {
        statement.setString(position++, hash.value());
      }
      try (ResultSet results = statement.executeQuery()) {
        ResultSetRow row = new ResultSetRow(results, time);
        FoundDevices found = new FoundDevices(limit, number -> on(row, number));
        for (int number = 1; results.next(); number++) {
          found.add(
              number,
              results.getInt("which_key"),
              lastSeen(results, time),
              results.getString("customer_email"));
        }
        return found.matches();
      }
    }
  }

  /** What is no date sorts as none. */
  private static @Nullable Instant lastSeen(ResultSet results, SiteTime time) throws SQLException {
    try {
      return time.read(results, "last_seen");
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static ResultSetRow on(ResultSetRow row, int number) {
    try {
      row.results().absolute(number);
      return row;
    } catch (SQLException e) {
      throw new ResultSetException("a row could not be read", e, null);
    }
  }
}
