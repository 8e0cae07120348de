package dev.customerintelligence.profile;

/** What says when a customer is due. */
public enum PrimeWindowSource {
  /** The shop's rule of thumb, {@link ProfilePolicy.CycleRule}. */
  RULE,
  /**
   * The forecast of the next order, with its stated probability, as of the day of the calculation:
   * a customer of whom it cannot tell has no window. Until a model has been fitted, the rule.
   */
  FORECAST
}
