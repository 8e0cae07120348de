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

  /** Leaves of a saturated key only the devices of customers whom the other key finds too. */
  public static DeviceMatches narrowed(KeyMatches byFingerprint, KeyMatches byIpHash) {
    return new DeviceMatches(
        narrowed(byFingerprint, byIpHash.devices()), narrowed(byIpHash, byFingerprint.devices()));
  }

  private static KeyMatches narrowed(KeyMatches key, List<Device> others) {
    return key.saturated() ? new KeyMatches(ofCustomersIn(others, key.devices()), true) : key;
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
