package dev.customerintelligence.storage.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.bundle.BundleLine;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.FavoriteProduct;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.recognition.Device;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other writers may have left in the tables, and how it is read. */
class RowsTest {
  private static final Instant T1 = Instant.parse("2024-08-15T10:20:30Z");
  private static final Instant T2 = Instant.parse("2024-09-15T10:20:30Z");
  private static final String HASH = "ab".repeat(32);
  private static final UUID EVENT_ID = new UUID(7, 7);

  /** The schema document's example. */
  private static final String FAVORITES =
      """
      [{"product_id": 44, "name": "Full Moon", "slug": "full-moon", "score": 15,
        "total_quantity": 6, "appearances": 3, "order_numbers": ["1001", "1045", "1067"],
        "order_details": [{"order_id": 12345, "order_number": "1001", "quantity": 2,
          "date": "2024-08-15 10:20:30"}]}]""";

  private static final String PRODUCTS =
      """
      [{"product_id": 44, "name": "Full Moon", "slug": "full-moon", "quantity": 3,
        "unit_price": 14.95, "subtotal": 44.85},
       {"product_id": 38, "name": "Blossom Drip", "slug": "blossom-drip", "quantity": 2,
        "unit_price": 14.95, "subtotal": 29.90}]""";

  /** A row with these columns; the others are null. */
  private static final class MapRow implements Row {
    private final Map<String, Object> columns = new HashMap<>();

    MapRow with(String column, @Nullable Object value) {
      columns.put(column, value);
      return this;
    }

    @Override
    public @Nullable String text(String column) {
      return (String) columns.get(column);
    }

    @Override
    public @Nullable Long whole(String column) {
      return (Long) columns.get(column);
    }

    @Override
    public @Nullable BigDecimal decimal(String column) {
      return (BigDecimal) columns.get(column);
    }

    @Override
    public @Nullable Instant moment(String column) {
      return (Instant) columns.get(column);
    }
  }

  @Test
  void readsAWholeProfile() {
    CustomerProfile profile =
        profile(
            person()
                .with("customer_id", 7L)
                .with("first_name", "Ada")
                .with("last_name", "Example")
                .with("ip_hash", HASH)
                .with("browser_fingerprint", HASH.toUpperCase(java.util.Locale.ROOT))
                .with("geo_country", "NL")
                .with("geo_city", "Amsterdam")
                .with("favorite_products", FAVORITES)
                .with("peak_spending_quantity", 6L)
                .with("peak_spending_amount", new BigDecimal("120.50"))
                .with("avg_order_value", new BigDecimal("38.20"))
                .with("total_orders", 43L)
                .with("last_order_date", T1)
                .with("purchase_cycle_days", 16L)
                .with("next_prime_window_start", T1)
                .with("next_prime_window_end", T2)
                .with("profile_score", new BigDecimal("71.46"))
                .with("last_recalculated", T2)
                .with("updated_at", T1));

    assertThat(profile.customer()).isEqualTo(EmailAddress.of("ada@example.com"));
    assertThat(profile.customerId()).isEqualTo(7);
    assertThat(profile.name()).isEqualTo(new PersonName("Ada", "Example"));
    assertThat(profile.ipHash()).isEqualTo(new IpHash(HASH));
    assertThat(profile.fingerprint()).isEqualTo(Fingerprint.of(HASH));
    assertThat(profile.place()).isEqualTo(new Place("NL", "Amsterdam"));
    assertThat(profile.purchases().totalOrders()).isEqualTo(43);
    assertThat(profile.purchases().peakQuantity()).isEqualTo(6);
    assertThat(profile.purchases().peakAmount()).hasToString("120.50");
    assertThat(profile.purchases().averageOrderValue()).hasToString("38.20");
    assertThat(profile.purchases().score()).hasToString("71.46");
    assertThat(profile.purchases().lastOrderAt()).isEqualTo(T1);
    assertThat(profile.purchases().purchaseCycleDays()).isEqualTo(16);
    assertThat(profile.purchases().primeWindow()).isEqualTo(new PrimeWindow(T1, T2));
    assertThat(profile.recalculatedAt()).isEqualTo(T2);
    assertThat(profile.purchases().favorites())
        .containsExactly(
            new FavoriteProduct(
                ProductId.of(44),
                "Full Moon",
                "full-moon",
                new BigDecimal("15"),
                6,
                3,
                List.of("1001", "1045", "1067"),
                List.of(new FavoriteProduct.OrderDetail("12345", "1001", 2, T1)),
                JsonObject.empty()));
  }

  @Test
  void aProfileOfNullsReadsAsTheColumnsDefaults() {
    CustomerProfile profile = profile(person());

    assertThat(profile.customerId()).isNull();
    assertThat(profile.name()).isNull();
    assertThat(profile.ipHash()).isNull();
    assertThat(profile.fingerprint()).isNull();
    assertThat(profile.place()).isNull();
    assertThat(profile.purchases().totalOrders()).isZero();
    assertThat(profile.purchases().purchaseCycleDays()).isEqualTo(14);
    assertThat(profile.purchases().score()).hasToString("0.00");
    assertThat(profile.purchases().favorites()).isEmpty();
    assertThat(profile.purchases().primeWindow()).isNull();
    assertThat(profile.recalculatedAt()).as("never calculated").isEqualTo(Instant.EPOCH);
    assertThat(profile(person().with("updated_at", T2).with("created_at", T1)).recalculatedAt())
        .isEqualTo(T2);
    assertThat(profile(person().with("created_at", T1)).recalculatedAt()).isEqualTo(T1);
  }

  @Test
  void halfAPrimeWindowIsNone() {
    assertThat(profile(person().with("next_prime_window_start", T1)).purchases().primeWindow())
        .isNull();
    assertThat(profile(person().with("next_prime_window_end", T1)).purchases().primeWindow())
        .isNull();
  }

  @Test
  void aGuestIdOfZeroIsNone() {
    assertThat(profile(person().with("customer_id", 0L)).customerId()).isNull();
    assertUnreadable("customerId", () -> profile(person().with("customer_id", -1L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "unknown", "990eb8b7", "zz"})
  void hashesThatCannotBeComparedAreNone(String hash) {
    Device device = Rows.device(person().with("ip_hash", hash).with("browser_fingerprint", hash));

    assertThat(device.ipHash()).isNull();
    assertThat(device.fingerprint()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"nl,NL", "XX,", "'',", "NLD,", "1,"})
  void aCountryThatIsNoneIsNoPlace(String country, @Nullable String read) {
    Place place =
        Rows.device(person().with("geo_country", country).with("geo_city", "Utrecht")).place();

    assertThat(place).isEqualTo(read == null ? null : new Place(read, "Utrecht"));
  }

  @Test
  void aDeviceOfNullsReadsAsTheColumnsDefaults() {
    Device device = Rows.device(person());

    assertThat(device.visitCount()).isEqualTo(1);
    assertThat(device.firstSeen()).isEqualTo(Instant.EPOCH).isEqualTo(device.lastSeen());
    assertThat(device.userAgent()).isNull();
    assertThat(Rows.device(person().with("visit_count", 0L)).visitCount()).isEqualTo(1);
    assertThat(Rows.device(person().with("visit_count", 5L)).visitCount()).isEqualTo(5);
    assertThat(Rows.device(person().with("first_seen", T1)).lastSeen()).isEqualTo(T1);
    assertThat(Rows.device(person().with("last_seen", T1)).firstSeen()).isEqualTo(T1);
  }

  @Test
  void twoClocksThatDisagreeGiveThePeriodBetweenThem() {
    Device device = Rows.device(person().with("first_seen", T2).with("last_seen", T1));

    assertThat(device.firstSeen()).isEqualTo(T1);
    assertThat(device.lastSeen()).isEqualTo(T2);
  }

  @Test
  void readsAWholeOffer() {
    BundleOffer offer =
        Rows.offer(
            offerRow()
                .with("customer_id", 7L)
                .with("bonus_points", 80L)
                .with("trigger_reason", "prime_window")
                .with("cart_snapshot", "{\"total\":1.50}")
                .with("status", "purchased")
                .with("viewed_at", T1)
                .with("responded_at", T2)
                .with("expires_at", T2)
                .with("conversion_value", new BigDecimal("70.00")));

    assertThat(offer.id().value()).isEqualTo("42");
    assertThat(offer.storedStatus()).isEqualTo(OfferStatus.PURCHASED);
    assertThat(offer.viewedAt()).isEqualTo(T1);
    assertThat(offer.respondedAt()).isEqualTo(T2);
    assertThat(offer.conversionValue()).hasToString("70.00");
    assertThat(offer.made().customerId()).isEqualTo(7);
    assertThat(offer.made().lines()).extracting(BundleLine::quantity).containsExactly(3, 2);
    assertThat(offer.made().price().bonusPoints()).isEqualTo(80);
    assertThat(offer.made().triggerReason()).isEqualTo("prime_window");
    assertThat(offer.made().cartSnapshot()).isEqualTo(JsonObject.parse("{\"total\":1.50}"));
    assertThat(offer.made().expiresAt()).isEqualTo(T2);
  }

  @Test
  void anOfferOfNullsIsPendingForSevenDays() {
    BundleOffer offer = Rows.offer(offerRow());

    assertThat(offer.storedStatus()).isEqualTo(OfferStatus.PENDING);
    assertThat(offer.made().expiresAt()).isEqualTo(T1.plus(Duration.ofDays(7)));
    assertThat(offer.made().price().bonusPoints()).isZero();
    assertThat(offer.made().cartSnapshot()).isNull();
    assertThat(Rows.offer(offerRow().with("offered_at", null).with("created_at", T2)).made())
        .extracting(made -> made.offeredAt())
        .isEqualTo(T2);
  }

  @Test
  void anOfferThatSaysSomethingElseThanItMeansIsRefused() {
    assertUnreadable("status", () -> Rows.offer(offerRow().with("status", "clicked")));
    assertUnreadable(
        "final_price", () -> Rows.offer(offerRow().with("final_price", BigDecimal.ONE)));
    assertUnreadable("total_quantity", () -> Rows.offer(offerRow().with("total_quantity", 6L)));
    assertUnreadable("bonus_points", () -> Rows.offer(offerRow().with("bonus_points", 1L << 40)));
    assertUnreadable("offered_at", () -> Rows.offer(offerRow().with("offered_at", null)));
    assertUnreadable("bundle_products", () -> Rows.offer(offerRow().with("bundle_products", "{}")));
    assertUnreadable(
        "bundle_products[0]", () -> Rows.offer(offerRow().with("bundle_products", "[1]")));
    assertUnreadable(
        "bundle_products[0].product_id",
        () -> Rows.offer(offerRow().with("bundle_products", "[{}]")));
    assertUnreadable("lines.size", () -> Rows.offer(offerRow().with("bundle_products", "[]")));
    assertUnreadable(
        "cart_snapshot.json", () -> Rows.offer(offerRow().with("cart_snapshot", "[1]")));
  }

  @Test
  void numbersOfProductsMayStandInQuotesAndUnknownFieldsAreKept() {
    BundleOffer offer =
        Rows.offer(
            offerRow()
                .with("total_quantity", 5L)
                .with(
                    "bundle_products",
                    "[{\"product_id\":\"85123A\",\"name\":\"Moon\",\"quantity\":\"5\","
                        + "\"unit_price\":\"14.95\",\"subtotal\":\"74.75\",\"image\":\"m.png\"}]"));

    BundleLine line = offer.made().lines().get(0);
    assertThat(line.productId()).isEqualTo(new ProductId("85123A"));
    assertThat(line.unitPrice()).hasToString("14.95");
    assertThat(line.slug()).isNull();
    assertThat(line.otherFields()).isEqualTo(JsonObject.parse("{\"image\":\"m.png\"}"));
  }

  @Test
  void readsAWholeEvent() {
    BehavioralEvent event =
        Rows.event(
            eventRow()
                .with("session_id", "s1")
                .with("customer_id", 7L)
                .with("customer_email", "Ada@Example.com")
                .with("ip_hash", HASH)
                .with("browser_fingerprint", HASH)
                .with("event_data", "{\"offer_id\":93}")
                .with("page_url", "/cart"),
            EVENT_ID);

    assertThat(event)
        .isEqualTo(
            BehavioralEvent.builder(EVENT_ID, "bundle_viewed", T1)
                .sessionId("s1")
                .customerId(7)
                .customer(EmailAddress.of("ada@example.com"))
                .ipHash(new IpHash(HASH))
                .fingerprint(Fingerprint.of(HASH))
                .data(JsonObject.parse("{\"offer_id\":93}"))
                .pageUrl("/cart")
                .build());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "null", "[]", "{}"})
  void noDataOfAnEventIsTheEmptyObject(@Nullable String data) {
    BehavioralEvent event = Rows.event(eventRow().with("event_data", data), EVENT_ID);

    assertThat(event.data()).isEqualTo(JsonObject.empty());
    assertThat(event.customer()).isNull();
    assertThat(Rows.event(eventRow().with("customer_email", " "), EVENT_ID).customer()).isNull();
  }

  @Test
  void anEventWithoutTimeOrTypeIsRefused() {
    assertUnreadable("created_at", () -> Rows.event(eventRow().with("created_at", null), EVENT_ID));
    assertUnreadable("event_type", () -> Rows.event(eventRow().with("event_type", null), EVENT_ID));
    assertUnreadable(
        "event_data.json", () -> Rows.event(eventRow().with("event_data", "[1]"), EVENT_ID));
  }

  @Test
  void aRefusalNamesTableAndRowAndQuotesNobody() {
    assertThatThrownBy(() -> profile(person().with("customer_email", "ada.example.com")))
        .isInstanceOfSatisfying(
            UnreadableRowException.class,
            e -> {
              assertThat(e.table()).isEqualTo("customer_intelligence");
              assertThat(e.rowId()).isEqualTo("42");
            })
        .hasMessageStartingWith("customer_intelligence row 42 cannot be read: email: must look")
        .hasMessageNotContaining("ada");
  }

  @Test
  void datesOfFavouritesAreInTheStoresZone() {
    CustomerProfile profile =
        Rows.profile(person().with("favorite_products", FAVORITES), ZoneId.of("Europe/Amsterdam"));
    String iso = FAVORITES.replace("2024-08-15 10:20:30", "2024-08-15T10:20:30Z");

    assertThat(firstOrderOf(profile)).isEqualTo(Instant.parse("2024-08-15T08:20:30Z"));
    assertThat(firstOrderOf(profile(person().with("favorite_products", iso)))).isEqualTo(T1);
    assertUnreadable(
        "favorite_products[0].order_details[0].date",
        () ->
            profile(
                person().with("favorite_products", FAVORITES.replace("2024-08-15", "15 August"))));
  }

  @Test
  void favouritesThatAreNoneOrWrongAreNamed() {
    assertThat(profile(person().with("favorite_products", "null")).purchases().favorites())
        .isEmpty();
    assertThat(profile(person().with("favorite_products", " ")).purchases().favorites()).isEmpty();
    for (String field : List.of("product_id", "name", "score", "total_quantity", "appearances")) {
      assertUnreadable(
          "favorite_products[0]." + field,
          () -> profile(person().with("favorite_products", FAVORITES.replace(field, "other"))));
    }
    assertUnreadable(
        "favorite_products[0].total_quantity",
        () -> profile(person().with("favorite_products", FAVORITES.replace("\": 6", "\": 6.5"))));
    assertUnreadable(
        "favorite_products[0].order_numbers",
        () ->
            profile(
                person()
                    .with("favorite_products", FAVORITES.replace("[\"1001\"", "[{}, \"1001\""))));
    assertUnreadable(
        "favorite_products", () -> profile(person().with("favorite_products", "not JSON")));
  }

  private static Instant firstOrderOf(CustomerProfile profile) {
    return profile.purchases().favorites().get(0).orderDetails().get(0).orderedAt();
  }

  private static void assertUnreadable(
      String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOf(UnreadableRowException.class)
        .hasMessageContaining("row 42 cannot be read: " + field + ": ");
  }

  private static CustomerProfile profile(Row row) {
    return Rows.profile(row, ZoneOffset.UTC);
  }

  private static MapRow person() {
    return new MapRow().with("id", "42").with("customer_email", "Ada@Example.com");
  }

  private static MapRow offerRow() {
    return person()
        .with("bundle_products", PRODUCTS)
        .with("total_quantity", 5L)
        .with("base_price", new BigDecimal("74.75"))
        .with("discount_amount", new BigDecimal("10.47"))
        .with("final_price", new BigDecimal("64.28"))
        .with("offered_at", T1);
  }

  private static MapRow eventRow() {
    return new MapRow().with("id", "42").with("event_type", "bundle_viewed").with("created_at", T1);
  }
}
