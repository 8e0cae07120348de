package dev.customerintelligence.recognition;

/** What became of a sighting. */
public enum SightingOutcome {
  /** The device was not known; now it is, with one visit. */
  NEW_DEVICE,
  /** The device was known; its visit is counted. */
  KNOWN_DEVICE,
  /** The customer was erased; nothing is stored. */
  CUSTOMER_ERASED
}
