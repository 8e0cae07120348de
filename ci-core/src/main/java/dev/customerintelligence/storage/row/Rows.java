package dev.customerintelligence.storage.row;

import dev.customerintelligence.bundle.BundleLine;
import dev.customerintelligence.bundle.BundleLinesJson;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.BundlePrice;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.forecast.Forecast;
import dev.customerintelligence.forecast.ForecastModels;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.FavoritesJson;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.PurchaseProfile;
import dev.customerintelligence.recognition.Device;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows, whoever wrote them.
 *
 * <ul>
 *   <li>A number that is null reads as its column's default: no orders, a cycle of 14 days, one
 *       visit. A customer id of 0 is a guest's, as WordPress writes it.
 *   <li>A signal that cannot be compared reads as none: a fingerprint or IP hash that is not 64
 *       hexadecimal digits, a country that is no two letters.
 *   <li>A missing moment is taken from the nearest column that has one: {@code last_seen} from
 *       {@code first_seen}, {@code last_recalculated} from {@code updated_at}, {@code offered_at}
 *       from {@code created_at}; an offer without {@code expires_at} stands for seven days.
 *   <li>Anything else that the domain refuses (an amount that does not add up, an unknown status,
 *       an address that is none) is an {@link UnreadableRowException}, never mended in silence.
 * </ul>
 *
 * <p>The row has the column {@code id} for messages. Stateless and thread-safe.
 */
public final class Rows {
  /** How long an offer stands that does not say until when. */
  public static final Duration OFFER_LIFE = Duration.ofDays(7);

  private static final int DEFAULT_CYCLE_DAYS = 14;

  private Rows() {}

  /**
   * Reads a row of {@code customer_intelligence}.
   *
   * @param zone in which the dates inside {@code favorite_products} are kept
   * @throws UnreadableRowException when the row cannot be read without changing its meaning
   */
  public static CustomerProfile profile(Row row, ZoneId zone) {
    return read(
        "customer_intelligence",
        row,
        () ->
            new CustomerProfile(
                email(row),
                customerId(row),
                PersonName.of(row.text("first_name"), row.text("last_name")).orElse(null),
                ipHash(row),
                fingerprint(row),
                place(row),
                new PurchaseProfile(
                    whole(row, "total_orders", 0),
                    decimal(row, "avg_order_value"),
                    whole(row, "peak_spending_quantity", 0),
                    decimal(row, "peak_spending_amount"),
                    row.moment("last_order_date"),
                    whole(row, "purchase_cycle_days", DEFAULT_CYCLE_DAYS),
                    window(row),
                    FavoritesJson.read(row.text("favorite_products"), zone),
                    decimal(row, "profile_score")),
                firstOf(row, "last_recalculated", "updated_at", "created_at")
                    .orElse(Instant.EPOCH)));
  }

  /**
   * Reads a row of {@code device_tracking}.
   *
   * @throws UnreadableRowException when the row cannot be read without changing its meaning
   */
  public static Device device(Row row) {
    return read(
        "device_tracking",
        row,
        () -> {
          Instant first = firstOf(row, "first_seen", "last_seen").orElse(Instant.EPOCH);
          Instant last = firstOf(row, "last_seen", "first_seen").orElse(Instant.EPOCH);
          return new Device(
              email(row),
              customerId(row),
              fingerprint(row),
              ipHash(row),
              UserAgent.parse(row.text("user_agent")).orElse(null),
              place(row),
              first.isBefore(last) ? first : last,
              last.isAfter(first) ? last : first,
              Math.max(1, whole(row, "visit_count", 1)));
        });
  }

  /**
   * Reads a row of {@code ci_forecasts}.
   *
   * @throws UnreadableRowException when it is of a version that this library does not read
   */
  public static CustomerForecast forecast(Row row) {
    return read(
        "ci_forecasts",
        row,
        () ->
            new CustomerForecast(
                email(row), Forecast.fromJson(Inputs.required("forecast", row.text("forecast")))));
  }

  /**
   * Reads a row of {@code ci_forecast_models}.
   *
   * @throws UnreadableRowException when it is of a version that this library does not read
   */
  public static ForecastModels forecastModels(Row row) {
    return read(
        "ci_forecast_models",
        row,
        () -> ForecastModels.fromJson(Inputs.required("models", row.text("models"))));
  }

  /**
   * Reads a row of {@code bundle_offers}.
   *
   * @throws UnreadableRowException when the row cannot be read without changing its meaning
   */
  public static BundleOffer offer(Row row) {
    return read(
        "bundle_offers",
        row,
        () -> {
          List<BundleLine> lines = BundleLinesJson.read(row.text("bundle_products"));
          Instant offeredAt =
              Inputs.required("offered_at", firstOf(row, "offered_at", "created_at").orElse(null));
          OfferDraft draft =
              new OfferDraft(
                  email(row),
                  customerId(row),
                  lines,
                  new BundlePrice(
                      decimal(row, "base_price"),
                      decimal(row, "discount_amount"),
                      decimal(row, "final_price"),
                      whole(row, "bonus_points", 0)),
                  row.text("trigger_reason"),
                  json(row, "cart_snapshot"),
                  offeredAt,
                  firstOf(row, "expires_at").orElseGet(() -> offeredAt.plus(OFFER_LIFE)));
          int total = whole(row, "total_quantity", draft.totalQuantity());
          if (total != draft.totalQuantity()) {
            throw new InvalidInputException(
                "total_quantity", "must be the lines' " + draft.totalQuantity() + ", is " + total);
          }
          return new BundleOffer(
              new OfferId(Inputs.required("id", row.text("id"))),
              draft,
              OfferStatus.of(Optional.ofNullable(row.text("status")).orElse("pending")),
              row.moment("viewed_at"),
              row.moment("responded_at"),
              row.decimal("conversion_value"));
        });
  }

  /**
   * Reads a row of {@code behavioral_events}.
   *
   * @param id the event's id, which not every store keeps in the column of that name
   * @throws UnreadableRowException when the row cannot be read without changing its meaning
   */
  public static BehavioralEvent event(Row row, UUID id) {
    return read(
        "behavioral_events",
        row,
        () ->
            new BehavioralEvent(
                id,
                Inputs.required("event_type", row.text("event_type")),
                Inputs.required("created_at", row.moment("created_at")),
                Optional.ofNullable(json(row, "event_data")).orElse(JsonObject.empty()),
                row.text("session_id"),
                customerId(row),
                emailOrNull(row),
                ipHash(row),
                fingerprint(row),
                row.text("page_url")));
  }

  /**
   * Reads the status of offers that a statement counted.
   *
   * @throws UnreadableRowException when it is none of the library's
   */
  public static OfferStatus offerStatus(String stored) {
    try {
      return OfferStatus.of(stored);
    } catch (InvalidInputException e) {
      throw new UnreadableRowException("bundle_offers", "of the period", e);
    }
  }

  private static <T> T read(String table, Row row, Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidInputException e) {
      throw new UnreadableRowException(table, String.valueOf(row.text("id")), e);
    }
  }

  private static EmailAddress email(Row row) {
    return EmailAddress.of(Inputs.required("customer_email", row.text("customer_email")));
  }

  private static @Nullable EmailAddress emailOrNull(Row row) {
    String text = row.text("customer_email");
    return text == null || text.isBlank() ? null : EmailAddress.of(text);
  }

  private static @Nullable Long customerId(Row row) {
    Long id = row.whole("customer_id");
    return id != null && id == 0 ? null : Inputs.customerId(id);
  }

  private static @Nullable IpHash ipHash(Row row) {
    return signal(row.text("ip_hash"), IpHash::new);
  }

  private static @Nullable Fingerprint fingerprint(Row row) {
    return signal(row.text("browser_fingerprint"), Fingerprint::new);
  }

  private static @Nullable Place place(Row row) {
    return signal(
        row.text("geo_country"), country -> Place.of(country, row.text("geo_city")).orElse(null));
  }

  private static <T> @Nullable T signal(
      @Nullable String text, Function<String, @Nullable T> parse) {
    try {
      return text == null || text.isBlank() ? null : parse.apply(text);
    } catch (InvalidInputException notComparable) {
      return null;
    }
  }

  private static @Nullable PrimeWindow window(Row row) {
    Instant start = row.moment("next_prime_window_start");
    Instant end = row.moment("next_prime_window_end");
    return start == null || end == null ? null : new PrimeWindow(start, end);
  }

  /** PHP writes an empty object as an empty array. */
  private static @Nullable JsonObject json(Row row, String column) {
    String text = row.text(column);
    if (text == null || text.isBlank() || "null".equals(text)) {
      return null;
    }
    try {
      return "[]".equals(text) ? JsonObject.empty() : JsonObject.parse(text);
    } catch (InvalidInputException e) {
      throw e.within(column);
    }
  }

  private static int whole(Row row, String column, int ifNull) {
    Long value = row.whole(column);
    if (value == null) {
      return ifNull;
    }
    if (value.intValue() != value) {
      throw new InvalidInputException(
          column, "must be at most " + Integer.MAX_VALUE + ", is " + value);
    }
    return value.intValue();
  }

  private static BigDecimal decimal(Row row, String column) {
    BigDecimal value = row.decimal(column);
    return value == null ? BigDecimal.ZERO : value;
  }

  private static Optional<Instant> firstOf(Row row, String... columns) {
    for (String column : columns) {
      Instant moment = row.moment(column);
      if (moment != null) {
        return Optional.of(moment);
      }
    }
    return Optional.empty();
  }
}
