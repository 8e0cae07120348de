package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.forecast.Forecast;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole job: profiles, forecasts, segments, recognition, offers and analytics, each printed as
 * it is done.
 */
final class MainJob {
  private static final Duration AFTER_NEWEST_ORDER = Duration.ofDays(1);

  private final OrdersRead read;
  private final Instant start;
  private final boolean startGiven;
  private final Report report;
  private final Progress progress;

  MainJob(OrdersRead read, @Nullable Instant now, Report report, Progress progress) {
    this.read = read;
    this.start = now == null ? newestOrder(read).plus(AFTER_NEWEST_ORDER) : now;
    this.startGiven = now != null;
    this.report = report;
    this.progress = progress;
  }

  void run(@Nullable ProfilesFile profilesFile) throws QuickstartException {
    DemoClock clock = new DemoClock(start);
    // Thrown away with the process, as what it hashes is; a shop keeps its key with its secrets.
    HashKey key = HashKey.generate("quickstart");
    OrderHistory orders = new InMemoryOrderHistory(read.orders());
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder()
            .hashKey(key)
            .clock(clock)
            .orderHistory(orders)
            .catalogue(new OrderCatalogue(read.orders(), read.currency()))
            .build()) {
      new OrdersSection(report).print(read, start, startGiven);
      new ProfilesSection(read.format(), report, progress).run(ci.profiles());
      Map<EmailAddress, Forecast> forecasts =
          new ForecastsSection(report, progress).run(ci.forecasts());
      Segments segments = Segments.of(orders, start);
      new SegmentsSection(report).print(segments);
      if (profilesFile != null) {
        report.section("Profiles as JSON");
        report.line(
            "Written        %,d profiles to %s",
            profilesFile.write(ci.profiles(), new MoreColumns(segments, forecasts), start),
            profilesFile.path());
      }
      List<CustomerProfile> top = ci.analytics().topCustomers();
      if (top.isEmpty()) {
        report.section("No customer has a profile with paid orders");
        report.line("There is nobody to recognise and nothing to offer.");
      } else {
        new RecognitionSection(report).run(ci, top);
        new OffersSection(report, clock, read.currency()).run(ci, top);
        new AnalyticsSection(report).print(ci.analytics(), clock.instant());
      }
    } finally {
      report.flush();
    }
  }

  private static Instant newestOrder(OrdersRead read) {
    return read.orders().stream().map(Order::orderedAt).max(Instant::compareTo).orElseThrow();
  }
}
