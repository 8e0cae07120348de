package dev.customerintelligence.storage.memory;

import com.google.common.collect.Lists;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.recognition.PopulationStatistics;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.SightingOutcome;
import dev.customerintelligence.recognition.VisitSignals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Devices, held by person and found by fingerprint or IP hash. */
final class InMemoryDeviceStore implements DeviceStore {
  private record Browser(EmailAddress customer, Fingerprint fingerprint) {}

  private static final int MAX_ASKED = 1000;

  private final People people;
  private final KeyIndex<Fingerprint> byFingerprint = new KeyIndex<>();
  private final KeyIndex<IpHash> byIpHash = new KeyIndex<>();

  InMemoryDeviceStore(People people) {
    this.people = people;
  }

  @Override
  public SightingOutcome record(Sighting sighting) {
    return people.write(
        Inputs.required("sighting", sighting).customer(),
        SightingOutcome.CUSTOMER_ERASED,
        person -> {
          Device known = find(person.devices(), sighting.fingerprint(), sighting.ipHash());
          Device after = known == null ? Device.firstSeenAs(sighting) : known.seenAgain(sighting);
          replace(person, known, after);
          return known == null ? SightingOutcome.NEW_DEVICE : SightingOutcome.KNOWN_DEVICE;
        });
  }

  @Override
  public DeviceMatches matches(VisitSignals signals, int limit) {
    Inputs.required("signals", signals);
    Inputs.between("limit", limit, 1, MAX_ASKED);
    Fingerprint fingerprint = signals.fingerprint();
    return DeviceMatches.newest(
        fingerprint == null ? List.of() : byFingerprint.newest(fingerprint, limit + 1),
        newestAt(signals.ipHashes(), limit + 1),
        limit);
  }

  @Override
  public PopulationStatistics statistics(Instant now, Duration halfLife, int crowd) {
    Inputs.moment("now", now);
    Inputs.positive("halfLife", halfLife);
    double halfLifeSeconds = halfLife.getSeconds() + halfLife.getNano() / 1e9;
    long customers = 0;
    double weight = 0;
    for (Person person : people.all()) {
      List<Device> devices = person.devices();
      customers += devices.isEmpty() ? 0 : 1;
      for (Device device : devices) {
        double age = Math.max(0, Duration.between(device.lastSeen(), now).toSeconds());
        weight += device.visitCount() * Math.pow(2, -age / halfLifeSeconds);
      }
    }
    return new PopulationStatistics(
        customers, weight, byFingerprint.statistics(crowd), byIpHash.statistics(crowd));
  }

  @Override
  public List<Device> devicesOf(EmailAddress customer, int limit) {
    return people
        .find(Inputs.required("customer", customer))
        .map(Person::devices)
        .orElse(List.of())
        .stream()
        .sorted(KeyIndex.NEWEST_FIRST)
        .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
        .toList();
  }

  @Override
  public Map<EmailAddress, Device> newestDevices(Collection<EmailAddress> customers) {
    Map<EmailAddress, Device> newest = new HashMap<>();
    Inputs.required("customers", customers);
    Inputs.between("customers.size", customers.size(), 0, MAX_ASKED);
    for (EmailAddress customer : customers) {
      devicesOf(customer, 1).forEach(device -> newest.put(customer, device));
    }
    return newest;
  }

  @Override
  public List<Device> customersOn(Fingerprint fingerprint, int limit) {
    return byFingerprint
        .newest(
            Inputs.required("fingerprint", fingerprint),
            Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
        .stream()
        .limit(limit)
        .toList();
  }

  /**
   * Merges a device that was seen elsewhere with the one that is held: the newer sighting's
   * signals, the higher count of visits. The caller holds the person's monitor.
   *
   * @return whether that changed anything
   */
  boolean merge(Person person, Device device) {
    Device known = find(person.devices(), device.fingerprint(), device.ipHash());
    Device after = known == null ? device : known.mergedWith(device);
    if (after.equals(known)) {
      return false;
    }
    replace(person, known, after);
    return true;
  }

  /** Takes devices out; the caller holds the person's monitor. */
  void remove(Person person, Collection<Device> devices) {
    for (Device device : devices) {
      replace(person, device, null);
    }
  }

  private List<Device> newestAt(List<IpHash> hashes, int limit) {
    if (hashes.size() == 1) {
      return byIpHash.newest(hashes.get(0), limit);
    }
    List<Device> merged = new ArrayList<>();
    // The current hash last: a device that moves to it just then is found there, or was before.
    for (IpHash hash : Lists.reverse(hashes)) {
      merged.addAll(byIpHash.newest(hash, limit));
    }
    merged.sort(KeyIndex.NEWEST_FIRST);
    Set<Browser> found = new HashSet<>();
    merged.removeIf(
        device ->
            device.fingerprint() != null
                && !found.add(new Browser(device.customer(), device.fingerprint())));
    return merged;
  }

  private static @Nullable Device find(
      List<Device> devices, @Nullable Fingerprint fingerprint, @Nullable IpHash ipHash) {
    for (Device device : devices) {
      if (fingerprint != null
          ? fingerprint.equals(device.fingerprint())
          : device.fingerprint() == null && Objects.equals(ipHash, device.ipHash())) {
        return device;
      }
    }
    return null;
  }

  private void replace(Person person, @Nullable Device before, @Nullable Device after) {
    List<Device> devices = new ArrayList<>(person.devices());
    devices.removeIf(device -> device.equals(before));
    if (after != null) {
      devices.add(after);
    }
    person.devices(List.copyOf(devices));
    byFingerprint.replace(
        before == null ? null : before.fingerprint(),
        before,
        after == null ? null : after.fingerprint(),
        after);
    byIpHash.replace(
        before == null ? null : before.ipHash(),
        before,
        after == null ? null : after.ipHash(),
        after);
  }
}
