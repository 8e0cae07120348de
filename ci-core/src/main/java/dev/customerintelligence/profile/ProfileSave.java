package dev.customerintelligence.profile;

/** What became of a profile that was to be saved. */
public enum ProfileSave {
  /** The customer had no profile; now there is this one. */
  CREATED,
  /** The profile differs from the stored one and replaced it. */
  UPDATED,
  /** The stored profile says the same; nothing was written. */
  UNCHANGED,
  /** The stored profile was calculated as of a later moment; it stays. */
  STALE,
  /** The customer was erased; nothing is stored. */
  CUSTOMER_ERASED
}
