package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.KeyMatches;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.row.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of one recognition, sorted out by key. */
final class FoundDevices {
  private static final Logger LOG = LoggerFactory.getLogger(FoundDevices.class);

  private record Found(long position, Device device) {}

  private final List<Found> byFingerprint = new ArrayList<>();
  private final List<Found> byIpHash = new ArrayList<>();
  private boolean fingerprintSaturated;
  private boolean ipSaturated;

  private FoundDevices() {}

  static DeviceMatches read(Handle handle, String sql, VisitSignals signals, int limit) {
    Query query =
        handle
            .createQuery(sql)
            .bind("fingerprint", Values.text(signals.fingerprint()))
            .bind("limit", limit);
    if (signals.ipHashes().isEmpty()) {
      query.bind("ip0", (String) null);
    }
    for (int i = 0; i < signals.ipHashes().size(); i++) {
      query.bind("ip" + i, signals.ipHashes().get(i).value());
    }
    return query.scanResultSet(
        (results, context) -> {
          try (context) {
            FoundDevices found = new FoundDevices();
            ResultSet rows = results.get();
            while (rows.next()) {
              found.take(rows);
            }
            return found.matches();
          }
        });
  }

  private void take(ResultSet row) throws SQLException {
    fingerprintSaturated = row.getBoolean("fingerprint_saturated");
    ipSaturated = row.getBoolean("ip_saturated");
    long position = row.getLong("position");
    if (!row.wasNull()) {
      try {
        Device device = Rows.device(new ResultSetRow(row));
        (row.getBoolean("is_by_fingerprint") ? byFingerprint : byIpHash)
            .add(new Found(position, device));
      } catch (UnreadableRowException e) {
        // One broken row must not end recognition for everybody behind the address.
        LOG.warn("Left out of a recognition: {}", e.getMessage());
      }
    }
  }

  private DeviceMatches matches() {
    return new DeviceMatches(
        new KeyMatches(newestFirst(byFingerprint), fingerprintSaturated),
        new KeyMatches(newestFirst(byIpHash), ipSaturated));
  }

  private static List<Device> newestFirst(List<Found> found) {
    return found.stream()
        .sorted(Comparator.comparingLong(Found::position))
        .map(Found::device)
        .toList();
  }
}
