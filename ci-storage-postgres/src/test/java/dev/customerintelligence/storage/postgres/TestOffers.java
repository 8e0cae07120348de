package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.bundle.BundleLine;
import dev.customerintelligence.bundle.BundlePrice;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An offer as good as any. */
final class TestOffers {
  private TestOffers() {}

  static OfferDraft draft(EmailAddress customer, Instant offeredAt) {
    BigDecimal base = new BigDecimal("10.00");
    return new OfferDraft(
        customer,
        null,
        List.of(
            new BundleLine(
                ProductId.of(44),
                "Moon",
                null,
                4,
                new BigDecimal("2.50"),
                base,
                JsonObject.empty())),
        new BundlePrice(base, new BigDecimal("1.00"), new BigDecimal("9.00"), 9),
        null,
        null,
        offeredAt,
        offeredAt.plus(Duration.ofDays(7)));
  }
}
