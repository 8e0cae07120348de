package dev.customerintelligence.profile;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.internal.Json;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.FavoriteProduct.OrderDetail;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileValuesTest {
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final ProductId PRODUCT = ProductId.of(44);

  @Test
  void windowHoldsBothEnds() {
    PrimeWindow window = new PrimeWindow(day(1), day(2));

    assertThat(window.contains(day(1))).isTrue();
    assertThat(window.contains(day(2))).isTrue();
    assertThat(window.contains(day(1).minusNanos(1))).isFalse();
    assertThat(window.contains(day(2).plusNanos(1))).isFalse();
    assertThat(new PrimeWindow(day(1), day(1)).contains(day(1))).isTrue();
  }

  @Test
  void windowRefusesToEndBeforeItStarts() {
    assertRefused("start", () -> new PrimeWindow(null, day(1)));
    assertRefused("end", () -> new PrimeWindow(day(1), null));
    assertRefused("end", () -> new PrimeWindow(day(1), day(1).minusNanos(1)));
  }

  @Test
  void purchasesGiveAmountsTwoDecimals() {
    PurchaseProfile purchases = purchases(1, "38.2", 2, "50", 14, "71.460");

    assertThat(purchases.averageOrderValue()).isEqualTo(new BigDecimal("38.20"));
    assertThat(purchases.peakAmount()).isEqualTo(new BigDecimal("50.00"));
    assertThat(purchases.score()).isEqualTo(new BigDecimal("71.46"));
  }

  @Test
  void purchasesRefuseWhatIsMissingOrOutOfRange() {
    assertRefused("totalOrders", () -> purchases(-1, "1", 1, "1", 14, "1"));
    assertRefused("averageOrderValue", () -> purchases(1, "1.001", 1, "1", 14, "1"));
    assertRefused("averageOrderValue", () -> purchases(1, "-1", 1, "1", 14, "1"));
    assertRefused("peakQuantity", () -> purchases(1, "1", -1, "1", 14, "1"));
    assertRefused("peakAmount", () -> purchases(1, "1", 1, "100000000", 14, "1"));
    assertRefused("purchaseCycleDays", () -> purchases(1, "1", 1, "1", -1, "1"));
    assertRefused("score", () -> purchases(1, "1", 1, "1", 14, "-0.01"));
    assertThat(assertRefused("score", () -> purchases(1, "1", 1, "1", 14, "100.01")))
        .hasMessage("score: must be between 0 and 100, is 100.01");
    assertThat(purchases(1, "1", 1, "1", 0, "100").score()).isEqualTo(new BigDecimal("100.00"));
    assertRefused(
        "lastOrderAt",
        () -> new PurchaseProfile(1, ONE, 1, ONE, Instant.MAX, 14, null, List.of(), ONE));
    assertRefused(
        "favorites", () -> new PurchaseProfile(1, ONE, 1, ONE, DAY_0, 14, null, null, ONE));
    assertRefused(
        "score", () -> new PurchaseProfile(1, ONE, 1, ONE, DAY_0, 14, null, List.of(), null));
  }

  @Test
  void favoriteRefusesWhatIsMissingOrOutOfRange() {
    assertRefused("product_id", () -> favorite(null, "Moon", null, ONE, 1, 1));
    FavoriteProduct favorite = favorite(PRODUCT, "Moon", null, ONE, 1, 1);
    Json.parse("written", FavoritesJson.write(List.of(favorite), ZoneOffset.UTC))
        .get(0)
        .fieldNames()
        .forEachRemaining(
            name ->
                assertRefused(
                    "otherFields",
                    () ->
                        favorite.withOtherFields(
                            JsonObject.of(Map.of("image", "m.png", name, 2)))));
    assertRefused("name", () -> favorite(PRODUCT, " ", null, ONE, 1, 1));
    assertRefused("name", () -> favorite(PRODUCT, "m".repeat(256), null, ONE, 1, 1));
    assertRefused("slug", () -> favorite(PRODUCT, "Moon", "m".repeat(256), ONE, 1, 1));
    assertRefused("score", () -> favorite(PRODUCT, "Moon", null, null, 1, 1));
    assertRefused("score", () -> favorite(PRODUCT, "Moon", null, ONE.negate(), 1, 1));
    assertRefused("total_quantity", () -> favorite(PRODUCT, "Moon", null, ONE, -1, 1));
    assertRefused("appearances", () -> favorite(PRODUCT, "Moon", null, ONE, 1, -1));
    assertRefused(
        "order_numbers",
        () ->
            new FavoriteProduct(
                PRODUCT, "Moon", null, ONE, 1, 1, null, List.of(), JsonObject.empty()));
    assertRefused(
        "order_details[0]",
        () ->
            new FavoriteProduct(
                PRODUCT,
                "Moon",
                null,
                ONE,
                1,
                1,
                List.of(),
                Arrays.asList((OrderDetail) null),
                JsonObject.empty()));
    assertThat(favorite(PRODUCT, "Moon", " ", ONE, 0, 0).slug()).isNull();
  }

  @Test
  void orderDetailRefusesWhatIsMissingOrOutOfRange() {
    assertRefused("order_id", () -> new OrderDetail(null, "1001", 1, DAY_0));
    assertRefused("order_number", () -> new OrderDetail("1", " ", 1, DAY_0));
    assertRefused("quantity", () -> new OrderDetail("1", "1001", 0, DAY_0));
    assertRefused("date", () -> new OrderDetail("1", "1001", 1, null));
  }

  @Test
  void reportCountsOutcomes() {
    RecalculationReport report =
        new RecalculationReport(
            Map.of(ProfileSave.CREATED, 3L, ProfileSave.UNCHANGED, 4L),
            2,
            List.of(new RecalculationReport.Refusal(CUSTOMER, "currency: must be one")));

    assertThat(report.count(ProfileSave.CREATED)).isEqualTo(3);
    assertThat(report.count(ProfileSave.STALE)).isZero();
    assertThat(report.customers()).isEqualTo(9);
    assertThat(report.toString()).doesNotContain("customer@example.com");
  }

  @Test
  void reportRefusesNull() {
    assertRefused("saves", () -> new RecalculationReport(null, 0, List.of()));
    assertRefused("refusals", () -> new RecalculationReport(Map.of(), 0, null));
    assertRefused("customer", () -> new RecalculationReport.Refusal(null, "because"));
    assertRefused("reason", () -> new RecalculationReport.Refusal(CUSTOMER, null));
  }

  private static PurchaseProfile purchases(
      int orders, String average, int peakQuantity, String peakAmount, int cycle, String score) {
    return new PurchaseProfile(
        orders,
        new BigDecimal(average),
        peakQuantity,
        new BigDecimal(peakAmount),
        DAY_0,
        cycle,
        null,
        List.of(),
        new BigDecimal(score));
  }

  private static FavoriteProduct favorite(
      ProductId id, String name, String slug, BigDecimal score, int quantity, int appearances) {
    return new FavoriteProduct(
        id, name, slug, score, quantity, appearances, List.of(), List.of(), JsonObject.empty());
  }
}
