package dev.customerintelligence.bundle;

import java.util.Locale;

/** Why an offer was made. Rows of other writers may name other reasons. */
public enum TriggerReason {
  /** The next order is due, or the last one is long enough ago. */
  PRIME_WINDOW,
  /** Only the profile score made the customer eligible. */
  HIGH_VALUE_CUSTOMER;

  /** Returns the reason as a row names it, {@code prime_window} for example. */
  public String columnValue() {
    return name().toLowerCase(Locale.ROOT);
  }
}
