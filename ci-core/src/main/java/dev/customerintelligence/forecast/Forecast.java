package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be expected of one customer: one value with a JSON form. Immutable; it does not know
 * whose it is.
 *
 * @param version the form of this value; {@value #VERSION}
 * @param asOf the UTC day until which orders are known
 * @param probabilityAlive the probability that the customer has not stopped buying, 0..1
 * @param horizonDays for how long the next components look ahead, at least 1
 * @param expectedOrders how many orders to expect in that time, 0 or more
 * @param probabilityOfOrder the probability of at least one, 0..1
 * @param expectedSpend what they are expected to come to, two decimals; null without a model of
 *     spend
 * @param discountedValue the same, worth less the later it comes; null without a model of spend
 * @param nextOrder when the next order is to be expected
 */
public record Forecast(
    int version,
    LocalDate asOf,
    double probabilityAlive,
    int horizonDays,
    double expectedOrders,
    double probabilityOfOrder,
    @Nullable BigDecimal expectedSpend,
    @Nullable BigDecimal discountedValue,
    NextOrderForecast nextOrder) {
  /** The version that this library reads and writes. */
  public static final int VERSION = 1;

  /**
   * Checks the forecast.
   *
   * @throws InvalidInputException naming the component that is missing or out of range
   */
  public Forecast {
    ForecastJson.version(version, VERSION);
    Inputs.required("asOf", asOf);
    Inputs.between("probabilityAlive", probabilityAlive, 0, 1);
    Inputs.between("horizonDays", horizonDays, 1, Integer.MAX_VALUE);
    Inputs.between("expectedOrders", expectedOrders, 0, Double.MAX_VALUE);
    Inputs.between("probabilityOfOrder", probabilityOfOrder, 0, 1);
    expectedSpend = amount("expectedSpend", expectedSpend);
    discountedValue = amount("discountedValue", discountedValue);
    Inputs.required("nextOrder", nextOrder);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws InvalidInputException naming {@code forecast}, when the text is not the JSON form of
   *     one, or the component that is out of range
   */
  public static Forecast fromJson(String json) {
    return ForecastJson.read("forecast", json, Form.class).toForecast();
  }

  /** Returns the forecast as JSON, days in ISO-8601; {@link #fromJson} gives an equal one. */
  public String toJson() {
    return ForecastJson.write(Form.of(this));
  }

  private static @Nullable BigDecimal amount(String field, @Nullable BigDecimal value) {
    return value == null ? null : Inputs.amount(field, value, Inputs.COLUMN_DECIMALS);
  }

  /** The JSON form: days as text. */
  private record Form(
      int version,
      String asOf,
      double probabilityAlive,
      int horizonDays,
      double expectedOrders,
      double probabilityOfOrder,
      @Nullable BigDecimal expectedSpend,
      @Nullable BigDecimal discountedValue,
      NextOrderForm nextOrder) {
    static Form of(Forecast forecast) {
      return new Form(
          forecast.version,
          forecast.asOf.toString(),
          forecast.probabilityAlive,
          forecast.horizonDays,
          forecast.expectedOrders,
          forecast.probabilityOfOrder,
          forecast.expectedSpend,
          forecast.discountedValue,
          NextOrderForm.of(forecast.nextOrder));
    }

    Forecast toForecast() {
      return new Forecast(
          version,
          Inputs.required("asOf", day("asOf", asOf)),
          probabilityAlive,
          horizonDays,
          expectedOrders,
          probabilityOfOrder,
          expectedSpend,
          discountedValue,
          Inputs.required("nextOrder", nextOrder).toNextOrder());
    }
  }

  private record NextOrderForm(
      NextOrderForecast.Timing timing,
      double probabilityOfReturn,
      double level,
      @Nullable String start,
      @Nullable String median,
      @Nullable String end) {
    static NextOrderForm of(NextOrderForecast nextOrder) {
      return new NextOrderForm(
          nextOrder.timing(),
          nextOrder.probabilityOfReturn(),
          nextOrder.level(),
          text(nextOrder.start()),
          text(nextOrder.median()),
          text(nextOrder.end()));
    }

    NextOrderForecast toNextOrder() {
      return new NextOrderForecast(
          timing,
          probabilityOfReturn,
          level,
          day("start", start),
          day("median", median),
          day("end", end));
    }
  }

  private static @Nullable String text(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }

  private static @Nullable LocalDate day(String field, @Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidInputException(field, "must be a day like 2026-03-01");
    }
  }
}
