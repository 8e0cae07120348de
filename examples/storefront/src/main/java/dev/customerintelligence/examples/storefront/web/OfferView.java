package dev.customerintelligence.examples.storefront.web;

import dev.customerintelligence.bundle.BundleOffer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An offer as a browser may see it: what it is and costs, not whose it is.
 *
 * @param id what to call it
 * @param status where it stands now
 * @param lines what is in it
 * @param basePrice what the products cost without it, in euros
 * @param discount the difference
 * @param finalPrice what they cost with it
 * @param bonusPoints what comes on top
 * @param expiresAt until when it stands
 * @param daysLeft the same in days, begun ones counted
 */
record OfferView(
    String id,
    String status,
    List<Line> lines,
    BigDecimal basePrice,
    BigDecimal discount,
    BigDecimal finalPrice,
    int bonusPoints,
    Instant expiresAt,
    long daysLeft) {
  /** A product of an offer. */
  record Line(String name, int quantity, BigDecimal unitPrice) {}

  static OfferView of(BundleOffer offer, Instant now) {
    return new OfferView(
        offer.id().value(),
        offer.statusAt(now).columnValue(),
        offer.made().lines().stream()
            .map(line -> new Line(line.name(), line.quantity(), line.unitPrice()))
            .toList(),
        offer.made().price().basePrice(),
        offer.made().price().discountAmount(),
        offer.made().price().finalPrice(),
        offer.made().price().bonusPoints(),
        offer.made().expiresAt(),
        daysLeft(offer, now));
  }

  private static long daysLeft(BundleOffer offer, Instant now) {
    Duration left = Duration.between(now, offer.made().expiresAt());
    return Math.max(0, left.plusDays(1).minusNanos(1).toDays());
  }
}
