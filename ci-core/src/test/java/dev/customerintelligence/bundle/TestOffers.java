package dev.customerintelligence.bundle;

import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.EUR;

import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Offers and products as tests need them. */
public final class TestOffers {
  private TestOffers() {}

  /** A line of a bundle. */
  public static BundleLine line(String productId, int quantity, String unitPrice) {
    BigDecimal price = new BigDecimal(unitPrice);
    return new BundleLine(
        new ProductId(productId),
        "Product " + productId,
        null,
        quantity,
        price,
        price.multiply(BigDecimal.valueOf(quantity)),
        JsonObject.empty());
  }

  /** A price without bonus points. */
  public static BundlePrice price(String base, String discount) {
    BigDecimal basePrice = new BigDecimal(base);
    BigDecimal amount = new BigDecimal(discount);
    return new BundlePrice(basePrice, amount, basePrice.subtract(amount), 0);
  }

  /** A draft made now that stands for seven days. */
  public static OfferDraft draft(EmailAddress customer, Instant now, String base, String discount) {
    return new OfferDraft(
        customer,
        7L,
        List.of(line("44", 4, "14.95")),
        price(base, discount),
        "prime_window",
        null,
        now,
        now.plus(Duration.ofDays(7)));
  }

  /** An offer that was just made at {@code DAY_0}. */
  static BundleOffer pending() {
    return BundleOffer.pending(new OfferId("93"), draft(CUSTOMER, DAY_0, "59.80", "5.98"));
  }

  /** An offer that was made at {@code DAY_0} and stands at this status. */
  static BundleOffer at(OfferStatus status) {
    return status == OfferStatus.PENDING
        ? pending()
        : pending().after(new OfferStep(status, DAY_0.plusSeconds(1), null));
  }

  /** A product for sale in euros. */
  public static CatalogueProduct product(String id, String price) {
    return new CatalogueProduct(
        new ProductId(id), "Product " + id, "product-" + id, new BigDecimal(price), EUR, true);
  }
}
