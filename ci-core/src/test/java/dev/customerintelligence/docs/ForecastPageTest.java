package dev.customerintelligence.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.forecast.EvaluationPlan;
import dev.customerintelligence.forecast.FitOptions;
import dev.customerintelligence.forecast.FitReport;
import dev.customerintelligence.forecast.Forecast;
import dev.customerintelligence.forecast.ForecastEvaluation;
import dev.customerintelligence.forecast.ForecastPolicy;
import dev.customerintelligence.forecast.ForecastReport;
import dev.customerintelligence.forecast.Forecaster;
import dev.customerintelligence.forecast.ModelChoice;
import dev.customerintelligence.forecast.ModelFitter;
import dev.customerintelligence.forecast.ModelSpec;
import dev.customerintelligence.forecast.PurchaseDays;
import dev.customerintelligence.forecast.PurchaseSummary;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The code of docs/forecasts.md. */
class ForecastPageTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-03-01");

  @Test
  void aShopsForecasts() {
    List<PurchaseDays> shop = shop();
    List<PurchaseSummary> summaries = PurchaseDays.summaries(shop, TODAY);
    ModelChoice choice =
        ModelFitter.choose(
            summaries, List.of(ModelSpec.BG_NBD, ModelSpec.MBG_NBD), FitOptions.defaults());
    System.out.println(choice.explanation());

    Forecaster forecaster =
        Forecaster.of(choice.best().model(), ForecastPolicy.defaults())
            .withSpend(ModelFitter.fitSpend(summaries, FitOptions.defaults()).model());
    Forecast forecast = forecaster.forecast(summaries.get(0), TODAY);
    System.out.println(forecast.probabilityAlive() + " " + forecast.expectedOrders());
    System.out.println(forecast.nextOrder());

    System.out.println(
        ForecastEvaluation.evaluate(
            shop,
            EvaluationPlan.of(TODAY.minusDays(200), TODAY, 60),
            ModelSpec.BG_NBD,
            FitOptions.defaults()));

    assertThat(forecast.probabilityAlive()).isBetween(0.0, 1.0);
    assertThat(forecast.expectedSpend()).isNotNull();
    assertThat(choice.candidates()).hasSize(2);
  }

  @Test
  void aWholeShop() {
    EmailAddress ada = EmailAddress.of("customer-0@example.com");
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder()
            .hashKey(HashKey.generate("docs"))
            .clock(() -> TODAY.atStartOfDay().toInstant(ZoneOffset.UTC))
            .orderHistory(new InMemoryOrderHistory(orders()))
            .build()) {
      FitReport fit =
          ci.forecasts().fit(each -> System.err.printf("%d of %d%n", each.done(), each.total()));
      System.out.println(fit.choice().explanation());

      ForecastReport report = ci.forecasts().recalculateAll(each -> {});
      Forecast forecast = ci.forecasts().find(ada).orElseThrow().forecast();
      System.out.println(forecast.probabilityAlive() + " " + forecast.nextOrder());

      assertThat(fit.choice().candidates()).hasSize(3);
      assertThat(report.customers()).isEqualTo(300);
    }
  }

  private static List<Order> orders() {
    List<Order> orders = new ArrayList<>();
    List<PurchaseDays> shop = shop();
    for (int i = 0; i < shop.size(); i++) {
      for (int j = 0; j < shop.get(i).size(); j++) {
        orders.add(
            Order.builder(
                    i + "-" + j,
                    EmailAddress.of("customer-" + i + "@example.com"),
                    shop.get(i).day(j).atStartOfDay().toInstant(ZoneOffset.UTC))
                .currency(Currency.getInstance("EUR"))
                .total(BigDecimal.valueOf(1000 + 100 * (i % 30) + j, 2))
                .build());
      }
    }
    return orders;
  }

  /** Three hundred customers, each with a rate of their own, who stop one day. */
  private static List<PurchaseDays> shop() {
    Random random = new Random(7);
    List<PurchaseDays> shop = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Map<LocalDate, BigDecimal> days = new HashMap<>();
      double gap = 10 + 50 * random.nextDouble();
      double price = 10 + 90 * random.nextDouble();
      double day = random.nextInt(200);
      do {
        days.put(
            TODAY.minusDays(600).plusDays((long) day),
            BigDecimal.valueOf((long) (price * (0.5 + random.nextDouble()) * 100), 2));
        day += 1 - gap * Math.log(1 - random.nextDouble());
      } while (day < 600 && random.nextDouble() > 0.08);
      shop.add(PurchaseDays.of(days));
    }
    return shop;
  }
}
