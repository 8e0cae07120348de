package dev.customerintelligence.examples.storefront.dashboard;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.analytics.ConversionRate;
import dev.customerintelligence.analytics.DiscountTier;
import dev.customerintelligence.analytics.OfferOutcome;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.examples.storefront.library.Follower;
import dev.customerintelligence.examples.storefront.shop.OrderBook;
import dev.customerintelligence.examples.storefront.visitor.RecentRecognitions;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.profile.RfmMeasure;
import dev.customerintelligence.profile.RfmSegmentation;
import dev.customerintelligence.profile.RfmThresholds;
import dev.customerintelligence.recognition.Decision;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.sync.SyncState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The figures of the dashboard, asked for anew each time. Thread-safe. */
@Component
final class Figures {
  private static final Duration OFFERS = Duration.ofDays(60);
  private static final Duration AHEAD = Duration.ofDays(7);
  private static final int DAYS = 14;
  private static final int BINS = 10;
  private static final int LISTED = 10;

  private final CustomerIntelligence library;
  private final Storage storage;
  private final OrderBook orders;
  private final RecentRecognitions recent;
  private final InstantSource clock;
  private final ObjectProvider<Follower> follower;

  Figures(
      CustomerIntelligence library,
      Storage storage,
      OrderBook orders,
      RecentRecognitions recent,
      InstantSource clock,
      ObjectProvider<Follower> follower) {
    this.library = library;
    this.storage = storage;
    this.orders = orders;
    this.recent = recent;
    this.clock = clock;
    this.follower = follower;
  }

  /** The few numbers at the top, by name. */
  Map<String, String> tiles() {
    List<RecentRecognitions.Entry> visits = recent.all();
    long recognized = decided(visits, Decision.RECOGNIZED);
    Map<String, String> tiles = new LinkedHashMap<>();
    tiles.put(
        "Visits recognised", visits.isEmpty() ? "-" : 100 * recognized / visits.size() + " %");
    tiles.put(
        "Shown offers bought",
        library
            .analytics()
            .conversionRate(clock.instant(), OFFERS)
            .percent()
            .map(percent -> percent + " %")
            .orElse("-"));
    tiles.put("Customers", Long.toString(orders.customerCount()));
    tiles.put(
        "Orders",
        Long.toString(orders.all().mapToLong(customer -> customer.getValue().size()).sum()));
    return tiles;
  }

  Chart decisions() {
    List<RecentRecognitions.Entry> visits = recent.all();
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Decision decision : Decision.values()) {
      counts.put(word(decision), decided(visits, decision));
    }
    return Chart.ofCounts("Whose visits they were", "Decision", "Visits", counts);
  }

  Chart confidence() {
    long[] bins = new long[BINS];
    recent.all().forEach(entry -> bins[Math.min(BINS - 1, (int) (entry.confidence() * BINS))]++);
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int bin = 0; bin < BINS; bin++) {
      counts.put(bin * 10 + " to " + (bin + 1) * 10 + " %", bins[bin]);
    }
    return Chart.ofCounts(
        "How sure the most probable customer was", "Probability", "Visits", counts);
  }

  Chart funnel() {
    List<OfferOutcome> outcomes = outcomes();
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("made", sum(outcomes, outcome -> true));
    counts.put("shown", sum(outcomes, OfferOutcome::shown));
    counts.put(
        "accepted",
        sum(
            outcomes,
            outcome ->
                outcome.status() == OfferStatus.ADDED_TO_CART
                    || outcome.status() == OfferStatus.PURCHASED));
    counts.put("bought", sum(outcomes, outcome -> outcome.status() == OfferStatus.PURCHASED));
    return Chart.ofCounts("Offers from made to bought, 60 days", "Step", "Offers", counts);
  }

  Chart statuses() {
    List<OfferOutcome> outcomes = outcomes();
    Map<String, Long> counts = new LinkedHashMap<>();
    for (OfferStatus status : OfferStatus.values()) {
      counts.put(
          status.columnValue().replace('_', ' '),
          sum(outcomes, outcome -> outcome.status() == status));
    }
    return Chart.ofCounts("Where the offers stand, 60 days", "Status", "Offers", counts);
  }

  Chart tiers() {
    Map<DiscountTier, ConversionRate> rates =
        library.analytics().acceptanceByDiscount(clock.instant(), OFFERS);
    return new Chart(
        "Shown offers bought, by discount",
        "Discount",
        "Bought of shown",
        rates.entrySet().stream()
            .map(
                entry ->
                    new Chart.Bar(
                        entry.getKey().label(),
                        entry.getValue().purchased() + " of " + entry.getValue().shown(),
                        (double) entry.getValue().purchased()
                            / Math.max(1, entry.getValue().shown())))
            .toList());
  }

  Chart segments() {
    Map<EmailAddress, RfmMeasure> measures = new HashMap<>();
    orders
        .all()
        .forEach(
            customer ->
                RfmMeasure.of(customer.getValue(), ProfilePolicy.defaults(), clock.instant())
                    .ifPresent(measure -> measures.put(customer.getKey(), measure)));
    Map<String, Long> counts = new LinkedHashMap<>();
    if (!measures.isEmpty()) {
      RfmSegmentation.of(measures, RfmThresholds.quantiles(measures.values()))
          .counts()
          .forEach((segment, count) -> counts.put(word(segment), count.longValue()));
    }
    return Chart.ofCounts("Customers by segment (RFM)", "Segment", "Customers", counts);
  }

  /** Events of the last days, UTC, one question to the store for each day. */
  Chart eventsPerDay() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int back = DAYS - 1; back >= 0; back--) {
      LocalDate day = today.minusDays(back);
      Instant end = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
      counts.put(
          day.toString(),
          library.analytics().eventsByType(end, Duration.ofDays(1)).stream()
              .mapToLong(EventTypeCount::count)
              .sum());
    }
    return Chart.ofCounts("Events per day (UTC)", "Day", "Events", counts);
  }

  List<CustomerProfile> primeWindow() {
    return library.analytics().primeWindow(clock.instant(), AHEAD).stream().limit(LISTED).toList();
  }

  List<CustomerProfile> topCustomers() {
    return library.analytics().topCustomers().stream().limit(LISTED).toList();
  }

  /** How far a second store has followed the shop's, by name; empty where there is none. */
  Map<String, String> inStep() {
    Map<String, String> values = new LinkedHashMap<>();
    follower.ifAvailable(
        store -> {
          SyncState state = store.state();
          values.put(
              "Behind the shop",
              state.lag() == null ? "-" : state.lag().toMillis() / 1000.0 + " s");
          values.put(
              "Last in step",
              state.lastSuccess() == null
                  ? "-"
                  : state.lastSuccess().truncatedTo(ChronoUnit.SECONDS).toString());
          values.put("Rows written", Long.toString(state.counts().written()));
          values.put(
              "Differences at the newest comparison",
              state.differences() == null ? "-" : state.differences().toString());
          values.put("Waiting for a store", state.waiting() ? "yes" : "no");
        });
    return values;
  }

  /** The newest recognitions, newest first. */
  List<RecentRecognitions.Entry> newest() {
    List<RecentRecognitions.Entry> all = recent.all();
    List<RecentRecognitions.Entry> newest =
        new ArrayList<>(all.subList(Math.max(0, all.size() - LISTED), all.size()));
    Collections.reverse(newest);
    return newest;
  }

  private List<OfferOutcome> outcomes() {
    Instant now = clock.instant();
    return storage.analytics().offerOutcomes(now.minus(OFFERS), now);
  }

  private static long sum(List<OfferOutcome> outcomes, Predicate<OfferOutcome> which) {
    return outcomes.stream().filter(which).mapToLong(OfferOutcome::count).sum();
  }

  private static long decided(List<RecentRecognitions.Entry> visits, Decision decision) {
    return visits.stream().filter(entry -> entry.recognition().decision() == decision).count();
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
