package dev.customerintelligence.bundle;

import dev.customerintelligence.internal.Inputs;

/** What became of a step that an offer was to take. */
public sealed interface OfferMove {
  /**
   * The offer took the step.
   *
   * @param offer the offer after it
   */
  record Moved(BundleOffer offer) implements OfferMove {
    /** Checks that the offer is there. */
    public Moved {
      Inputs.required("offer", offer);
    }
  }

  /**
   * The offer was there already; nothing changed, not even its moments.
   *
   * @param offer the offer as it is
   */
  record AlreadyThere(BundleOffer offer) implements OfferMove {
    /** Checks that the offer is there. */
    public AlreadyThere {
      Inputs.required("offer", offer);
    }
  }

  /**
   * The step is not possible from where the offer stands; nothing changed.
   *
   * @param offer the offer as it is
   * @param status where it stands at the moment of the step
   */
  record NotPossible(BundleOffer offer, OfferStatus status) implements OfferMove {
    /** Checks that both are there. */
    public NotPossible {
      Inputs.required("offer", offer);
      Inputs.required("status", status);
    }
  }

  /** There is no such offer. */
  record NotFound() implements OfferMove {}
}
