package dev.customerintelligence.analytics;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.CustomerProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answers the shop's questions. Thread-safe.
 *
 * <p>A customer's recent events are with {@link dev.customerintelligence.event.EventService}; a
 * customer's devices and a device's customers with {@link
 * dev.customerintelligence.recognition.RecognitionService}.
 */
public final class AnalyticsService {
  private static final int TOP = 100;
  private static final int MAX_LISTED = 1000;
  private static final int MAX_TYPES = 1000;
  private static final int REGULAR_ORDERS = 3;

  private final AnalyticsStore store;
  private final EventStore events;

  /** Joins the stores. */
  public AnalyticsService(AnalyticsStore store, EventStore events) {
    this.store = Inputs.required("store", store);
    this.events = Inputs.required("events", events);
  }

  /** Returns the 100 customers with the highest profile score among those with orders. */
  public List<CustomerProfile> topCustomers() {
    return store.topByScore(TOP);
  }

  /**
   * Returns the customers with at least three orders whose prime window starts soon, soonest first,
   * at most 1,000.
   *
   * @param now the moment from which to look
   * @param ahead how far to look, above zero; the shop's report uses 7 days
   * @throws InvalidInputException naming the argument that is null or not above zero
   */
  public List<CustomerProfile> primeWindow(Instant now, Duration ahead) {
    Inputs.moment("now", now);
    return store.primeWindowStarting(
        now, now.plus(Inputs.positive("ahead", ahead)), REGULAR_ORDERS, MAX_LISTED);
  }

  /**
   * Returns how many of the offers shown in a period were bought.
   *
   * @param now the end of the period
   * @param period its length, above zero; the shop's report uses 30 days
   * @throws InvalidInputException naming the argument that is null or not above zero
   */
  public ConversionRate conversionRate(Instant now, Duration period) {
    return ConversionRate.of(outcomes(now, period));
  }

  /**
   * Returns the same for each discount tier of which an offer was shown, highest discount first.
   *
   * @param now the end of the period
   * @param period its length, above zero
   * @throws InvalidInputException naming the argument that is null or not above zero
   */
  public Map<DiscountTier, ConversionRate> acceptanceByDiscount(Instant now, Duration period) {
    return outcomes(now, period).stream()
        .filter(OfferOutcome::shown)
        .collect(
            Collectors.groupingBy(
                OfferOutcome::tier,
                () -> new EnumMap<>(DiscountTier.class),
                Collectors.collectingAndThen(Collectors.toList(), ConversionRate::of)));
  }

  /**
   * Counts the events of a period by type, most first, at most 1,000 types.
   *
   * @param now the end of the period
   * @param period its length, above zero; the shop's report uses 30 days
   * @throws InvalidInputException naming the argument that is null or not above zero
   */
  public List<EventTypeCount> eventsByType(Instant now, Duration period) {
    return events.countsByType(since(now, period), now, MAX_TYPES);
  }

  private List<OfferOutcome> outcomes(Instant now, Duration period) {
    return store.offerOutcomes(since(now, period), now);
  }

  private static Instant since(Instant now, Duration period) {
    return Inputs.moment("now", now).minus(Inputs.positive("period", period));
  }
}
