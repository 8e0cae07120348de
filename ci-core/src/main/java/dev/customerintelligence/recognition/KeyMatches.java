package dev.customerintelligence.recognition;

import dev.customerintelligence.internal.Inputs;
import java.util.List;

/**
 * The devices behind one key, a fingerprint or an IP hash. Immutable.
 *
 * @param devices the newest devices, newest first; of a saturated key only those of customers whom
 *     the visit's other key finds too
 * @param saturated whether there are more than were asked for; the key then nominates nobody
 */
public record KeyMatches(List<Device> devices, boolean saturated) {
  private static final KeyMatches NONE = new KeyMatches(List.of(), false);

  /** Checks that no device is null. */
  public KeyMatches {
    devices = Inputs.list("devices", devices);
  }

  /** Returns the matches of a key that no device has. */
  public static KeyMatches none() {
    return NONE;
  }
}
