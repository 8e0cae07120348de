package dev.customerintelligence.bundle;

import dev.customerintelligence.internal.Inputs;

/** What became of an offer that was to be made. */
public sealed interface OfferCreation {
  /**
   * The offer is made.
   *
   * @param offer the offer with its id
   */
  record Created(BundleOffer offer) implements OfferCreation {
    /** Checks that the offer is there. */
    public Created {
      Inputs.required("offer", offer);
    }
  }

  /**
   * The customer has an offer that still stands; none was made.
   *
   * @param offer that offer
   */
  record OpenOfferExists(BundleOffer offer) implements OfferCreation {
    /** Checks that the offer is there. */
    public OpenOfferExists {
      Inputs.required("offer", offer);
    }
  }

  /** The customer was erased; none was made. */
  record CustomerErased() implements OfferCreation {}
}
