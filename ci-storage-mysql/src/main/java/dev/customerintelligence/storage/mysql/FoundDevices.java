package dev.customerintelligence.storage.mysql;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.EmailAddress;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one recognition: one more than the limit of each key, by index, newest first.
 *
 * <p>Of a crowded key few rows are wanted, only those of customers whom the other key finds too.
 * The servers cannot be asked for these alone in one request, as MariaDB reads a common table
 * expression anew for each use; so all rows come, and those that are wanted are read.
 */
final class FoundDevices {
  private static final String AT_KEY =
      """
      (SELECT {number} AS which_key, {columns} FROM {devices} {force} WHERE {key} = ?
       ORDER BY last_seen DESC LIMIT {more})
      """
          .replace("{columns}", MysqlDeviceStore.COLUMNS);

  private static final CharMatcher PLAIN = CharMatcher.inRange('!', '~');

  private static final Logger LOG = LoggerFactory.getLogger(FoundDevices.class);

  private record Found(int row, @Nullable Instant lastSeen, @Nullable String email) {
    /** Whether the row may be one of these customers'; spellings beyond ASCII may be anybody's. */
    boolean mayBeOf(Set<EmailAddress> customers) {
      if (email == null) {
        return false;
      }
      if (!PLAIN.matchesAllOf(email)) {
        return true;
      }
      String lower = Ascii.toLowerCase(email);
      return customers.stream().anyMatch(customer -> customer.value().equals(lower));
    }
  }

  private final ResultSet results;
  private final SiteTime time;
  private final int limit;
  private final List<Found> byFingerprint = new ArrayList<>();
  private final List<Found> byIpHash = new ArrayList<>();

  private FoundDevices(ResultSet results, SiteTime time, int limit) {
    this.results = results;
    this.time = time;
    this.limit = limit;
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
      try (ResultSet rows = statement.executeQuery()) {
        return new FoundDevices(rows, time, limit).matches();
      }
    }
  }

  /** The fingerprint is key 0; an address has several hashes after a rotation of keys. */
  static String statement(ShopTables.Table table, boolean browser, int hashes, int limit) {
    List<String> parts = new ArrayList<>();
    if (browser) {
      parts.add(part(table, 0, "browser_fingerprint", limit));
    }
    for (int i = 0; i < hashes; i++) {
      parts.add(part(table, i + 1, "ip_hash", limit));
    }
    return String.join("UNION ALL\n", parts);
  }

  private static String part(ShopTables.Table table, int number, String key, int limit) {
    return AT_KEY
        .replace("{number}", Integer.toString(number))
        .replace("{force}", table.forced(key + ",last_seen"))
        .replace("{key}", key)
        .replace("{more}", Integer.toString(limit + 1));
  }

  private DeviceMatches matches() throws SQLException {
    for (int row = 1; results.next(); row++) {
      (results.getInt("which_key") == 0 ? byFingerprint : byIpHash)
          .add(new Found(row, lastSeen(), results.getString("customer_email")));
    }
    boolean crowdedBrowser = newestFirst(byFingerprint);
    boolean crowdedAddress = newestFirst(byIpHash);
    KeyMatches browser;
    KeyMatches address;
    if (crowdedBrowser && !crowdedAddress) {
      address = new KeyMatches(devices(byIpHash), false);
      browser = new KeyMatches(devicesOf(address.devices(), byFingerprint), true);
    } else {
      browser = new KeyMatches(devices(byFingerprint), crowdedBrowser);
      address =
          new KeyMatches(
              crowdedAddress && !crowdedBrowser
                  ? devicesOf(browser.devices(), byIpHash)
                  : devices(byIpHash),
              crowdedAddress);
    }
    return DeviceMatches.narrowed(browser, address);
  }

  /** Null sorts last, as does what is no date. */
  private @Nullable Instant lastSeen() throws SQLException {
    try {
      return time.read(results, "last_seen");
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Sorts and cuts the rows of a key; says whether there are more than the limit. */
  private boolean newestFirst(List<Found> found) {
    found.sort(
        Comparator.comparing(Found::lastSeen, Comparator.nullsLast(Comparator.reverseOrder())));
    boolean crowded = found.size() > limit;
    if (crowded) {
      found.subList(limit, found.size()).clear();
    }
    return crowded;
  }

  private List<Device> devicesOf(List<Device> others, List<Found> crowd) throws SQLException {
    Set<EmailAddress> customers = new HashSet<>();
    others.forEach(device -> customers.add(device.customer()));
    return devices(crowd.stream().filter(found -> found.mayBeOf(customers)).toList());
  }

  /** Of duplicates that other writers left, only the newest is evidence. */
  private List<Device> devices(List<Found> found) throws SQLException {
    Set<List<Object>> seen = new HashSet<>();
    List<Device> devices = new ArrayList<>(found.size());
    for (Found each : found) {
      results.absolute(each.row());
      try {
        Device device = Rows.device(new ResultSetRow(results, time));
        if (found.size() == 1 || seen.add(key(device))) {
          devices.add(device);
        }
      } catch (UnreadableRowException e) {
        // One broken row must not end recognition for everybody behind the address.
        LOG.warn("Left out of a recognition: {}", e.getMessage());
      }
    }
    return devices;
  }

  private static List<Object> key(Device device) {
    EmailAddress customer = device.customer();
    Object key = device.fingerprint() == null ? device.ipHash() : device.fingerprint();
    return key == null ? List.of(customer) : List.of(customer, key);
  }
}
