package dev.customerintelligence.bundle;

/** Why a customer gets no offer now. */
public enum BundleRefusal {
  /** The customer has no profile, or one without paid orders. */
  NO_PROFILE,
  /** An offer still stands; passes when it expires. */
  OPEN_OFFER,
  /** An offer was rejected not long ago; passes when the cool-down ends. */
  COOL_DOWN,
  /** The next order is not due and the last one is too recent; passes when either changes. */
  TOO_EARLY,
  /** The customer buys too few items at once for a bundle. */
  TOO_FEW_ITEMS,
  /** No favourite product is for sale. */
  NOTHING_FOR_SALE,
  /** The customer was erased. */
  CUSTOMER_ERASED
}
