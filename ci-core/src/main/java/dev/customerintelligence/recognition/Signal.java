package dev.customerintelligence.recognition;

/**
 * One comparison of a visit with a candidate. Correlated parts are merged, so none counts twice.
 */
public enum Signal {
  /** Fingerprint and user agent. */
  BROWSER,
  /** IP hash and place. */
  NETWORK
}
