package dev.customerintelligence.forecast;

/** What became of models or of a forecast that were to be saved. */
public enum ForecastSave {
  /** It is stored now, in the place of an earlier one if there was one. */
  SAVED,
  /** What is stored is as of later; it stays. */
  STALE,
  /** The customer was erased; nothing is stored. */
  CUSTOMER_ERASED
}
