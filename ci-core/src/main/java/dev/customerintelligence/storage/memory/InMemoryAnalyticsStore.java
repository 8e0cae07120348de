package dev.customerintelligence.storage.memory;

import dev.customerintelligence.analytics.AnalyticsStore;
import dev.customerintelligence.analytics.DiscountTier;
import dev.customerintelligence.analytics.OfferOutcome;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.CustomerProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Questions over profiles and offers. */
final class InMemoryAnalyticsStore implements AnalyticsStore {
  private record Kind(DiscountTier tier, OfferStatus status, boolean shown) {
    static Kind of(BundleOffer offer, Instant now) {
      return new Kind(DiscountTier.of(offer.made().price()), offer.statusAt(now), offer.wasShown());
    }
  }

  private final InMemoryProfileStore profiles;
  private final InMemoryOfferStore offers;

  InMemoryAnalyticsStore(InMemoryProfileStore profiles, InMemoryOfferStore offers) {
    this.profiles = profiles;
    this.offers = offers;
  }

  @Override
  public List<CustomerProfile> topByScore(int limit) {
    return profiles
        .bestFirst()
        .filter(profile -> profile.purchases().totalOrders() > 0)
        .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
        .toList();
  }

  @Override
  public List<CustomerProfile> primeWindowStarting(
      Instant from, Instant to, int minOrders, int limit) {
    return profiles
        .windowStarting(Inputs.moment("from", from), Inputs.moment("to", to))
        .filter(profile -> profile.purchases().totalOrders() >= minOrders)
        .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
        .toList();
  }

  @Override
  public List<OfferOutcome> offerOutcomes(Instant since, Instant now) {
    Map<Kind, Long> counts =
        offers
            .offeredFrom(Inputs.moment("since", since), Inputs.moment("now", now))
            .collect(Collectors.groupingBy(offer -> Kind.of(offer, now), Collectors.counting()));
    return counts.entrySet().stream()
        .map(
            entry ->
                new OfferOutcome(
                    entry.getKey().tier(),
                    entry.getKey().status(),
                    entry.getKey().shown(),
                    entry.getValue()))
        .toList();
  }
}
