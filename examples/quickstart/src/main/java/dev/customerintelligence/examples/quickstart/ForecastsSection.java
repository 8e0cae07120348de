package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.forecast.FitOptions;
import dev.customerintelligence.forecast.FitReport;
import dev.customerintelligence.forecast.Forecast;
import dev.customerintelligence.forecast.ForecastReport;
import dev.customerintelligence.forecast.ForecastService;
import dev.customerintelligence.forecast.ModelSpec;
import dev.customerintelligence.forecast.NextOrderForecast;
import dev.customerintelligence.forecast.Regularity;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.profile.RecalculationProgress;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fits models to the shop's orders, forecasts everyone by them, and prints who is expected. */
final class ForecastsSection {
  private static final int SHOWN = 10;
  private static final int PAGE = 1000;
  private static final int PERCENT = 100;

  /** The two that are quick to fit; the library knows more. */
  private static final List<ModelSpec> CANDIDATES =
      List.of(ModelSpec.MBG_NBD, ModelSpec.MBG_NBD.with(Regularity.GAMMA));

  /** A little pull keeps the numbers of a small shop sane. */
  private static final FitOptions OPTIONS = new FitOptions(3, 0.1);

  private final Report report;
  private final Progress progress;

  ForecastsSection(Report report, Progress progress) {
    this.report = report;
    this.progress = progress;
  }

  /**
   * Returns the forecasts, sorted by email address; none when there is too little to learn from.
   */
  Map<EmailAddress, Forecast> run(ForecastService forecasts) {
    report.section("Forecasts");
    FitReport fit;
    try {
      fit = forecasts.fit(CANDIDATES, OPTIONS, each -> say("Looked at", each));
    } catch (InvalidInputException e) {
      report.line("No forecasts: %s", e.getMessage());
      return Map.of();
    }
    report.line("Models, best first");
    fit.choice().explanation().lines().forEach(line -> report.line("  %s", line));
    if (fit.withoutSpend() != null) {
      report.line("No amounts     %s", fit.withoutSpend());
    }
    ForecastReport done = forecasts.recalculateAll(each -> say("Forecast", each));
    Map<EmailAddress, Forecast> all = read(forecasts);
    report.line("Forecast       %,d of %,d customers", all.size(), done.customers());
    Map<NextOrderForecast.Timing, Long> timings = new EnumMap<>(NextOrderForecast.Timing.class);
    all.values().forEach(forecast -> timings.merge(forecast.nextOrder().timing(), 1L, Long::sum));
    timings.forEach((timing, count) -> report.line("  %,9d %s", count, meaning(timing)));
    print(all, fit.models().currency());
    return all;
  }

  private void say(String what, RecalculationProgress each) {
    progress.update(
        () ->
            String.format(Locale.ROOT, "%s %,d of %,d customers", what, each.done(), each.total()));
  }

  private static Map<EmailAddress, Forecast> read(ForecastService forecasts) {
    Map<EmailAddress, Forecast> all = new LinkedHashMap<>();
    EmailAddress last = null;
    List<CustomerForecast> page;
    do {
      page = forecasts.after(last, PAGE);
      for (CustomerForecast forecast : page) {
        all.put(forecast.customer(), forecast.forecast());
        last = forecast.customer();
      }
    } while (page.size() == PAGE);
    return all;
  }

  private static String meaning(NextOrderForecast.Timing timing) {
    return switch (timing) {
      case WINDOW -> "with a window for the next order";
      case TOO_EARLY -> "too early to say when: one order";
      case TOO_VAGUE -> "too vague to say when: a window of more than a year";
    };
  }

  private void print(Map<EmailAddress, Forecast> all, @Nullable Currency currency) {
    Table table =
        new Table()
            .text("customer")
            .number("alive")
            .number("orders in a year")
            .number(currency == null ? "spend" : "spend, " + currency.getCurrencyCode())
            .text("next order from")
            .text("to")
            .number("inside");
    all.entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<EmailAddress, Forecast> entry) -> worth(entry.getValue()))
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(SHOWN)
        .forEach(entry -> addRow(table, entry.getKey(), entry.getValue()));
    report.table(table);
    report.rest(all.size() - SHOWN, "customers");
    report.line(
        "Expected of all in a year: %,.0f orders%s",
        all.values().stream().mapToDouble(Forecast::expectedOrders).sum(), spendOf(all.values()));
  }

  private static void addRow(Table table, EmailAddress customer, Forecast forecast) {
    NextOrderForecast next = forecast.nextOrder();
    LocalDate start = next.start();
    LocalDate end = next.end();
    table.row(
        customer.value(),
        percent(forecast.probabilityAlive()),
        String.format(Locale.ROOT, "%.1f", forecast.expectedOrders()),
        forecast.expectedSpend() == null ? "" : forecast.expectedSpend().toPlainString(),
        start == null ? Names.of(next.timing()) : start,
        end == null ? "" : end,
        start == null ? "" : percent(next.probability()));
  }

  private static BigDecimal worth(Forecast forecast) {
    return forecast.expectedSpend() == null
        ? BigDecimal.valueOf(forecast.expectedOrders())
        : forecast.expectedSpend();
  }

  private static String spendOf(Collection<Forecast> forecasts) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Forecast forecast : forecasts) {
      if (forecast.expectedSpend() == null) {
        return "";
      }
      sum = sum.add(forecast.expectedSpend());
    }
    return String.format(Locale.ROOT, ", %,.2f", sum);
  }

  private static String percent(double probability) {
    return String.format(Locale.ROOT, "%.0f %%", PERCENT * probability);
  }
}
