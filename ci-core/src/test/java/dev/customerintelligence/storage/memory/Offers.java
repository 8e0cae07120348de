package dev.customerintelligence.storage.memory;

import dev.customerintelligence.bundle.BundleLine;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.BundlePrice;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An offer for the tests of this package. */
final class Offers {
  static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  static final Instant EXPIRY = AT.plus(Duration.ofDays(7));
  static final EmailAddress ADA = EmailAddress.of("ada@example.com");

  private static final BigDecimal PRICE = new BigDecimal("14.95");

  private Offers() {}

  static OfferDraft draft(Instant offeredAt) {
    return new OfferDraft(
        ADA,
        null,
        List.of(
            new BundleLine(
                ProductId.of(44), "Full Moon", null, 1, PRICE, PRICE, JsonObject.empty())),
        new BundlePrice(PRICE, BigDecimal.ZERO, PRICE, 14),
        null,
        null,
        offeredAt,
        EXPIRY);
  }

  static BundleOffer made(OfferStore offers) {
    return ((OfferCreation.Created) offers.create(draft(AT))).offer();
  }

  /** Returns what a step may change of an offer. */
  static String text(BundleOffer offer) {
    return offer.storedStatus() + " " + offer.viewedAt() + " " + offer.respondedAt();
  }
}
