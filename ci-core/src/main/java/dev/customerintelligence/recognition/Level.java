package dev.customerintelligence.recognition;

/** How far a visit and a candidate agree in one {@link Signal}. */
public enum Level {
  /** The fingerprint is the same. */
  SAME_FINGERPRINT(Signal.BROWSER),
  /** Not the same fingerprint, yet the same browser, system and kind of device, and not older. */
  COMPATIBLE_USER_AGENT(Signal.BROWSER),
  /** Neither the fingerprint nor the user agent fits. */
  OTHER_BROWSER(Signal.BROWSER),
  /** Not the same fingerprint; the user agents cannot be compared. */
  OTHER_FINGERPRINT(Signal.BROWSER),
  /** Visit or candidate has nothing to compare. */
  NO_BROWSER_DATA(Signal.BROWSER),
  /** The address is the same. */
  SAME_ADDRESS(Signal.NETWORK),
  /** Not known to be the same address, yet the same city. */
  SAME_CITY(Signal.NETWORK),
  /** Not known to be the same address or city, yet the same country. */
  SAME_COUNTRY(Signal.NETWORK),
  /** Another country. */
  OTHER_COUNTRY(Signal.NETWORK),
  /** Another address; the places cannot be compared. */
  OTHER_ADDRESS(Signal.NETWORK),
  /** Visit or candidate has nothing to compare. */
  NO_NETWORK_DATA(Signal.NETWORK);

  private final Signal signal;

  Level(Signal signal) {
    this.signal = signal;
  }

  /** Returns the comparison that this is a level of. */
  public Signal signal() {
    return signal;
  }
}
