package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.analytics.AnalyticsService;
import dev.customerintelligence.analytics.ConversionRate;
import dev.customerintelligence.analytics.DiscountTier;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.PurchaseProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The shop's questions and their answers, as tables. */
final class AnalyticsSection {
  private static final int SHOWN = 10;
  private static final Duration AHEAD = Duration.ofDays(7);
  private static final Duration PERIOD = Duration.ofDays(30);

  private final Report report;

  AnalyticsSection(Report report) {
    this.report = report;
  }

  void print(AnalyticsService analytics, Instant now) {
    printTopCustomers(analytics.topCustomers(), now);
    printPrimeWindow(analytics.primeWindow(now, AHEAD), now);
    printConversion(analytics.conversionRate(now, PERIOD));
    printTiers(analytics.acceptanceByDiscount(now, PERIOD));
    printEvents(analytics.eventsByType(now, PERIOD));
  }

  private void printTopCustomers(List<CustomerProfile> top, Instant now) {
    report.section("Top customers");
    Table table =
        new Table()
            .text("customer")
            .number("score")
            .number("orders")
            .number("average")
            .number("peak amount")
            .number("peak items")
            .number("days since")
            .number("cycle")
            .text("favourite");
    for (CustomerProfile profile : top.subList(0, Math.min(SHOWN, top.size()))) {
      PurchaseProfile purchases = profile.purchases();
      table.row(
          profile.customer().value(),
          purchases.score().toPlainString(),
          purchases.totalOrders(),
          purchases.averageOrderValue().toPlainString(),
          purchases.peakAmount().toPlainString(),
          purchases.peakQuantity(),
          purchases.daysSinceLastOrder(now).orElseThrow(),
          purchases.purchaseCycleDays(),
          purchases.favorites().isEmpty() ? "" : purchases.favorites().get(0).name());
    }
    report.table(table);
    report.rest(top.size() - SHOWN, "of the top " + top.size());
  }

  private void printPrimeWindow(List<CustomerProfile> due, Instant now) {
    report.section("Prime window starts within 7 days, from 3 orders on");
    Table table =
        new Table()
            .text("customer")
            .text("window start")
            .text("window end")
            .number("orders")
            .number("days since");
    for (CustomerProfile profile : due.subList(0, Math.min(SHOWN, due.size()))) {
      PurchaseProfile purchases = profile.purchases();
      table.row(
          profile.customer().value(),
          Objects.requireNonNull(purchases.primeWindow()).start(),
          Objects.requireNonNull(purchases.primeWindow()).end(),
          purchases.totalOrders(),
          purchases.daysSinceLastOrder(now).orElseThrow());
    }
    printOr(table, "Nobody's.");
    report.rest(due.size() - SHOWN, "customers");
  }

  private void printConversion(ConversionRate rate) {
    report.section("Conversion rate of offers, last 30 days");
    report.line(
        "%s: %d of %d offers shown were bought.", percent(rate), rate.purchased(), rate.shown());
  }

  private void printTiers(Map<DiscountTier, ConversionRate> tiers) {
    report.section("Acceptance by discount tier, last 30 days");
    Table table = new Table().text("discount").number("purchased").number("shown").number("rate");
    tiers.forEach(
        (tier, rate) -> table.row(tier.label(), rate.purchased(), rate.shown(), percent(rate)));
    printOr(table, "No offer was shown.");
  }

  private void printEvents(List<EventTypeCount> counts) {
    report.section("Events by type, last 30 days");
    Table table = new Table().text("type").number("events");
    counts.forEach(count -> table.row(count.type(), count.count()));
    printOr(table, "None.");
  }

  private void printOr(Table table, String nothing) {
    if (table.isEmpty()) {
      report.line("%s", nothing);
    } else {
      report.table(table);
    }
  }

  private static String percent(ConversionRate rate) {
    return rate.percent().map(percent -> percent.toPlainString() + " %").orElse("no rate");
  }
}
