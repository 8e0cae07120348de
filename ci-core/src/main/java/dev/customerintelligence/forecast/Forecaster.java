package dev.customerintelligence.forecast;

import dev.customerintelligence.internal.Inputs;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Forecasts single customers with models fitted to the shop. Immutable and thread-safe. */
public final class Forecaster {
  private static final int MAX_DAYS = 36_500;

  private final PurchasePredictor predictor;
  private final @Nullable SpendModel spend;
  private final ForecastPolicy policy;

  private Forecaster(
      PurchasePredictor predictor, @Nullable SpendModel spend, ForecastPolicy policy) {
    this.predictor = predictor;
    this.spend = spend;
    this.policy = policy;
  }

  /**
   * Returns what forecasts orders, but no amounts.
   *
   * @param model a model with times in days
   */
  public static Forecaster of(PurchaseModel model, ForecastPolicy policy) {
    return new Forecaster(
        Inputs.required("model", model).predictor(), null, Inputs.required("policy", policy));
  }

  /** Returns what forecasts as this does, and amounts too. */
  public Forecaster withSpend(SpendModel model) {
    return new Forecaster(predictor, Inputs.required("model", model), policy);
  }

  /**
   * Forecasts a customer from the orders until the UTC day of a moment, that day included; empty
   * when there are none.
   */
  public Optional<Forecast> forecast(PurchaseDays purchases, Instant now) {
    LocalDate today = Inputs.moment("now", now).atOffset(ZoneOffset.UTC).toLocalDate();
    return Inputs.required("purchases", purchases)
        .summary(today)
        .map(summary -> forecast(summary, today));
  }

  /**
   * Forecasts a customer.
   *
   * @param summary of orders until {@code asOf}, times in days
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code expectedSpend} or
   *     {@code discountedValue}, when it is more than 99,999,999.99
   */
  public Forecast forecast(PurchaseSummary summary, LocalDate asOf) {
    Inputs.required("summary", summary);
    Inputs.required("asOf", asOf);
    int horizon = policy.horizonDays();
    NextOrderDistribution next = predictor.nextOrder(summary);
    double orders = predictor.expectedOrders(summary, horizon);
    return new Forecast(
        Forecast.VERSION,
        asOf,
        predictor.probabilityAlive(summary),
        horizon,
        orders,
        next.probabilityWithin(horizon),
        spend == null ? null : amount(orders * spend.expectedSpend(summary)),
        spend == null
            ? null
            : amount(
                predictor.discountedOrders(summary, horizon, policy.dailyDiscountRate())
                    * spend.expectedSpend(summary)),
        nextOrder(summary, next, asOf));
  }

  /**
   * Forecasts when a customer orders next, and nothing else.
   *
   * @param summary of orders until {@code asOf}, times in days
   */
  public NextOrderForecast nextOrder(PurchaseSummary summary, LocalDate asOf) {
    return nextOrder(
        Inputs.required("summary", summary),
        predictor.nextOrder(summary),
        Inputs.required("asOf", asOf));
  }

  PurchasePredictor predictor() {
    return predictor;
  }

  /** Says in days what the policy lets it say of a distribution. */
  NextOrderForecast nextOrder(PurchaseSummary summary, NextOrderDistribution next, LocalDate asOf) {
    if (summary.frequency() < policy.minGaps()) {
      return without(NextOrderForecast.Timing.TOO_EARLY, next);
    }
    PurchaseWindow window = next.highestDensityWindow(policy.windowLevel());
    double median = next.median();
    if (window.width() > policy.maxWindowDays() || median > MAX_DAYS) {
      return without(NextOrderForecast.Timing.TOO_VAGUE, next);
    }
    return new NextOrderForecast(
        NextOrderForecast.Timing.WINDOW,
        next.probabilityOfReturn(),
        window.level(),
        asOf.plusDays((long) Math.floor(window.start())),
        asOf.plusDays(Math.round(median)),
        asOf.plusDays((long) Math.ceil(window.end())));
  }

  private NextOrderForecast without(NextOrderForecast.Timing timing, NextOrderDistribution next) {
    return new NextOrderForecast(
        timing, next.probabilityOfReturn(), policy.windowLevel(), null, null, null);
  }

  private static BigDecimal amount(double value) {
    return BigDecimal.valueOf(value).setScale(Inputs.COLUMN_DECIMALS, RoundingMode.HALF_UP);
  }
}
