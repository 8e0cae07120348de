package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.row.FoundDevices;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.result.ResultSetException;

/** Asks for the devices of a recognition. */
final class DevicesByKey {
  private static final String AT_KEY =
      """
      (SELECT {number} AS which_key, {columns} FROM {schema}.device_tracking
       WHERE {key} COLLATE "C" = ? ORDER BY last_seen DESC NULLS LAST LIMIT {limit} + 1)
      """
          .replace("{columns}", PostgresDeviceStore.COLUMNS);

  private DevicesByKey() {}

  static String statement(boolean browser, int hashes, int limit) {
    String atKey = AT_KEY.replace("{limit}", Integer.toString(limit));
    return FoundDevices.statement(
        browser,
        atKey.replace("{key}", "browser_fingerprint"),
        hashes,
        atKey.replace("{key}", "ip_hash"));
  }

  static DeviceMatches read(Connection connection, String sql, VisitSignals signals, int limit)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      Parameters parameters = new Parameters(statement);
      if (signals.fingerprint() != null) {
        parameters.text(signals.fingerprint().value());
      }
      for (IpHash hash : signals.ipHashes()) {
        parameters.text(hash.value());
      }
      try (ResultSet results = statement.executeQuery()) {
        ResultSetRow row = new ResultSetRow(results);
        FoundDevices found = new FoundDevices(limit, number -> on(row, number));
        for (int number = 1; results.next(); number++) {
          found.add(
              number,
              results.getInt("which_key"),
              row.moment("last_seen"),
              results.getString("customer_email"));
        }
        return found.matches();
      }
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
