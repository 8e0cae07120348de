package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * The models by which a shop forecasts: one value with a JSON form. Immutable.
 *
 * @param version the form of this value; {@value #VERSION}
 * @param fittedAt as of when they were fitted, cut to seconds; a store never replaces models by
 *     earlier ones
 * @param purchases when customers buy; times in days
 * @param spend what they spend; null where nothing could be learned of it
 * @param currency the currency of {@code spend}; null exactly where that is
 */
public record ForecastModels(
    int version,
    Instant fittedAt,
    FittedModel purchases,
    @Nullable FittedSpendModel spend,
    @Nullable Currency currency) {
  /** The version that this library reads and writes. */
  public static final int VERSION = 1;

  /**
   * Checks the value.
   *
   * @throws InvalidInputException naming {@code version}, when it is another, or what is missing;
   *     {@code currency}, when it is there without {@code spend} or the other way round
   */
  public ForecastModels {
    ForecastJson.version(version, VERSION);
    fittedAt = Inputs.moment("fittedAt", fittedAt).truncatedTo(ChronoUnit.SECONDS);
    Inputs.required("purchases", purchases);
    if ((spend == null) != (currency == null)) {
      throw new InvalidInputException(
          "currency", "must be given with a model of spend, and only so");
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws InvalidInputException naming {@code forecastModels}, when the text is not the JSON form
   *     of one, or the component that is out of range
   */
  public static ForecastModels fromJson(String json) {
    return ForecastJson.read("forecastModels", json, Form.class).toModels();
  }

  /** Returns the models as JSON, the moment in ISO-8601; {@link #fromJson} gives equal ones. */
  public String toJson() {
    return ForecastJson.write(
        new Form(
            version,
            fittedAt.toString(),
            purchases,
            spend,
            currency == null ? null : currency.getCurrencyCode()));
  }

  /** The JSON form: the moment and the currency as text. */
  private record Form(
      int version,
      String fittedAt,
      FittedModel purchases,
      @Nullable FittedSpendModel spend,
      @Nullable String currency) {
    ForecastModels toModels() {
      return new ForecastModels(version, moment(fittedAt), purchases, spend, currency(currency));
    }

    private static Instant moment(@Nullable String text) {
      try {
        return Instant.parse(Inputs.required("fittedAt", text));
      } catch (DateTimeParseException e) {
        throw new InvalidInputException("fittedAt", "must be a moment like 2026-03-01T00:00:00Z");
      }
    }

    private static @Nullable Currency currency(@Nullable String code) {
      try {
        return code == null ? null : Currency.getInstance(code);
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException("currency", "must be a code of ISO 4217");
      }
    }
  }
}
