package dev.customerintelligence.storage.memory;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.SignalStatistics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * Devices by one key, newest first. A read sees a key as it was at one moment and costs the same
 * however many devices share it; it takes no lock, but for the first after a write to a crowded
 * key.
 *
 * <p>A key of few devices has them in an immutable list, which is small and quick to read; a
 * crowded one in a skip list, as copying would cost more with every device.
 */
final class KeyIndex<K> {
  static final Comparator<Device> NEWEST_FIRST =
      Comparator.comparing(Device::lastSeen)
          .reversed()
          .thenComparing(Device::customer)
          .thenComparing(device -> device.fingerprint() == null ? "" : device.fingerprint().value())
          .thenComparing(device -> device.ipHash() == null ? "" : device.ipHash().value());

  private static final int MAX_LIST = 64;

  /** By key a {@code List<Device>} or a {@link Crowd}; a common type would cost memory per key. */
  private final ConcurrentMap<K, Object> byKey = new ConcurrentHashMap<>();

  /** Returns the newest devices of a key; the list may be longer than asked for. */
  List<Device> newest(K key, int limit) {
    Object bucket = byKey.get(key);
    if (bucket instanceof Crowd crowd) {
      return crowd.newest(limit);
    }
    return few(bucket);
  }

  /** Replaces one state of a device by the next, under whatever key each has; null for none. */
  void replace(
      @Nullable K oldKey, @Nullable Device before, @Nullable K newKey, @Nullable Device after) {
    boolean sameKey = oldKey != null && oldKey.equals(newKey);
    if (newKey != null && after != null) {
      byKey.compute(newKey, (key, bucket) -> with(bucket, sameKey ? before : null, after));
    }
    if (oldKey != null && before != null && !sameKey) {
      byKey.computeIfPresent(oldKey, (key, bucket) -> without(bucket, before));
    }
  }

  /** Reads all keys; slow. */
  SignalStatistics<K> statistics(int crowd) {
    long values = 0;
    long pairs = 0;
    Map<K, Long> crowded = new HashMap<>();
    for (Map.Entry<K, Object> entry : byKey.entrySet()) {
      long customers = distinctCustomers(entry.getValue());
      values++;
      pairs += customers;
      if (size(entry.getValue()) > crowd) {
        crowded.put(entry.getKey(), customers);
      }
    }
    return values == 0
        ? SignalStatistics.none()
        : new SignalStatistics<>((double) pairs / values, crowded);
  }

  private static int size(Object bucket) {
    return bucket instanceof Crowd crowd ? crowd.devices.size() : few(bucket).size();
  }

  private static long distinctCustomers(Object bucket) {
    Collection<Device> devices =
        bucket instanceof Crowd crowd ? crowd.devices.values() : few(bucket);
    if (bucket instanceof List && devices.size() == 1) {
      return 1;
    }
    Set<EmailAddress> customers = new HashSet<>();
    for (Device device : devices) {
      customers.add(device.customer());
    }
    return customers.size();
  }

  private static Object with(@Nullable Object bucket, @Nullable Device before, Device after) {
    if (bucket instanceof Crowd crowd) {
      crowd.replace(before, after);
      return crowd;
    }
    List<Device> devices = few(bucket);
    if (devices.isEmpty()) {
      return List.of(after);
    }
    List<Device> list = new ArrayList<>(devices.size() + 1);
    for (Device device : devices) {
      if (!device.equals(before)) {
        list.add(device);
      }
    }
    list.add(after);
    if (list.size() > MAX_LIST) {
      Crowd crowd = new Crowd();
      list.forEach(device -> crowd.replace(null, device));
      return crowd;
    }
    list.sort(NEWEST_FIRST);
    return List.copyOf(list);
  }

  private static @Nullable Object without(Object bucket, Device before) {
    if (bucket instanceof Crowd crowd) {
      crowd.replace(before, null);
      return crowd.devices.isEmpty() ? null : crowd;
    }
    List<Device> list = few(bucket).stream().filter(device -> !device.equals(before)).toList();
    return list.isEmpty() ? null : list;
  }

  @SuppressWarnings("unchecked")
  private static List<Device> few(@Nullable Object bucket) {
    return bucket == null ? List.of() : (List<Device>) bucket;
  }

  /** The devices of a key that many share; written under the key's bin lock. */
  private static final class Crowd {
    private final ConcurrentSkipListMap<Device, Device> devices =
        new ConcurrentSkipListMap<>(NEWEST_FIRST);
    private final StampedLock lock = new StampedLock();

    /** What was read last, until the next write: walking the skip list misses many caches. */
    private volatile @Nullable Newest last;

    private record Newest(int limit, List<Device> devices) {}

    void replace(@Nullable Device before, @Nullable Device after) {
      long stamp = lock.writeLock();
      try {
        if (before != null) {
          devices.remove(before);
        }
        if (after != null) {
          devices.put(after, after);
        }
        last = null;
      } finally {
        lock.unlockWrite(stamp);
      }
    }

    List<Device> newest(int limit) {
      Newest known = last;
      if (known != null && known.limit() == limit) {
        return known.devices();
      }
      long stamp = lock.readLock();
      try {
        List<Device> newest = devices.values().stream().limit(limit).toList();
        last = new Newest(limit, newest);
        return newest;
      } finally {
        lock.unlockRead(stamp);
      }
    }
  }
}
