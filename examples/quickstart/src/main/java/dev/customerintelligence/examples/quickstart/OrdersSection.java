package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.order.Order;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was read, what was left out, and what could not be read. */
final class OrdersSection {
  private final Report report;

  OrdersSection(Report report) {
    this.report = report;
  }

  void print(OrdersRead read, Instant now, boolean nowGiven) {
    report.section("Orders");
    report.line("Source     %s", read.source());
    report.line("Columns    %s", read.format().title());
    report.line("Rows       %,d", read.rows());
    report.line(
        "Orders     %,d of %,d customers, %,d lines",
        read.orders().size(),
        read.orders().stream().map(Order::customer).distinct().count(),
        read.orders().stream().mapToLong(order -> order.lines().size()).sum());
    report.line(
        "Period     %s to %s",
        read.orders().stream().map(Order::orderedAt).min(Instant::compareTo).orElseThrow(),
        read.orders().stream().map(Order::orderedAt).max(Instant::compareTo).orElseThrow());
    report.line("Now        %s%s", now, nowGiven ? "" : ", one day after the newest order");
    report.table(byStatus(read));
    printLeftOut(read);
    report.line("Bad rows   %,d", read.badRows().count());
    print(read.badRows(), "bad rows");
    report.line("Refused    %,d orders", read.refused().count());
    print(read.refused(), "refused orders");
  }

  private static Table byStatus(OrdersRead read) {
    Map<String, Long> counts = new TreeMap<>();
    Map<String, BigDecimal> totals = new TreeMap<>();
    for (Order order : read.orders()) {
      counts.merge(order.status(), 1L, Long::sum);
      totals.merge(order.status(), order.total(), BigDecimal::add);
    }
    Table table =
        new Table()
            .text("status")
            .number("orders")
            .number("sum of totals, " + read.currency().getCurrencyCode());
    counts.forEach(
        (status, count) ->
            table.row(
                status,
                String.format(Locale.ROOT, "%,d", count),
                String.format(Locale.ROOT, "%,.2f", totals.get(status))));
    return table;
  }

  private void printLeftOut(OrdersRead read) {
    long rows = read.leftOut().values().stream().mapToLong(Long::longValue).sum();
    report.line("Left out   %,d rows", rows);
    new TreeMap<>(read.leftOut())
        .forEach((reason, count) -> report.line("  %,9d %s", count, reason));
  }

  private void print(Problems problems, String what) {
    problems.first().forEach(problem -> report.line("  %s", problem));
    report.rest(problems.count() - problems.first().size(), what);
  }
}
