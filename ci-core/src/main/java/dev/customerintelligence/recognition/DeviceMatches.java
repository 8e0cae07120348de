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
   * Returns the matches of two keys, cut to a limit.
   *
   * @param byFingerprint the newest devices of the fingerprint, newest first, one more than the
   *     limit where there are more
   * @param byIpHash the same of the address
   * @param limit the most devices to keep of each
   */
  public static DeviceMatches cut(List<Device> byFingerprint, List<Device> byIpHash, int limit) {
    List<Device> sameBrowser = newest(byFingerprint, limit);
    List<Device> sameAddress = newest(byIpHash, limit);
    return new DeviceMatches(
        byFingerprint.size() > limit
            ? new KeyMatches(ofCustomersIn(sameAddress, sameBrowser), true)
            : new KeyMatches(sameBrowser, false),
        byIpHash.size() > limit
            ? new KeyMatches(ofCustomersIn(sameBrowser, sameAddress), true)
            : new KeyMatches(sameAddress, false));
  }

  private static List<Device> newest(List<Device> devices, int limit) {
    return devices.size() > limit ? devices.subList(0, limit) : devices;
  }

  private static List<Device> ofCustomersIn(List<Device> others, List<Device> devices) {
    if (others.isEmpty()) {
      return List.of();
    }
    Set<EmailAddress> customers = new HashSet<>();
    for (Device other : others) {
      customers.add(other.customer());
    }
    List<Device> kept = new ArrayList<>();
    for (Device device : devices) {
      if (customers.contains(device.customer())) {
        kept.add(device);
      }
    }
    return kept;
  }
}
