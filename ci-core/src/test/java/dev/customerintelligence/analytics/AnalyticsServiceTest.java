package dev.customerintelligence.analytics;

import static dev.customerintelligence.analytics.DiscountTier.BELOW_10_PERCENT;
import static dev.customerintelligence.analytics.DiscountTier.FROM_10_PERCENT;
import static dev.customerintelligence.analytics.DiscountTier.FROM_15_PERCENT;
import static dev.customerintelligence.analytics.DiscountTier.NO_BASE_PRICE;
import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.bundle.TestOffers;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.PurchaseProfile;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnalyticsServiceTest {
  private static final Instant NOW = day(100);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration WEEK = Duration.ofDays(7);

  private final Storage storage =
      new InMemoryStorage(new TombstoneHasher(HashKey.generate("test"), List.of()));
  private final AnalyticsService analytics =
      new AnalyticsService(storage.analytics(), storage.events());
  private int customers;

  @Test
  void listsTopCustomersByScoreAmongThoseWithOrders() {
    for (int i = 0; i < 105; i++) {
      profile("c%03d".formatted(i), 1, i % 100, null);
    }
    profile("without", 0, 100, null);

    List<CustomerProfile> top = analytics.topCustomers();

    assertThat(top).hasSize(100);
    assertThat(top.get(0).customer()).isEqualTo(email("c099"));
    assertThat(top.subList(94, 98))
        .extracting(CustomerProfile::customer)
        .as("5, then 4 twice, equal ones by email")
        .containsExactly(email("c005"), email("c004"), email("c104"), email("c003"));
    assertThat(top).extracting(CustomerProfile::customer).doesNotContain(email("without"));
  }

  @Test
  void listsPrimeWindowsThatStartSoonOfRegularCustomers() {
    profile("late", 3, 1, NOW.plus(WEEK));
    profile("soon", 3, 1, NOW);
    profile("between", 9, 1, NOW.plusSeconds(60));
    profile("over", 3, 1, NOW.minusNanos(1));
    profile("tooLate", 3, 1, NOW.plus(WEEK).plusNanos(1));
    profile("new", 2, 1, NOW.plusSeconds(60));
    profile("none", 3, 1, null);

    assertThat(analytics.primeWindow(NOW, WEEK))
        .extracting(CustomerProfile::customer)
        .containsExactly(email("soon"), email("between"), email("late"));
    assertThat(analytics.primeWindow(NOW, Duration.ofNanos(1)))
        .extracting(CustomerProfile::customer)
        .containsExactly(email("soon"));
  }

  @Test
  void countsThePurchasedOfTheShown() {
    offers(3, OfferStatus.PURCHASED);
    offers(2, OfferStatus.VIEWED);
    offers(1, OfferStatus.ADDED_TO_CART);
    offers(1, OfferStatus.REJECTED);
    offers(4, OfferStatus.PENDING);
    expired(1, true);
    expired(5, false);

    ConversionRate rate = analytics.conversionRate(NOW, MONTH);

    assertThat(rate).isEqualTo(new ConversionRate(3, 8));
    assertThat(rate.percent()).contains(new BigDecimal("37.50"));
  }

  @Test
  void countsOffersPastTheirTimeAsExpiredBeforeAnySweep() {
    BundleOffer viewed = offer(NOW.minus(Duration.ofDays(10)), "100.00", "10.00");
    move(viewed, OfferStatus.VIEWED, viewed.made().offeredAt());
    offer(NOW.minus(Duration.ofDays(10)), "100.00", "10.00");

    assertThat(analytics.conversionRate(NOW, MONTH)).isEqualTo(new ConversionRate(0, 1));
    assertThat(storage.analytics().offerOutcomes(day(0), NOW))
        .containsExactlyInAnyOrder(
            new OfferOutcome(FROM_10_PERCENT, OfferStatus.EXPIRED, true, 1),
            new OfferOutcome(FROM_10_PERCENT, OfferStatus.EXPIRED, false, 1));
  }

  @Test
  void looksAtThePeriodOnly() {
    shown(NOW.minus(MONTH), "100.00", "10.00");
    shown(NOW, "100.00", "10.00");
    shown(NOW.minus(MONTH).minusNanos(1), "100.00", "10.00");
    shown(NOW.plusNanos(1), "100.00", "10.00");

    assertThat(analytics.conversionRate(NOW, MONTH).shown()).isEqualTo(2);
  }

  @Test
  void hasNoRateWhereNothingWasShown() {
    assertThat(analytics.conversionRate(NOW, MONTH).percent()).isEmpty();
    offers(3, OfferStatus.PENDING);
    assertThat(analytics.conversionRate(NOW, MONTH).percent()).isEmpty();
    assertThat(analytics.acceptanceByDiscount(NOW, MONTH)).isEmpty();
  }

  @Test
  void dividesAcceptanceByDiscountTier() {
    purchased("100.00", "15.00");
    shown(NOW.minusSeconds(60), "100.00", "20.00");
    shown(NOW.minusSeconds(60), "100.00", "14.99");
    purchased("100.00", "10.00");
    purchased("100.00", "12.00");
    shown(NOW.minusSeconds(60), "100.00", "9.99");
    shown(NOW.minusSeconds(60), "0.00", "0.00");
    offer(NOW.minusSeconds(60), "100.00", "1.00");

    Map<DiscountTier, ConversionRate> acceptance = analytics.acceptanceByDiscount(NOW, MONTH);

    assertThat(acceptance)
        .containsExactly(
            entry(FROM_15_PERCENT, new ConversionRate(1, 2)),
            entry(FROM_10_PERCENT, new ConversionRate(2, 3)),
            entry(BELOW_10_PERCENT, new ConversionRate(0, 1)),
            entry(NO_BASE_PRICE, new ConversionRate(0, 1)));
    assertThat(acceptance.get(FROM_10_PERCENT).percent()).contains(new BigDecimal("66.67"));
  }

  @Test
  void countsEventsOfThePeriodByType() {
    event("bundle_viewed", NOW.minus(MONTH));
    event("bundle_viewed", NOW.minusNanos(1));
    event("order_completed", NOW.minus(WEEK));
    event("bundle_viewed", NOW.minus(MONTH).minusNanos(1));
    event("bundle_viewed", NOW);

    assertThat(analytics.eventsByType(NOW, MONTH))
        .containsExactly(
            new EventTypeCount("bundle_viewed", 3), new EventTypeCount("order_completed", 1));
  }

  @Test
  void asksForAtMostAThousandRows() {
    AnalyticsService limited =
        new AnalyticsService(
            new AnalyticsStore() {
              @Override
              public List<CustomerProfile> topByScore(int limit) {
                assertThat(limit).isEqualTo(100);
                return List.of();
              }

              @Override
              public List<CustomerProfile> primeWindowStarting(
                  Instant from, Instant to, int minOrders, int limit) {
                assertThat(List.of(from, to, minOrders, limit))
                    .isEqualTo(List.of(NOW, NOW.plus(WEEK), 3, 1000));
                return List.of();
              }

              @Override
              public List<OfferOutcome> offerOutcomes(Instant since, Instant now) {
                assertThat(List.of(since, now)).isEqualTo(List.of(NOW.minus(MONTH), NOW));
                return List.of();
              }
            },
            storage.events());

    assertThat(limited.topCustomers()).isEmpty();
    assertThat(limited.primeWindow(NOW, WEEK)).isEmpty();
    assertThat(limited.conversionRate(NOW, MONTH)).isEqualTo(new ConversionRate(0, 0));
  }

  @Test
  void refusesPeriodsThatAreNone() {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);

    assertRefused("now", () -> analytics.primeWindow(null, WEEK));
    assertRefused("ahead", () -> analytics.primeWindow(NOW, null));
    assertRefused("ahead", () -> analytics.primeWindow(NOW, Duration.ZERO));
    assertRefused("ahead", () -> analytics.primeWindow(NOW, longest));
    assertRefused("now", () -> analytics.conversionRate(null, MONTH));
    assertRefused("period", () -> analytics.conversionRate(NOW, null));
    assertRefused("period", () -> analytics.conversionRate(NOW, Duration.ofDays(-1)));
    assertRefused("period", () -> analytics.conversionRate(NOW, longest));
    assertRefused("now", () -> analytics.acceptanceByDiscount(null, MONTH));
    assertRefused("period", () -> analytics.acceptanceByDiscount(NOW, Duration.ZERO));
    assertRefused("now", () -> analytics.eventsByType(Instant.MAX, MONTH));
    assertRefused("period", () -> analytics.eventsByType(NOW, Duration.ZERO));
  }

  @Test
  void refusesToBeMadeWithoutItsParts() {
    assertRefused("store", () -> new AnalyticsService(null, storage.events()));
    assertRefused("events", () -> new AnalyticsService(storage.analytics(), null));
  }

  private void offers(int count, OfferStatus status) {
    for (int i = 0; i < count; i++) {
      Instant at = NOW.minusSeconds(60);
      BundleOffer offer = offer(at, "100.00", "10.00");
      if (status != OfferStatus.PENDING) {
        move(offer, status, at);
      }
    }
  }

  private void expired(int count, boolean viewed) {
    for (int i = 0; i < count; i++) {
      Instant at = NOW.minus(Duration.ofDays(20));
      BundleOffer offer = offer(at, "100.00", "10.00");
      if (viewed) {
        move(offer, OfferStatus.VIEWED, at);
      }
      move(offer, OfferStatus.EXPIRED, offer.made().expiresAt().minusNanos(1));
    }
  }

  private void shown(Instant at, String base, String discount) {
    move(offer(at, base, discount), OfferStatus.VIEWED, at);
  }

  private void purchased(String base, String discount) {
    Instant at = NOW.minusSeconds(60);
    move(offer(at, base, discount), OfferStatus.PURCHASED, at);
  }

  private BundleOffer offer(Instant at, String base, String discount) {
    EmailAddress customer = email("offered" + customers++);
    return ((OfferCreation.Created)
            storage.offers().create(TestOffers.draft(customer, at, base, discount)))
        .offer();
  }

  private void move(BundleOffer offer, OfferStatus to, Instant at) {
    storage.offers().move(offer.id(), new OfferStep(to, at, null), null);
  }

  private void event(String type, Instant at) {
    storage.events().append(List.of(BehavioralEvent.builder(UUID.randomUUID(), type, at).build()));
  }

  private void profile(String name, int orders, int score, Instant windowStart) {
    storage
        .profiles()
        .save(
            List.of(
                new CustomerProfile(
                    email(name),
                    null,
                    null,
                    null,
                    null,
                    null,
                    new PurchaseProfile(
                        orders,
                        BigDecimal.ONE,
                        1,
                        BigDecimal.ONE,
                        day(1),
                        14,
                        windowStart == null
                            ? null
                            : new PrimeWindow(windowStart, windowStart.plus(WEEK)),
                        List.of(),
                        BigDecimal.valueOf(score)),
                    NOW)));
  }

  private static EmailAddress email(String name) {
    return EmailAddress.of(name + "@example.com");
  }
}
