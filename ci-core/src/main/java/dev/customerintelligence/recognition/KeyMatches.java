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

  /**
   * Returns the newest matches of a key.
   *
   * @param newest the newest devices, newest first, one more than the limit where there are more
   * @param limit the most devices to keep
   */
  public static KeyMatches newest(List<Device> newest, int limit) {
    return newest.size() > limit
        ? new KeyMatches(newest.subList(0, limit), true)
        : new KeyMatches(newest, false);
  }

  /** Returns the matches of a key that no device has. */
  public static KeyMatches none() {
    return NONE;
  }
}
