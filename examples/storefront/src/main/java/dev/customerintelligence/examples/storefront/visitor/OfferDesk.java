package dev.customerintelligence.examples.storefront.visitor;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.BundleProposal;
import dev.customerintelligence.bundle.BundleService;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.identity.EmailAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Hands offers to whom they belong, and to nobody else. Thread-safe. */
@Component
public final class OfferDesk {
  /**
   * Whom a stranger's request is about: nobody has this address, and looking it up costs the same.
   */
  private static final EmailAddress NOBODY = EmailAddress.of("nobody@storefront.invalid");

  private final BundleService bundles;

  OfferDesk(CustomerIntelligence library) {
    bundles = library.bundles();
  }

  /**
   * Returns the offer that stands for the shopper, or a new one if one is due.
   *
   * <p>A stranger's request reads what a customer's without an offer reads, so that the two cannot
   * be told apart by the clock either.
   */
  public Optional<BundleOffer> current(Shopper shopper) {
    EmailAddress customer = someone(shopper.customer());
    Optional<BundleOffer> open = bundles.openOffer(customer);
    if (open.isPresent()) {
      return open;
    }
    return bundles.propose(customer) instanceof BundleProposal.Offered offered
        ? Optional.of(offered.offer())
        : Optional.empty();
  }

  /** Returns the shopper's offer of this id; empty for another's just as for none. */
  public Optional<BundleOffer> find(Shopper shopper, OfferId id) {
    EmailAddress customer = someone(shopper.customer());
    return bundles.find(id).filter(offer -> offer.made().customer().equals(customer));
  }

  private static EmailAddress someone(@Nullable EmailAddress customer) {
    return customer == null ? NOBODY : customer;
  }
}
