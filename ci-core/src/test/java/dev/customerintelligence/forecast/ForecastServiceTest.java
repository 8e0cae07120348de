package dev.customerintelligence.forecast;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.TestClock;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.order.UnreadableOrders;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.PrimeWindowSource;
import dev.customerintelligence.profile.ProfileCalculator;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.RecalculationProgress;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForecastServiceTest {
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final FitOptions ONE_START = new FitOptions(1, 0);
  private static final List<ModelSpec> QUICK =
      List.of(ModelSpec.NBD, ModelSpec.MBG_NBD.with(Regularity.GAMMA));
  private static final PurchaseModel TRUTH =
      PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.GAMMA), 2, 40, 0.3, 2.3, 3);
  private static final LocalDate TODAY = Simulation.OPENING.plusDays(500);
  private static final EmailAddress FIRST = customer(0);

  private final TestClock clock = new TestClock(TODAY.atTime(15, 0).toInstant(ZoneOffset.UTC));
  private final Storage storage =
      new InMemoryStorage(new TombstoneHasher(HashKey.generate("test"), List.of()));

  @Test
  void fitsForecastsAndKeepsAll() {
    List<Order> orders = orders(1200);
    ForecastService service = service(orders);
    assertThat(service.models()).isEmpty();
    List<Long> done = new ArrayList<>();

    FitReport fit = service.fit(QUICK, ONE_START, each -> done.add(each.done()));

    assertThat(done).containsExactly(500L, 1000L, 1200L);
    assertThat(fit.save()).isEqualTo(ForecastSave.SAVED);
    assertThat(fit.customers()).isEqualTo(1200);
    assertThat(fit.refused()).isZero();
    assertThat(fit.withoutSpend()).isNull();
    assertThat(fit.choice().best().model().spec()).isEqualTo(TRUTH.spec());
    assertThat(service.models()).contains(fit.models());
    assertThat(fit.models().fittedAt()).isEqualTo(clock.instant());
    assertThat(fit.models().currency()).isEqualTo(EUR);
    assertThat(fit.models().purchases()).isEqualTo(fit.choice().best());

    done.clear();
    ForecastReport report = service.recalculateAll(each -> done.add(each.total()));

    assertThat(done).containsExactly(1200L, 1200L, 1200L);
    assertThat(report.customers()).isEqualTo(1200);
    assertThat(report.count(ForecastSave.SAVED)).isEqualTo(1200);
    assertThat(service.after(null, 1000)).hasSize(1000);
    PurchaseSummary summary =
        PurchaseDays.of(ordersOf(orders, FIRST), ProfilePolicy.defaults())
            .summary(TODAY)
            .orElseThrow();
    Forecast expected =
        Forecaster.of(fit.models().purchases().model(), ForecastPolicy.defaults())
            .withSpend(fit.models().spend().model())
            .forecast(summary, TODAY);
    assertThat(service.find(FIRST)).contains(new CustomerForecast(FIRST, expected));
    assertThat(service.recalculate(FIRST)).contains(new CustomerForecast(FIRST, expected));
  }

  @Test
  void fitsToTheSameCustomersWhateverTheirSequenceAndWhoeverElseThereIs() {
    CustomerSample sample = new CustomerSample(3);
    CustomerSample turned = new CustomerSample(3);
    for (int i = 0; i < 100; i++) {
      sample.add(customer(i), PurchaseSummary.of(1, i + 1, 200), EUR);
      turned.add(customer(99 - i), PurchaseSummary.of(1, 100 - i, 200), EUR);
    }
    CustomerSample fewer = new CustomerSample(3);
    for (PurchaseSummary summary : sample.summaries()) {
      fewer.add(customer((int) summary.recency() - 1), summary, EUR);
    }

    assertThat(sample.summaries()).hasSize(3).isEqualTo(turned.summaries());
    assertThat(fewer.summaries()).isEqualTo(sample.summaries());
    assertThat(sample.currency()).contains(EUR);
  }

  @Test
  void refusesToForecastBeforeAFit() {
    ForecastService service = service(orders(20));

    assertThat(assertRefused("models", () -> service.recalculateAll(progress -> {})))
        .hasMessage("models: must be fitted before; fit does");
    assertRefused("models", () -> service.recalculate(FIRST));
    assertThat(service.primeWindows(clock.instant())).isEmpty();
  }

  @Test
  void refusesToFitTooLittleAndKeepsWhatItHas() {
    service(orders(400)).fit(QUICK, ONE_START, progress -> {});
    Optional<ForecastModels> kept = storage.forecasts().models();
    ForecastService small = service(orders(5));

    assertRefused("summaries", () -> small.fit(progress -> {}));
    assertThat(small.models()).isEqualTo(kept);
  }

  @Test
  void forgetsTheForecastOfWhomNothingCanBeSaidAnyMore() {
    List<Order> orders = orders(400);
    ForecastService service = service(orders);
    service.fit(QUICK, ONE_START, progress -> {});
    service.recalculateAll(progress -> {});
    List<Order> cancelled =
        orders.stream()
            .map(order -> order.customer().equals(FIRST) ? withStatus(order, "cancelled") : order)
            .toList();

    ForecastReport report = service(cancelled).recalculateAll(progress -> {});

    assertThat(report.withoutOrders()).isEqualTo(1);
    assertThat(report.customers()).isEqualTo(400);
    assertThat(service.find(FIRST)).isEmpty();
    service.recalculate(FIRST);
    assertThat(service.find(FIRST)).isPresent();
    assertThat(service(cancelled).recalculate(FIRST)).isEmpty();
    assertThat(service.find(FIRST)).isEmpty();
  }

  @Test
  void forgetsTheForecastOfWhoIsGoneFromTheHistory() {
    List<Order> orders = orders(400);
    ForecastService service = service(orders);
    service.fit(QUICK, ONE_START, progress -> {});
    service.recalculateAll(progress -> {});
    List<Order> others = orders.stream().filter(order -> !order.customer().equals(FIRST)).toList();

    service(others).recalculateAll(progress -> {});
    assertThat(service.find(FIRST)).as("of the same day").isPresent();
    clock.advance(Duration.ofDays(1));
    service(List.of()).recalculateAll(progress -> {});
    assertThat(service.find(FIRST)).as("when nobody has orders").isPresent();
    ForecastReport report = service(others).recalculateAll(progress -> {});

    assertThat(report.withoutOrders()).isEqualTo(1);
    assertThat(service.find(FIRST)).isEmpty();
    assertThat(service.find(customer(1))).isPresent();
  }

  @Test
  void tellsOfEachModelThatWasFitted() {
    List<ModelSpec> fitted = new ArrayList<>();
    FitListener listener =
        new FitListener() {
          @Override
          public void progress(RecalculationProgress progress) {
            assertThat(fitted).isEmpty();
          }

          @Override
          public void fitted(FittedModel candidate) {
            fitted.add(candidate.model().spec());
          }
        };

    service(orders(400)).fit(QUICK, ONE_START, listener);
    assertThat(fitted).isEqualTo(QUICK);
  }

  @Test
  void reportsWhoseOrdersCannotBeUsedAndGoesOn() {
    List<Order> orders = new ArrayList<>(orders(400));
    orders.add(
        Order.builder("dollars", FIRST, clock.instant())
            .currency(Currency.getInstance("USD"))
            .total(BigDecimal.ONE)
            .build());
    ForecastService service =
        service(
            new OneUnreadable(new InMemoryOrderHistory(orders), customer(1)),
            ForecastPolicy.defaults());

    FitReport fit = service.fit(QUICK, ONE_START, progress -> {});
    ForecastReport report = service.recalculateAll(progress -> {});

    assertThat(fit.customers()).isEqualTo(400);
    assertThat(fit.refused()).isEqualTo(2);
    assertThat(report.refused()).isEqualTo(2);
    assertThat(report.count(ForecastSave.SAVED)).isEqualTo(398);
    assertThat(report.refusals())
        .isEqualTo(fit.refusals())
        .extracting(refusal -> refusal.customer())
        .containsExactlyInAnyOrder(FIRST, customer(1));
    assertThat(service.find(FIRST)).isEmpty();
  }

  @Test
  void leavesOutAmountsOfAnotherCurrencyThanTheModels() {
    List<Order> euros = orders(400);
    ForecastService service = service(euros);
    service.fit(QUICK, ONE_START, progress -> {});
    List<Order> mixed =
        euros.stream()
            .map(order -> order.customer().compareTo(customer(9)) <= 0 ? inDollars(order) : order)
            .toList();
    ForecastService other = service(mixed);
    other.recalculateAll(progress -> {});

    assertThat(other.find(FIRST).orElseThrow().forecast().expectedSpend()).isNull();
    assertThat(other.find(customer(20)).orElseThrow().forecast().expectedSpend()).isNotNull();
    FitReport fit = other.fit(QUICK, ONE_START, progress -> {});
    assertThat(fit.withoutSpend()).isNull();
    assertThat(fit.models().currency()).isEqualTo(EUR);
    assertThat(fit.models().spend())
        .isEqualTo(
            service(mixed.stream().filter(order -> order.currency().equals(EUR)).toList())
                .fit(QUICK, ONE_START, progress -> {})
                .models()
                .spend());
    other.recalculateAll(progress -> {});
    assertThat(other.find(FIRST).orElseThrow().forecast().expectedSpend()).isNull();
    assertThat(other.find(customer(20)).orElseThrow().forecast().expectedSpend()).isNotNull();
  }

  @Test
  void saysWhyNothingIsLearnedOfSpend() {
    List<Order> free = orders(400).stream().map(order -> paying(order, BigDecimal.ZERO)).toList();
    FitReport fit = service(free).fit(QUICK, ONE_START, progress -> {});

    assertThat(fit.models().spend()).isNull();
    assertThat(fit.models().currency()).isNull();
    assertThat(fit.withoutSpend()).contains("repeat purchase of more than 0");
  }

  @Test
  void keepsNothingAboutErasedPeople() {
    ForecastService service = service(orders(400));
    service.fit(QUICK, ONE_START, progress -> {});
    storage.privacy().erase(FIRST, clock.instant());

    assertThat(service.recalculate(FIRST)).isEmpty();
    ForecastReport report = service.recalculateAll(progress -> {});
    assertThat(report.count(ForecastSave.CUSTOMER_ERASED)).isEqualTo(1);
    assertThat(service.find(FIRST)).isEmpty();
  }

  @Test
  void writesTheForecastsWindowIntoProfilesWhereThePolicySaysSo() {
    List<Order> orders = orders(400);
    ProfilePolicy asking = ProfilePolicy.defaults().withPrimeWindow(PrimeWindowSource.FORECAST);
    try (CustomerIntelligence ci =
            CustomerIntelligence.builder()
                .hashKey(HashKey.generate("test"))
                .clock(clock)
                .orderHistory(new InMemoryOrderHistory(orders))
                .profilePolicy(asking)
                .build();
        CustomerIntelligence byRule =
            CustomerIntelligence.builder()
                .hashKey(HashKey.generate("test"))
                .clock(clock)
                .orderHistory(new InMemoryOrderHistory(orders))
                .build()) {
      ci.profiles().recalculateAll(progress -> {});
      assertThat(windowOf(ci, FIRST)).as("before a fit").isEqualTo(rule(orders, FIRST));

      ci.forecasts().fit(QUICK, ONE_START, progress -> {});
      ci.forecasts().recalculateAll(progress -> {});
      byRule.forecasts().fit(QUICK, ONE_START, progress -> {});
      ci.profiles().recalculateAll(progress -> {});
      byRule.profiles().recalculateAll(progress -> {});

      int without = 0;
      for (CustomerForecast forecast : ci.forecasts().after(null, 1000)) {
        NextOrderForecast next = forecast.forecast().nextOrder();
        PrimeWindow window = windowOf(ci, forecast.customer());
        if (next.timing() == NextOrderForecast.Timing.WINDOW) {
          assertThat(window.start()).isEqualTo(next.start() + "T00:00:00Z");
          assertThat(window.end()).isEqualTo(next.end() + "T23:59:59Z");
        } else {
          without++;
          assertThat(window).isNull();
        }
        assertThat(windowOf(byRule, forecast.customer()))
            .isEqualTo(rule(orders, forecast.customer()));
      }
      assertThat(without).isBetween(1, 399);
      assertThat(ci.profiles().recalculate(FIRST)).isEqualTo(ProfileSave.UNCHANGED);
    }
  }

  @Test
  void refusesWhatIsMissing() {
    ForecastService service = service(orders(20));

    assertRefused("candidates", () -> service.fit(null, ONE_START, progress -> {}));
    assertRefused("options", () -> service.fit(QUICK, null, progress -> {}));
    assertRefused("listener", () -> service.fit(QUICK, ONE_START, null));
    assertRefused("listener", () -> service.recalculateAll(null));
    assertRefused("customer", () -> service.find(null));
    assertRefused("limit", () -> service.after(null, 1001));
    assertRefused("now", () -> service.primeWindows(null));
  }

  private static @Nullable PrimeWindow windowOf(CustomerIntelligence ci, EmailAddress customer) {
    return ci.profiles().find(customer).orElseThrow().purchases().primeWindow();
  }

  private @Nullable PrimeWindow rule(List<Order> orders, EmailAddress customer) {
    return ProfileCalculator.calculate(
            ordersOf(orders, customer), ProfilePolicy.defaults(), clock.instant())
        .primeWindow();
  }

  private ForecastService service(List<Order> orders) {
    return service(new InMemoryOrderHistory(orders), ForecastPolicy.defaults());
  }

  private ForecastService service(OrderHistory orders, ForecastPolicy policy) {
    return new ForecastService(
        storage.forecasts(), orders, ProfilePolicy.defaults(), policy, clock);
  }

  private static List<Order> ordersOf(List<Order> orders, EmailAddress customer) {
    return orders.stream().filter(order -> order.customer().equals(customer)).toList();
  }

  private static EmailAddress customer(int i) {
    return EmailAddress.of("c%04d@example.com".formatted(i));
  }

  private static List<Order> orders(int customers) {
    List<Order> orders = new ArrayList<>();
    List<PurchaseDays> shop = new Simulation(TRUTH, 3).shop(customers, 500);
    for (int i = 0; i < customers; i++) {
      PurchaseDays days = shop.get(i);
      for (int j = 0; j < days.size(); j++) {
        Instant at = days.day(j).atTime(12, 0).toInstant(ZoneOffset.UTC);
        orders.add(
            Order.builder(i + "-" + j, customer(i), at)
                .currency(EUR)
                .total(BigDecimal.valueOf(2000 + (i * 37 + j * 1117) % 6000, 2))
                .build());
      }
    }
    return orders;
  }

  private static Order withStatus(Order order, String status) {
    return copy(order, order.currency(), order.total()).status(status).build();
  }

  private static Order inDollars(Order order) {
    return copy(order, Currency.getInstance("USD"), order.total()).build();
  }

  private static Order paying(Order order, BigDecimal total) {
    return copy(order, order.currency(), total).build();
  }

  private static Order.Builder copy(Order order, Currency currency, BigDecimal total) {
    return Order.builder(order.orderId(), order.customer(), order.orderedAt())
        .currency(currency)
        .total(total);
  }

  /** A history in which one customer's orders cannot be read. */
  private record OneUnreadable(OrderHistory history, EmailAddress who) implements OrderHistory {
    @Override
    public CustomerOrders ordersOf(EmailAddress customer) {
      return history.ordersOf(customer);
    }

    @Override
    public List<CustomerHistory> customersAfter(@Nullable EmailAddress after, int limit) {
      return history.customersAfter(after, limit).stream()
          .<CustomerHistory>map(
              found ->
                  found.customer().equals(who) ? new UnreadableOrders(who, "torn page") : found)
          .toList();
    }

    @Override
    public long customerCount() {
      return history.customerCount();
    }
  }
}
