package dev.customerintelligence.recognition;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a visit's two keys find. Immutable.
 *
 * @param byFingerprint devices with the visit's fingerprint
 * @param byIpHash devices last seen at the visit's address
 */
public record DeviceMatches(KeyMatches byFingerprint, KeyMatches byIpHash) {
  /** Checks that neither is null. */
  public DeviceMatches {
    Inputs.required("byFingerprint", byFingerprint);
    Inputs.required("byIpHash", byIpHash);
  }

  /**
   * Returns what two keys find, as far as it counts.
   *
   * @param byFingerprint the newest devices, newest first, more than {@code limit} where there are
   *     more
   * @param byIpHash the same of the address
   * @param limit the most devices to keep of each
   */
  public static DeviceMatches newest(List<Device> byFingerprint, List<Device> byIpHash, int limit) {
    boolean crowdedBrowser = byFingerprint.size() > limit;
    boolean crowdedNetwork = byIpHash.size() > limit;
    return narrowed(
        crowdedBrowser ? byFingerprint.subList(0, limit) : byFingerprint,
        crowdedBrowser,
        crowdedNetwork ? byIpHash.subList(0, limit) : byIpHash,
        crowdedNetwork);
  }

  /** Leaves of a saturated key only the devices of customers whom the other key finds too. */
  public static DeviceMatches narrowed(KeyMatches byFingerprint, KeyMatches byIpHash) {
    return narrowed(
        byFingerprint.devices(),
        byFingerprint.saturated(),
        byIpHash.devices(),
        byIpHash.saturated());
  }

  private static DeviceMatches narrowed(
      List<Device> byFingerprint,
      boolean crowdedBrowser,
      List<Device> byIpHash,
      boolean crowdedNetwork) {
    return new DeviceMatches(
        new KeyMatches(
            crowdedBrowser ? ofCustomersIn(byIpHash, byFingerprint) : byFingerprint,
            crowdedBrowser),
        new KeyMatches(
            crowdedNetwork ? ofCustomersIn(byFingerprint, byIpHash) : byIpHash, crowdedNetwork));
  }

  private static List<Device> ofCustomersIn(List<Device> others, List<Device> devices) {
    if (others.isEmpty()) {
      return List.of();
    }
    Set<EmailAddress> customers = customersOf(others);
    List<Device> kept = List.of();
    for (int i = 0; i < devices.size(); i++) {
      Device device = devices.get(i);
      if (customers.contains(device.customer())) {
        kept = kept.isEmpty() ? new ArrayList<>() : kept;
        kept.add(device);
      }
    }
    return kept;
  }

  private static Set<EmailAddress> customersOf(List<Device> devices) {
    if (devices.size() == 1) {
      return Set.of(devices.get(0).customer());
    }
    Set<EmailAddress> customers = new HashSet<>();
    for (Device device : devices) {
      customers.add(device.customer());
    }
    return customers;
  }
}
