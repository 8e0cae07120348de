package dev.customerintelligence.storage.contract;

import static dev.customerintelligence.storage.contract.Fixtures.bareProfile;
import static dev.customerintelligence.storage.contract.Fixtures.customer;
import static dev.customerintelligence.storage.contract.Fixtures.draft;
import static dev.customerintelligence.storage.contract.Fixtures.fullProfile;
import static dev.customerintelligence.storage.contract.Fixtures.made;
import static dev.customerintelligence.storage.contract.Fixtures.moment;
import static dev.customerintelligence.storage.contract.Fixtures.price;
import static dev.customerintelligence.storage.contract.Fixtures.priced;
import static dev.customerintelligence.storage.contract.Fixtures.purchases;
import static dev.customerintelligence.storage.contract.Fixtures.withPurchases;
import static dev.customerintelligence.storage.contract.Fixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.analytics.DiscountTier;
import dev.customerintelligence.analytics.OfferOutcome;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.BundlePrice;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.profile.CustomerProfile;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link dev.customerintelligence.analytics.AnalyticsStore} does. */
public abstract class AnalyticsStoreContract extends StorageContract {
  private static final int MANY = 100_000;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final BundlePrice AT_14_PERCENT = price("74.75", "10.47", "64.28");

  /** For the subclasses. */
  protected AnalyticsStoreContract() {}

  @Test
  void theCustomersWithTheHighestScoreComeFirst() {
    String word = word();
    Instant at = moment();
    List<CustomerProfile> bestFirst =
        List.of(
            scored(word + "z", "100.00", at),
            scored(word + "a", "99.99", at),
            scored(word + "b", "99.99", at),
            scored(word + "c", "9.50", at),
            scored(word + "d", "0.00", at));
    for (int i : new int[] {3, 1, 0, 4, 2}) {
      profiles().save(List.of(bestFirst.get(i)));
    }
    CustomerProfile withoutOrders =
        withPurchases(bareProfile(address(word + "none"), at), purchases(at, 0, "99.00", null));
    profiles().save(List.of(withoutOrders));

    List<CustomerProfile> all = analytics().topByScore(MANY);

    assertThat(all)
        .isSortedAccordingTo(
            Comparator.comparing((CustomerProfile profile) -> profile.purchases().score())
                .reversed()
                .thenComparing(CustomerProfile::customer));
    assertThat(ofWord(word, all)).isEqualTo(bestFirst);
    for (int limit : new int[] {1, 2, all.size()}) {
      assertThat(analytics().topByScore(limit)).isEqualTo(all.subList(0, limit));
    }
  }

  @Test
  void aRecalculatedScoreCountsAndTheOldOneNoLonger() {
    String word = word();
    Instant at = moment();
    profiles().save(List.of(scored(word + "a", "90.00", at), scored(word + "b", "80.00", at)));
    CustomerProfile fallen = scored(word + "a", "70.00", at.plusSeconds(1));
    profiles().save(List.of(fallen));

    assertThat(ofWord(word, analytics().topByScore(MANY)))
        .containsExactly(scored(word + "b", "80.00", at), fallen);
  }

  @Test
  void primeWindowsThatStartInAPeriodComeSoonestFirst() {
    String word = word();
    Instant from = moment();
    Instant to = from.plus(HOUR);
    CustomerProfile atFrom = window(word + "z", from, 3);
    CustomerProfile sameMoment1 = window(word + "a", from.plusSeconds(60), 4);
    CustomerProfile sameMoment2 = window(word + "b", from.plusSeconds(60), 3);
    CustomerProfile atTo = window(word + "c", to, 50);
    profiles()
        .save(
            List.of(
                atTo,
                sameMoment2,
                atFrom,
                sameMoment1,
                window(word + "early", from.minusSeconds(1), 9),
                window(word + "late", to.plusSeconds(1), 9),
                window(word + "seldom", from.plusSeconds(1), 2),
                window(word + "never", null, 9),
                bareProfile(address(word + "bare"), from)));

    List<CustomerProfile> all = analytics().primeWindowStarting(from, to, 3, MANY);

    assertThat(ofWord(word, all)).containsExactly(atFrom, sameMoment1, sameMoment2, atTo);
    for (int limit = 1; limit <= all.size(); limit++) {
      assertThat(analytics().primeWindowStarting(from, to, 3, limit))
          .isEqualTo(all.subList(0, limit));
    }
    assertThat(ofWord(word, analytics().primeWindowStarting(from, from, 3, MANY)))
        .as("both ends are included")
        .containsExactly(atFrom);
    assertThat(analytics().primeWindowStarting(to, from, 3, MANY)).isEmpty();
  }

  @Test
  void atTheFirstMomentNoAddressIsTooEarlyInTheAlphabet() {
    Instant from = moment();
    CustomerProfile first = window("!!!1" + word(), from, 3);
    profiles().save(List.of(first));

    assertThat(analytics().primeWindowStarting(from, from, 3, MANY)).contains(first);
  }

  @Test
  void aMovedPrimeWindowCountsWhereItIsNow() {
    String word = word();
    Instant from = moment();
    profiles().save(List.of(window(word, from, 3)));
    CustomerProfile moved =
        withPurchases(
            bareProfile(address(word), from.plusSeconds(1)),
            purchases(from, 3, "50.00", from.plus(HOUR)));
    profiles().save(List.of(moved));

    assertThat(ofWord(word, analytics().primeWindowStarting(from, from, 3, MANY))).isEmpty();
    assertThat(ofWord(word, analytics().primeWindowStarting(from, from.plus(HOUR), 3, MANY)))
        .hasSize(1);
  }

  @Test
  void offersAreCountedByKind() {
    Instant since = moment();
    Instant now = since.plus(HOUR);
    int count = 0;
    for (OfferStatus status : OfferStatus.values()) {
      count++;
      for (int i = 0; i < count; i++) {
        reach(offer(AT_14_PERCENT, since.plusSeconds(i)), status, since.plusSeconds(60));
      }
    }
    BundleOffer viewedThenExpired =
        reach(offer(AT_14_PERCENT, since), OfferStatus.VIEWED, since.plusSeconds(60));
    reach(viewedThenExpired, OfferStatus.EXPIRED, since.plusSeconds(120));

    assertThat(analytics().offerOutcomes(since, now))
        .containsExactlyInAnyOrder(
            outcome(OfferStatus.PENDING, false, 1),
            outcome(OfferStatus.VIEWED, true, 2),
            outcome(OfferStatus.ADDED_TO_CART, true, 3),
            outcome(OfferStatus.PURCHASED, true, 4),
            outcome(OfferStatus.EXPIRED, false, 5),
            outcome(OfferStatus.EXPIRED, true, 1),
            outcome(OfferStatus.REJECTED, true, 6));
  }

  @Test
  void offersAreCountedByDiscount() {
    Instant since = moment();
    for (BundlePrice price :
        List.of(
            price("100.00", "15.00", "85.00"),
            price("99.99", "15.00", "84.99"),
            price("100.00", "14.99", "85.01"),
            price("100.00", "10.00", "90.00"),
            price("100.01", "10.00", "90.01"),
            price("100.00", "0.00", "100.00"),
            price("0.00", "0.00", "0.00"))) {
      offer(price, since);
    }

    assertThat(analytics().offerOutcomes(since, since.plus(HOUR)))
        .containsExactlyInAnyOrder(
            new OfferOutcome(DiscountTier.FROM_15_PERCENT, OfferStatus.PENDING, false, 2),
            new OfferOutcome(DiscountTier.FROM_10_PERCENT, OfferStatus.PENDING, false, 2),
            new OfferOutcome(DiscountTier.BELOW_10_PERCENT, OfferStatus.PENDING, false, 2),
            new OfferOutcome(DiscountTier.NO_BASE_PRICE, OfferStatus.PENDING, false, 1));
  }

  @Test
  void onlyOffersOfThePeriodAreCountedItsEndsIncluded() {
    Instant since = moment();
    Instant now = since.plus(HOUR);
    for (Instant offeredAt : List.of(since.minusSeconds(1), since, now, now.plusSeconds(1))) {
      offer(AT_14_PERCENT, offeredAt);
    }

    assertThat(analytics().offerOutcomes(since, now))
        .containsExactly(outcome(OfferStatus.PENDING, false, 2));
    assertThat(analytics().offerOutcomes(now, since)).isEmpty();
  }

  @Test
  void anOfferPastItsTimeCountsAsExpiredBeforeAnySweep() {
    Instant since = moment();
    BundleOffer offer = offer(AT_14_PERCENT, since);
    Instant expiry = offer.made().expiresAt();

    assertThat(countedAs(since, expiry.minusSeconds(1), offer)).isEqualTo(OfferStatus.PENDING);
    assertThat(countedAs(since, expiry, offer)).isEqualTo(OfferStatus.EXPIRED);
    reach(offer, OfferStatus.PURCHASED, expiry.minusSeconds(1));
    assertThat(countedAs(since, expiry, offer)).isEqualTo(OfferStatus.PURCHASED);
  }

  @Test
  void whatIsMissingOrOutOfRangeIsNamed() {
    Instant at = moment();

    assertRefused("limit", () -> analytics().topByScore(0));
    assertRefused("from", () -> analytics().primeWindowStarting(null, at, 3, 1));
    assertRefused("to", () -> analytics().primeWindowStarting(at, null, 3, 1));
    assertRefused("limit", () -> analytics().primeWindowStarting(at, at, 3, 0));
    assertRefused("since", () -> analytics().offerOutcomes(null, at));
    assertRefused("now", () -> analytics().offerOutcomes(at, null));
  }

  /** Returns where the only offer that was made at its very moment is counted. */
  private OfferStatus countedAs(Instant since, Instant now, BundleOffer offer) {
    List<OfferOutcome> all = new ArrayList<>(analytics().offerOutcomes(since, now));
    List<OfferOutcome> others = analytics().offerOutcomes(since.plusSeconds(1), now);
    assertThat(offer.made().offeredAt()).isEqualTo(since);
    assertThat(others.stream().mapToLong(OfferOutcome::count).sum() + 1)
        .isEqualTo(all.stream().mapToLong(OfferOutcome::count).sum());
    for (OfferOutcome outcome : all) {
      long elsewhere =
          others.stream()
              .filter(
                  other ->
                      other.tier() == outcome.tier()
                          && other.status() == outcome.status()
                          && other.shown() == outcome.shown())
              .mapToLong(OfferOutcome::count)
              .sum();
      if (outcome.count() == elsewhere + 1) {
        return outcome.status();
      }
    }
    throw new AssertionError("the offer is not counted in " + all);
  }

  private BundleOffer offer(BundlePrice price, Instant offeredAt) {
    return made(offers(), priced(draft(customer("ada"), offeredAt), price));
  }

  private BundleOffer reach(BundleOffer offer, OfferStatus status, Instant at) {
    if (status == OfferStatus.PENDING) {
      return offer;
    }
    OfferMove move =
        offers()
            .move(
                offer.id(),
                new OfferStep(status, at, status == OfferStatus.PURCHASED ? BigDecimal.TEN : null),
                null);
    assertThat(move).isInstanceOf(OfferMove.Moved.class);
    return ((OfferMove.Moved) move).offer();
  }

  private static OfferOutcome outcome(OfferStatus status, boolean shown, long count) {
    return new OfferOutcome(DiscountTier.FROM_10_PERCENT, status, shown, count);
  }

  private static CustomerProfile scored(String name, String score, Instant at) {
    return withPurchases(bareProfile(address(name), at), purchases(at, 3, score, null));
  }

  private static CustomerProfile window(String name, @Nullable Instant start, int orders) {
    Instant at = start == null ? moment() : start;
    return withPurchases(fullProfile(address(name), at), purchases(at, orders, "50.00", start));
  }

  private static EmailAddress address(String name) {
    return EmailAddress.of(name + "@example.com");
  }

  private static List<CustomerProfile> ofWord(String word, List<CustomerProfile> all) {
    return all.stream().filter(profile -> profile.customer().value().startsWith(word)).toList();
  }
}
