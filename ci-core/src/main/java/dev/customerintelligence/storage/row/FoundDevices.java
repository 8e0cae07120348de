package dev.customerintelligence.storage.row;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.KeyMatches;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one recognition: one more than the limit of each key, by index, newest first.
 *
 * <p>Of a crowded key few rows are wanted, only those of customers whom the other key finds too. To
 * ask a server for these alone takes it longer than to send all of them: MariaDB reads a common
 * table expression anew for each use, and Postgres spends more on such a plan than on the two
 * look-ups. So all rows come, and those that are wanted are read. Not thread-safe.
 */
public final class FoundDevices {
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

  private final int limit;
  private final IntFunction<Row> rows;
  private final List<Found> byFingerprint = new ArrayList<>();
  private final List<Found> byIpHash = new ArrayList<>();

  /**
   * Starts with no rows.
   *
   * @param limit the most devices of a key, of which one more was asked for
   * @param rows returns the row of a number, until another is asked for
   */
  public FoundDevices(int limit, IntFunction<Row> rows) {
    this.limit = limit;
    this.rows = rows;
  }

  /**
   * Returns a statement that asks for all keys at once, each under its number as {@code which_key}:
   * 0 for the fingerprint, 1 and more for the address, which has several hashes after a rotation of
   * keys.
   *
   * @param isByFingerprint whether there is a fingerprint
   * @param byFingerprint the statement for it, with {@code {number}} where its number belongs
   * @param hashes of the address
   * @param byIpHash the statement for each of these
   */
  public static String statement(
      boolean isByFingerprint, String byFingerprint, int hashes, String byIpHash) {
    List<String> parts = new ArrayList<>();
    if (isByFingerprint) {
      parts.add(byFingerprint.replace("{number}", "0"));
    }
    for (int i = 1; i <= hashes; i++) {
      parts.add(byIpHash.replace("{number}", Integer.toString(i)));
    }
    return String.join("UNION ALL\n", parts);
  }

  /**
   * Takes a row of a key.
   *
   * @param row the row's number
   * @param key the key's number
   * @param lastSeen null sorts last
   * @param email as stored
   */
  public void add(int row, int key, @Nullable Instant lastSeen, @Nullable String email) {
    (key == 0 ? byFingerprint : byIpHash).add(new Found(row, lastSeen, email));
  }

  /** Returns what the keys find. */
  public DeviceMatches matches() {
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

  /** Sorts and cuts the rows of a key; says whether there are more than the limit. */
  private boolean newestFirst(List<Found> found) {
    if (found.size() > 1) {
      found.sort(
          Comparator.comparing(Found::lastSeen, Comparator.nullsLast(Comparator.reverseOrder())));
    }
    boolean crowded = found.size() > limit;
    if (crowded) {
      found.subList(limit, found.size()).clear();
    }
    return crowded;
  }

  private List<Device> devicesOf(List<Device> others, List<Found> crowd) {
    Set<EmailAddress> customers = new HashSet<>();
    others.forEach(device -> customers.add(device.customer()));
    return devices(crowd.stream().filter(found -> found.mayBeOf(customers)).toList());
  }

  /** Of duplicates that other writers left, only the newest is evidence. */
  private List<Device> devices(List<Found> found) {
    Set<List<Object>> seen = new HashSet<>();
    List<Device> devices = new ArrayList<>(found.size());
    for (Found each : found) {
      try {
        Device device = Rows.device(rows.apply(each.row()));
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
