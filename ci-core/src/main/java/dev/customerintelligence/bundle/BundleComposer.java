package dev.customerintelligence.bundle;

import dev.customerintelligence.bundle.BundleProposal.Refused;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.PurchaseProfile;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides whether a customer may get an offer, and composes it. Pure and thread-safe. */
final class BundleComposer {
  /** Either a draft or a refusal. */
  sealed interface Composition {
    record Composed(OfferDraft draft) implements Composition {}

    record Declined(Refused refusal) implements Composition {}
  }

  private final BundlePolicy policy;
  private final Set<ProductId> excluded;
  private final Instant now;

  BundleComposer(BundlePolicy policy, Set<ProductId> excluded, Instant now) {
    this.policy = policy;
    this.excluded = excluded;
    this.now = now;
  }

  /** Why the customer may not get an offer whatever the catalogue says; empty if he may. */
  Optional<Refused> refusal(Optional<CustomerProfile> profile, List<BundleOffer> newestOffers) {
    if (profile.isEmpty() || profile.get().purchases().lastOrderAt() == null) {
      return refused(BundleRefusal.NO_PROFILE, null);
    }
    PurchaseProfile purchases = profile.get().purchases();
    for (BundleOffer offer : newestOffers) {
      if (offer.statusAt(now).isOpen()) {
        return refused(BundleRefusal.OPEN_OFFER, offer.made().expiresAt());
      }
    }
    Optional<Instant> coolDownEnd =
        newestOffers.stream()
            .filter(offer -> offer.storedStatus() == OfferStatus.REJECTED)
            .map(BundleOffer::respondedAt)
            .filter(Objects::nonNull)
            .map(rejectedAt -> rejectedAt.plus(policy.coolDown()))
            .filter(end -> end.isAfter(now))
            .max(Instant::compareTo);
    if (coolDownEnd.isPresent()) {
      return refused(BundleRefusal.COOL_DOWN, coolDownEnd.get());
    }
    if (!isDue(purchases) && !isHighValue(purchases)) {
      return refused(BundleRefusal.TOO_EARLY, dueFrom(purchases));
    }
    return targetQuantity(purchases) < policy.minQuantity()
        ? refused(BundleRefusal.TOO_FEW_ITEMS, null)
        : Optional.empty();
  }

  /** Composes the offer for a customer whom {@link #refusal} let pass. */
  Composition compose(CustomerProfile profile, Map<ProductId, CatalogueProduct> products) {
    PurchaseProfile purchases = profile.purchases();
    List<CatalogueProduct> chosen =
        wanted(purchases)
            .map(products::get)
            .filter(Objects::nonNull)
            .filter(CatalogueProduct::forSale)
            .limit(2)
            .toList();
    if (chosen.isEmpty()) {
      return new Composition.Declined(new Refused(BundleRefusal.NOTHING_FOR_SALE, null));
    }
    CatalogueProduct first = chosen.get(0);
    if (chosen.size() == 2 && !chosen.get(1).currency().equals(first.currency())) {
      throw new InvalidInputException(
          "currency",
          "must be one for all products of a bundle, is "
              + first.currency()
              + " for "
              + first.productId()
              + " and "
              + chosen.get(1).currency()
              + " for "
              + chosen.get(1).productId());
    }
    List<BundleLine> lines = lines(chosen, targetQuantity(purchases));
    BundlePrice price =
        BundlePrice.of(
            lines, purchases.score(), Inputs.decimals("currency", first.currency()), policy);
    TriggerReason reason =
        isDue(purchases) ? TriggerReason.PRIME_WINDOW : TriggerReason.HIGH_VALUE_CUSTOMER;
    return new Composition.Composed(
        new OfferDraft(
            profile.customer(),
            profile.customerId(),
            lines,
            price,
            reason.columnValue(),
            null,
            now,
            now.plus(policy.validity())));
  }

  /** The products to look up, best first. */
  Stream<ProductId> wanted(PurchaseProfile purchases) {
    return purchases.favorites().stream()
        .map(favorite -> favorite.productId())
        .filter(id -> !excluded.contains(id));
  }

  private List<BundleLine> lines(List<CatalogueProduct> chosen, int target) {
    int first =
        chosen.size() == 1
            ? target
            : policy
                .firstShare()
                .multiply(BigDecimal.valueOf(target))
                .setScale(0, RoundingMode.CEILING)
                .intValueExact();
    BundleLine firstLine = BundleLine.of(chosen.get(0), first);
    return first == target
        ? List.of(firstLine)
        : List.of(firstLine, BundleLine.of(chosen.get(1), target - first));
  }

  private boolean isDue(PurchaseProfile purchases) {
    PrimeWindow window = purchases.primeWindow();
    return (window != null && window.contains(now))
        || purchases.daysSinceLastOrder(now).orElse(0) >= policy.minDaysSinceLastOrder();
  }

  private boolean isHighValue(PurchaseProfile purchases) {
    BigDecimal threshold = policy.highValueScore();
    return threshold != null && purchases.score().compareTo(threshold) >= 0;
  }

  private Instant dueFrom(PurchaseProfile purchases) {
    Instant byDays =
        Inputs.required("lastOrderAt", purchases.lastOrderAt())
            .plus(Duration.ofDays(policy.minDaysSinceLastOrder()));
    PrimeWindow window = purchases.primeWindow();
    return window != null && window.start().isAfter(now) && window.start().isBefore(byDays)
        ? window.start()
        : byDays;
  }

  private static int targetQuantity(PurchaseProfile purchases) {
    return purchases.peakQuantity() == Integer.MAX_VALUE
        ? Integer.MAX_VALUE
        : purchases.peakQuantity() + 1;
  }

  private static Optional<Refused> refused(BundleRefusal reason, @Nullable Instant from) {
    return Optional.of(new Refused(reason, from));
  }
}
