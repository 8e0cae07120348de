package dev.customerintelligence.examples.operations;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.analytics.AnalyticsService;
import dev.customerintelligence.analytics.ConversionRate;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.profile.CustomerProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answers the shop's questions. */
@Command(
    name = "analytics",
    description =
        "Answers the shop's questions from the target, or the source where none is named.")
final class AnalyticsCommand extends StoreCommand {
  private static final int SHOWN = 10;
  private static final Duration AHEAD = Duration.ofDays(7);

  @Option(
      names = "--days",
      defaultValue = "30",
      description = "For rates and events, the last so many days; default ${DEFAULT-VALUE}.")
  private int days = 30;

  @Option(
      names = "--show-addresses",
      description = "Prints whole email addresses; without it they are masked.")
  private boolean showAddresses;

  @Override
  int run(Stores stores, Console console) {
    List<Store> named = stores.named();
    Instant now = Instant.now();
    Duration period = Duration.ofDays(days);
    Map<String, Object> values = new LinkedHashMap<>();
    try (CustomerIntelligence library = stores.library(named.get(named.size() - 1))) {
      AnalyticsService analytics = library.analytics();
      values.put("top_customers", customers(analytics.topCustomers()));
      values.put("prime_window_within_7_days", customers(analytics.primeWindow(now, AHEAD)));
      values.put("conversion", rate(analytics.conversionRate(now, period)));
      Map<String, Object> tiers = new LinkedHashMap<>();
      analytics
          .acceptanceByDiscount(now, period)
          .forEach((tier, rate) -> tiers.put(tier.label(), rate(rate)));
      values.put("acceptance_by_discount", tiers);
      Map<String, Long> events = new LinkedHashMap<>();
      for (EventTypeCount count : analytics.eventsByType(now, period)) {
        events.put(count.type(), count.count());
      }
      values.put("events_by_type", events);
    }
    console.result(values);
    return ExitCodes.OK;
  }

  private List<Map<String, Object>> customers(List<CustomerProfile> profiles) {
    return profiles.stream().limit(SHOWN).map(this::customer).toList();
  }

  private Map<String, Object> customer(CustomerProfile profile) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("customer", showAddresses ? profile.customer().value() : profile.customer().toString());
    row.put("score", profile.purchases().score());
    row.put("orders", profile.purchases().totalOrders());
    row.put("average", profile.purchases().averageOrderValue());
    return row;
  }

  private static Map<String, Object> rate(ConversionRate rate) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("purchased", rate.purchased());
    values.put("shown", rate.shown());
    rate.percent().ifPresent(percent -> values.put("percent", percent));
    return values;
  }
}
