package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.order.UnreadableOrders;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.PrimeWindows;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.profile.RecalculationListener;
import dev.customerintelligence.profile.RecalculationProgress;
import dev.customerintelligence.profile.RecalculationReport;
import dev.customerintelligence.profile.RecalculationReport.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fits models to the order history, forecasts customers by them, and keeps both. Thread-safe.
 *
 * <p>A day is a UTC day, and today's orders are known until now.
 */
public final class ForecastService {
  /** How many customers models are fitted to, where there are more. */
  public static final int MAX_FITTED_CUSTOMERS = 20_000;

  private static final int BATCH = 500;
  private static final int MAX_PAGE = 1000;

  private static final FitOptions OPTIONS = new FitOptions(3, 0.1);

  private static final List<ModelSpec> CANDIDATES =
      List.of(
          ModelSpec.MBG_NBD,
          ModelSpec.MBG_NBD.with(Regularity.GAMMA),
          ModelSpec.MBG_NBD.with(Regularity.MIXED));

  private final ForecastStore forecasts;
  private final OrderHistory orders;
  private final ProfilePolicy orderRules;
  private final ForecastPolicy policy;
  private final InstantSource clock;
  private volatile @Nullable Ready ready;

  /**
   * Joins the store, the order history, the rules and a clock.
   *
   * @param orderRules which orders count
   */
  public ForecastService(
      ForecastStore forecasts,
      OrderHistory orders,
      ProfilePolicy orderRules,
      ForecastPolicy policy,
      InstantSource clock) {
    this.forecasts = Inputs.required("forecasts", forecasts);
    this.orders = Inputs.required("orders", orders);
    this.orderRules = Inputs.required("orderRules", orderRules);
    this.policy = Inputs.required("policy", policy);
    this.clock = Inputs.required("clock", clock);
  }

  /** Returns the shop's models; empty before the first fit. */
  public Optional<ForecastModels> models() {
    return forecasts.models();
  }

  /** Returns the stored forecast of a customer. */
  public Optional<CustomerForecast> find(EmailAddress customer) {
    return forecasts.find(Inputs.required("customer", customer));
  }

  /**
   * Returns the next stored forecasts by email address, for a walk over all of them.
   *
   * @param after the last customer of the page before, or null for the first page
   * @param limit the most forecasts to return, 1..1,000
   */
  public List<CustomerForecast> after(@Nullable EmailAddress after, int limit) {
    return forecasts.after(after, Inputs.between("limit", limit, 1, MAX_PAGE));
  }

  /**
   * Fits the MBG/NBD with exponential, Gamma and mixed Gamma gaps, from three starts each and with
   * a regularization of 0.1, which keeps a small shop's parameters in a sane range; otherwise as
   * {@link #fit(List, FitOptions, FitListener)}.
   */
  public FitReport fit(FitListener listener) {
    return fit(CANDIDATES, OPTIONS, listener);
  }

  /**
   * Fits models to all customers of the order history, or to {@value #MAX_FITTED_CUSTOMERS} of them
   * where there are more, always the same ones; prefers the one of the lowest Schwarz criterion,
   * and keeps it with a model of what is spent in the currency of most customers who came back,
   * where that can be learned; those who pay in another are forecast without amounts.
   *
   * <p>The history is read once, in pages; memory is bounded by the number of customers fitted to.
   *
   * @param candidates at least one; the one first named wins a tie
   * @throws InvalidInputException naming {@code summaries}, when fewer than {@link
   *     ModelFitter#MIN_RETURNING_CUSTOMERS} customers have come back; {@code candidates}, when
   *     there are none; stored models stay as they are then
   * @throws dev.customerintelligence.error.StorageUnavailableException when a store is away
   */
  public FitReport fit(List<ModelSpec> candidates, FitOptions options, FitListener listener) {
    List<ModelSpec> specs = Inputs.list("candidates", candidates);
    Inputs.required("options", options);
    Inputs.required("listener", listener);
    Instant now = clock.instant();
    CustomerSample sample = new CustomerSample(MAX_FITTED_CUSTOMERS);
    Tally tally = new Tally();
    walk(
        now,
        listener,
        tally,
        page ->
            page.known()
                .forEach(known -> sample.add(known.customer(), known.summary(), known.currency())));
    List<PurchaseSummary> summaries = sample.summaries();
    ModelChoice choice = ModelFitter.choose(summaries, specs, options, listener::fitted);
    FittedSpendModel spend = null;
    String withoutSpend = null;
    Currency currency = sample.currency().orElseThrow();
    try {
      spend = ModelFitter.fitSpend(sample.summaries(currency), options);
    } catch (InvalidInputException e) {
      withoutSpend = e.getMessage();
    }
    ForecastModels models =
        new ForecastModels(
            ForecastModels.VERSION, now, choice.best(), spend, spend == null ? null : currency);
    return new FitReport(
        forecasts.saveModels(models),
        models,
        choice,
        withoutSpend,
        tally.customers,
        tally.withoutOrders,
        tally.refused,
        tally.refusals);
  }

  /**
   * Forecasts one customer by the stored models from the orders until now, and keeps the forecast.
   *
   * @return the forecast; empty, and none is stored, when no order counts or the customer was
   *     erased
   * @throws InvalidInputException naming {@code models}, when none have been fitted; otherwise what
   *     is wrong with the orders, or the amount that is too large; a stored forecast stays then
   * @throws dev.customerintelligence.error.UnreadableRowException when an order cannot be read; a
   *     stored forecast stays then
   * @throws dev.customerintelligence.error.StorageUnavailableException when a store is away
   */
  public Optional<CustomerForecast> recalculate(EmailAddress customer) {
    Instant now = clock.instant();
    Ready models = ready();
    Optional<CustomerForecast> forecast =
        Known.of(orders.ordersOf(Inputs.required("customer", customer)), orderRules, now)
            .map(known -> models.forecast(known, now));
    if (forecast.isEmpty()) {
      forecasts.delete(List.of(customer));
      return forecast;
    }
    ForecastSave save = forecasts.save(List.of(forecast.get())).get(0);
    return save == ForecastSave.CUSTOMER_ERASED ? Optional.empty() : forecast;
  }

  /**
   * Forecasts every customer in the order history by the stored models, in batches of bounded
   * memory, and keeps the forecasts.
   *
   * <p>A customer whose orders cannot be read or used is reported and keeps the stored forecast;
   * the others go on. Stopped in the middle, it has saved whole batches, and may simply run again.
   * In the end forecasts of earlier days, whose customers the walk did not meet, are deleted where
   * the history has no orders of them; not so when it has none of anybody.
   *
   * @throws InvalidInputException naming {@code models}, when none have been fitted
   * @throws dev.customerintelligence.error.StorageUnavailableException when a store is away
   */
  public ForecastReport recalculateAll(RecalculationListener listener) {
    Inputs.required("listener", listener);
    Instant now = clock.instant();
    Ready models = ready();
    Tally tally = new Tally();
    Map<ForecastSave, Long> saves = new EnumMap<>(ForecastSave.class);
    walk(
        now,
        listener,
        tally,
        page -> {
          List<CustomerForecast> batch = new ArrayList<>(page.known().size());
          for (Known known : page.known()) {
            tally.unlessRefused(known.customer(), () -> batch.add(models.forecast(known, now)));
          }
          forecasts.save(batch).forEach(save -> saves.merge(save, 1L, Long::sum));
          forecasts.delete(page.withoutOrders());
        });
    if (tally.customers > 0) {
      tally.withoutOrders += forgetGone(now);
    }
    return new ForecastReport(saves, tally.withoutOrders, tally.refused, tally.refusals);
  }

  private long forgetGone(Instant now) {
    LocalDate today = today(now);
    long forgotten = 0;
    List<CustomerForecast> page = forecasts.after(null, MAX_PAGE);
    while (!page.isEmpty()) {
      List<EmailAddress> gone =
          page.stream()
              .filter(stored -> stored.forecast().asOf().isBefore(today))
              .map(CustomerForecast::customer)
              .filter(customer -> isGone(customer, now))
              .toList();
      forgotten += forecasts.delete(gone);
      page = forecasts.after(page.get(page.size() - 1).customer(), MAX_PAGE);
    }
    return forgotten;
  }

  private boolean isGone(EmailAddress customer, Instant now) {
    try {
      return Known.of(orders.ordersOf(customer), orderRules, now).isEmpty();
    } catch (UnreadableRowException | InvalidInputException e) {
      return false; // The walk has reported it.
    }
  }

  /**
   * Returns what finds the windows of next orders as of a moment, by the stored models; empty
   * before the first fit. A window begins with its first day and ends with its last.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when the store is away
   */
  public Optional<PrimeWindows.Finder> primeWindows(Instant now) {
    LocalDate today = today(Inputs.moment("now", now));
    return stored()
        .map(
            models ->
                history ->
                    PurchaseDays.of(history, orderRules)
                        .summary(now)
                        .map(summary -> models.orders().nextOrder(summary, today))
                        .flatMap(ForecastService::primeWindow));
  }

  private static Optional<PrimeWindow> primeWindow(NextOrderForecast next) {
    return next.start() == null || next.end() == null
        ? Optional.empty()
        : Optional.of(
            new PrimeWindow(
                next.start().atStartOfDay().toInstant(ZoneOffset.UTC),
                next.end().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).minusSeconds(1)));
  }

  private void walk(
      Instant now, RecalculationListener listener, Tally tally, Consumer<Page> visitor) {
    Instant begun = clock.instant();
    long total = orders.customerCount();
    List<CustomerHistory> page = orders.customersAfter(null, BATCH);
    while (!page.isEmpty()) {
      List<Known> known = new ArrayList<>(page.size());
      List<EmailAddress> withoutOrders = new ArrayList<>();
      for (CustomerHistory history : page) {
        if (history instanceof UnreadableOrders unreadable) {
          tally.refuse(unreadable.customer(), unreadable.reason());
        } else if (history instanceof CustomerOrders readable) {
          tally.unlessRefused(
              readable.customer(),
              () ->
                  Known.of(readable, orderRules, now)
                      .ifPresentOrElse(known::add, () -> withoutOrders.add(readable.customer())));
        }
      }
      visitor.accept(new Page(known, withoutOrders));
      tally.withoutOrders += withoutOrders.size();
      tally.customers += page.size();
      EmailAddress last = page.get(page.size() - 1).customer();
      listener.progress(
          new RecalculationProgress(
              tally.customers,
              Math.max(tally.customers, total),
              Duration.between(begun, clock.instant()),
              last));
      page = orders.customersAfter(last, BATCH);
    }
  }

  private Ready ready() {
    return stored()
        .orElseThrow(() -> new InvalidInputException("models", "must be fitted before; fit does"));
  }

  /** Keeps what the models have computed for as long as they are the stored ones. */
  private Optional<Ready> stored() {
    return forecasts
        .models()
        .map(
            models -> {
              Ready current = ready;
              if (current == null || !current.models().equals(models)) {
                current = Ready.of(models, policy);
                ready = current;
              }
              return current;
            });
  }

  private static LocalDate today(Instant now) {
    return now.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** What a page of the history says. */
  private record Page(List<Known> known, List<EmailAddress> withoutOrders) {}

  /** A customer with orders that count. */
  private record Known(EmailAddress customer, PurchaseSummary summary, Currency currency) {
    static Optional<Known> of(CustomerOrders history, ProfilePolicy rules, Instant now) {
      Optional<Currency> currency =
          history.orders().stream().filter(rules::counts).map(Order::currency).findFirst();
      return PurchaseDays.of(history.orders(), rules)
          .summary(now)
          .map(summary -> new Known(history.customer(), summary, currency.orElseThrow()));
    }
  }

  /** The models, ready to forecast. */
  private record Ready(ForecastModels models, Forecaster orders, Forecaster ordersAndSpend) {
    static Ready of(ForecastModels models, ForecastPolicy policy) {
      Forecaster orders = Forecaster.of(models.purchases().model(), policy);
      return new Ready(
          models,
          orders,
          models.spend() == null ? orders : orders.withSpend(models.spend().model()));
    }

    CustomerForecast forecast(Known known, Instant now) {
      Forecaster forecaster = known.currency().equals(models.currency()) ? ordersAndSpend : orders;
      return new CustomerForecast(
          known.customer(), forecaster.forecast(known.summary(), today(now)));
    }
  }

  private static final class Tally {
    private final List<Refusal> refusals = new ArrayList<>();
    private long customers;
    private long withoutOrders;
    private long refused;

    void unlessRefused(EmailAddress customer, Runnable work) {
      try {
        work.run();
      } catch (InvalidInputException e) {
        refuse(customer, e.getMessage());
      }
    }

    void refuse(EmailAddress customer, String reason) {
      refused++;
      if (refusals.size() < RecalculationReport.MAX_REFUSALS) {
        refusals.add(new Refusal(customer, reason));
      }
    }
  }
}
