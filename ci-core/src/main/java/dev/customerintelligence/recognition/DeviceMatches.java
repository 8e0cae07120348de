package dev.customerintelligence.recognition;

import dev.customerintelligence.internal.Inputs;

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
}
