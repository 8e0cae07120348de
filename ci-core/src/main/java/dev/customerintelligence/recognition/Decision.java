package dev.customerintelligence.recognition;

/** What a recognition comes to. It is never authentication. */
public enum Decision {
  /**
   * One customer is the visitor with at least the model's threshold, and the browser says so too.
   */
  RECOGNIZED,
  /** A few customers together pass the threshold, or one does by the network alone. */
  AMBIGUOUS,
  /** Nobody known, or not enough to say who. */
  UNKNOWN
}
