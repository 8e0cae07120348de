package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.profile.RfmMeasure;
import dev.customerintelligence.profile.RfmSegmentation;
import dev.customerintelligence.profile.RfmThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every customer's RFM measure and score, now and some time before, both by the cuts of now: only
 * then does a customer who moves have moved.
 *
 * @param measures of everyone who has a paid order
 * @param now null when nobody has
 * @param before null likewise
 */
record Segments(
    Map<EmailAddress, RfmMeasure> measures,
    @Nullable RfmSegmentation<EmailAddress> now,
    @Nullable RfmSegmentation<EmailAddress> before) {
  static final Duration BACK = Duration.ofDays(90);

  private static final int PAGE = 1000;

  static Segments of(OrderHistory orders, Instant now) {
    Map<EmailAddress, RfmMeasure> measures = new HashMap<>();
    Map<EmailAddress, RfmMeasure> earlier = new HashMap<>();
    List<CustomerHistory> page = orders.customersAfter(null, PAGE);
    while (!page.isEmpty()) {
      for (CustomerHistory history : page) {
        if (history instanceof CustomerOrders readable) {
          measure(readable, now, measures);
          measure(readable, now.minus(BACK), earlier);
        }
      }
      page = orders.customersAfter(page.get(page.size() - 1).customer(), PAGE);
    }
    if (measures.isEmpty()) {
      return new Segments(measures, null, null);
    }
    RfmThresholds cuts = RfmThresholds.quantiles(measures.values());
    return new Segments(
        measures, RfmSegmentation.of(measures, cuts), RfmSegmentation.of(earlier, cuts));
  }

  private static void measure(
      CustomerOrders history, Instant asOf, Map<EmailAddress, RfmMeasure> measures) {
    RfmMeasure.of(history.orders(), ProfilePolicy.defaults(), asOf)
        .ifPresent(measure -> measures.put(history.customer(), measure));
  }
}
