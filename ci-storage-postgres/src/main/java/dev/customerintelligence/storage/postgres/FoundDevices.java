package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.KeyMatches;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.row.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of one recognition, sorted out by key. */
final class FoundDevices {
  private static final Logger LOG = LoggerFactory.getLogger(FoundDevices.class);

  /**
   * One more than the limit of each key, by index and newest first; of a key that has more only
   * whom the other key finds too, and the one beyond the limit, which says that there are more.
   */
  private static final String MATCHES =
      """
      WITH by_fingerprint AS MATERIALIZED (
        {byFingerprint}
      ), by_ip AS MATERIALIZED (
        {byIp}
      )
      SELECT true AS is_by_fingerprint, f.* FROM by_fingerprint f
      WHERE f.entries <= {limit} OR f.position > {limit} OR lower(f.customer_email) = ANY(ARRAY(
        SELECT lower(i.customer_email) FROM by_ip i WHERE i.position <= {limit}))
      UNION ALL
      SELECT false, i.* FROM by_ip i
      WHERE i.entries <= {limit} OR i.position > {limit} OR lower(i.customer_email) = ANY(ARRAY(
        SELECT lower(f.customer_email) FROM by_fingerprint f WHERE f.position <= {limit}))
      """;

  /** Counts over what is cut already, so that a crowded key costs no more than its limit. */
  private static final String AT_KEY =
      """
      SELECT count(*) OVER () AS entries,
        row_number() OVER (ORDER BY last_seen DESC NULLS LAST) AS position, newest.* FROM (
          {newest}
        ) newest
      """;

  private static final String NEWEST =
      """
      SELECT {columns} FROM {from} ORDER BY last_seen DESC NULLS LAST LIMIT {limit} + 1
      """
          .replace("{columns}", PostgresDeviceStore.COLUMNS)
          .strip();

  private static final String BY_FINGERPRINT =
      NEWEST.replace(
          "{from}", "{schema}.device_tracking WHERE browser_fingerprint COLLATE \"C\" = ?");

  private static final String BY_IP =
      NEWEST.replace("{from}", "{schema}.device_tracking WHERE ip_hash COLLATE \"C\" = ?");

  private record Found(long position, Device device) {}

  private final int limit;
  private final List<Found> byFingerprint = new ArrayList<>();
  private final List<Found> byIpHash = new ArrayList<>();
  private boolean fingerprintSaturated;
  private boolean ipSaturated;

  private FoundDevices(int limit) {
    this.limit = limit;
  }

  /** After a rotation of keys an address has several hashes; then what they find is merged. */
  static String statement(int hashes, int limit) {
    String byIp = BY_IP;
    if (hashes > 1) {
      List<String> each = Collections.nCopies(hashes, "(" + BY_IP + ")");
      byIp = NEWEST.replace("{from}", "(" + String.join(" UNION ALL ", each) + ") AS at_any");
    }
    return MATCHES
        .replace("{byFingerprint}", AT_KEY.replace("{newest}", BY_FINGERPRINT))
        .replace("{byIp}", AT_KEY.replace("{newest}", byIp))
        .replace("{limit}", Integer.toString(limit));
  }

  static DeviceMatches read(Connection connection, String sql, VisitSignals signals, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, Values.text(signals.fingerprint()));
      int position = 2;
      for (IpHash hash : signals.ipHashes()) {
        statement.setString(position++, hash.value());
      }
      if (signals.ipHashes().isEmpty()) {
        statement.setString(position, null);
      }
      try (ResultSet rows = statement.executeQuery()) {
        FoundDevices found = new FoundDevices(limit);
        while (rows.next()) {
          found.take(rows);
        }
        return found.matches();
      }
    }
  }

  private void take(ResultSet row) throws SQLException {
    boolean isByFingerprint = row.getBoolean("is_by_fingerprint");
    long position = row.getLong("position");
    if (position > limit) {
      fingerprintSaturated |= isByFingerprint;
      ipSaturated |= !isByFingerprint;
      return;
    }
    try {
      Device device = Rows.device(new ResultSetRow(row));
      (isByFingerprint ? byFingerprint : byIpHash).add(new Found(position, device));
    } catch (UnreadableRowException e) {
      // One broken row must not end recognition for everybody behind the address.
      LOG.warn("Left out of a recognition: {}", e.getMessage());
    }
  }

  private DeviceMatches matches() {
    return new DeviceMatches(
        new KeyMatches(newestFirst(byFingerprint), fingerprintSaturated),
        new KeyMatches(newestFirst(byIpHash), ipSaturated));
  }

  private static List<Device> newestFirst(List<Found> found) {
    found.sort(Comparator.comparingLong(Found::position));
    return found.stream().map(Found::device).toList();
  }
}
