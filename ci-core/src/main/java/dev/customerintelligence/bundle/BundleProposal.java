package dev.customerintelligence.bundle;

import dev.customerintelligence.internal.Inputs;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer to "may this customer get an offer, and which?". */
public sealed interface BundleProposal {
  /**
   * An offer was made.
   *
   * @param offer the offer with its id
   */
  record Offered(BundleOffer offer) implements BundleProposal {
    /** Checks that the offer is there. */
    public Offered {
      Inputs.required("offer", offer);
    }
  }

  /** No offer was made. Immutable. */
  final class Refused implements BundleProposal {
    private final BundleRefusal reason;
    private final @Nullable Instant from;

    Refused(BundleRefusal reason, @Nullable Instant from) {
      this.reason = reason;
      this.from = from;
    }

    /** Returns why not. */
    public BundleRefusal reason() {
      return reason;
    }

    /** Returns the moment from which this reason would no longer hold, where there is one. */
    public Optional<Instant> from() {
      return Optional.ofNullable(from);
    }

    @Override
    public String toString() {
      return "Refused[" + reason + (from == null ? "]" : " until " + from + "]");
    }
  }
}
