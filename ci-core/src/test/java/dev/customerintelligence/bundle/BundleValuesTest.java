package dev.customerintelligence.bundle;

import static dev.customerintelligence.bundle.TestOffers.line;
import static dev.customerintelligence.bundle.TestOffers.price;
import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.EUR;
import static dev.customerintelligence.order.TestOrders.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Json;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleValuesTest {
  private static final ProductId PRODUCT = ProductId.of(44);
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final List<BundleLine> LINES = List.of(line("44", 4, "14.95"));
  private static final BundlePrice PRICE = price("59.80", "5.98");

  @Test
  void offerIdsHoldUpTo36Characters() {
    assertThat(new OfferId("a".repeat(36))).hasToString("a".repeat(36));
    assertRefused("offerId", () -> new OfferId("a".repeat(37)));
    assertRefused("offerId", () -> new OfferId(null));
    assertRefused("offerId", () -> new OfferId(" "));
  }

  @Test
  void stepsLeadSomewhere() {
    assertRefused("status", () -> new OfferStep(null, DAY_0, null));
    assertThat(assertRefused("status", () -> new OfferStep(OfferStatus.PENDING, DAY_0, null)))
        .hasMessage("status: must not be pending; no step leads back there");
    assertRefused("at", () -> new OfferStep(OfferStatus.VIEWED, null, null));
    assertRefused("conversionValue", () -> new OfferStep(OfferStatus.VIEWED, DAY_0, ONE));
    assertRefused(
        "conversionValue", () -> new OfferStep(OfferStatus.PURCHASED, DAY_0, ONE.negate()));
    assertRefused(
        "conversionValue",
        () -> new OfferStep(OfferStatus.PURCHASED, DAY_0, new BigDecimal("0.001")));
    assertThat(new OfferStep(OfferStatus.PURCHASED, DAY_0, BigDecimal.ZERO).conversionValue())
        .isEqualTo(new BigDecimal("0.00"));
  }

  @Test
  void linesHoldWhatTheColumnHolds() {
    assertThat(line("44", 1_000_000, "1").subtotal()).isEqualTo(new BigDecimal("1000000.00"));
    assertThat(bundleLine(PRODUCT, "Moon", " ", 1, ONE, ONE).slug()).isNull();
    assertRefused("product_id", () -> bundleLine(null, "Moon", null, 1, ONE, ONE));
    assertRefused("name", () -> bundleLine(PRODUCT, null, null, 1, ONE, ONE));
    assertRefused("name", () -> bundleLine(PRODUCT, "m".repeat(256), null, 1, ONE, ONE));
    assertRefused("slug", () -> bundleLine(PRODUCT, "Moon", "m".repeat(256), 1, ONE, ONE));
    assertRefused("quantity", () -> bundleLine(PRODUCT, "Moon", null, 0, ONE, ONE));
    assertRefused("quantity", () -> bundleLine(PRODUCT, "Moon", null, 1_000_001, ONE, ONE));
    assertRefused("unit_price", () -> bundleLine(PRODUCT, "Moon", null, 1, null, ONE));
    assertRefused(
        "unit_price", () -> bundleLine(PRODUCT, "Moon", null, 1, new BigDecimal("0.001"), ONE));
    assertRefused("subtotal", () -> bundleLine(PRODUCT, "Moon", null, 1, ONE, ONE.negate()));
    assertRefused("otherFields", () -> new BundleLine(PRODUCT, "Moon", null, 1, ONE, ONE, null));
    String written = BundleLinesJson.write(List.of(bundleLine(PRODUCT, "Moon", null, 1, ONE, ONE)));
    Json.parse("written", written)
        .get(0)
        .fieldNames()
        .forEachRemaining(
            name -> {
              JsonObject own = JsonObject.of(Map.of("image", "m.png", name, 2));
              assertRefused(
                  "otherFields", () -> new BundleLine(PRODUCT, "Moon", null, 1, ONE, ONE, own));
            });
  }

  @Test
  void draftsHoldTogether() {
    assertThat(draft(CUSTOMER, null, LINES, PRICE, " ", day(7)).triggerReason()).isNull();
    assertThat(draft(CUSTOMER, null, LINES, PRICE, "r".repeat(50), day(7)).totalQuantity())
        .isEqualTo(4);
    assertRefused("customer", () -> draft(null, null, LINES, PRICE, null, day(7)));
    assertRefused("customerId", () -> draft(CUSTOMER, 0L, LINES, PRICE, null, day(7)));
    assertRefused("lines", () -> draft(CUSTOMER, null, null, PRICE, null, day(7)));
    assertRefused(
        "lines[0]",
        () -> draft(CUSTOMER, null, Arrays.asList((BundleLine) null), PRICE, null, day(7)));
    assertRefused("lines.size", () -> draft(CUSTOMER, null, List.of(), PRICE, null, day(7)));
    assertRefused("price", () -> draft(CUSTOMER, null, LINES, null, null, day(7)));
    assertRefused(
        "triggerReason", () -> draft(CUSTOMER, null, LINES, PRICE, "r".repeat(51), day(7)));
    assertRefused("expiresAt", () -> draft(CUSTOMER, null, LINES, PRICE, null, null));
    assertThat(assertRefused("expiresAt", () -> draft(CUSTOMER, null, LINES, PRICE, null, DAY_0)))
        .hasMessage(
            "expiresAt: must be after offeredAt, 2026-03-01T10:00:00Z, is 2026-03-01T10:00:00Z");
    assertRefused(
        "offeredAt", () -> new OfferDraft(CUSTOMER, null, LINES, PRICE, null, null, null, day(7)));
  }

  @Test
  void draftsTakeACart() {
    JsonObject cart = JsonObject.parse("{\"total\": 45.90}");
    OfferDraft draft = draft(CUSTOMER, 7L, LINES, PRICE, "prime_window", day(7));

    assertThat(draft.withCartSnapshot(cart))
        .isEqualTo(new OfferDraft(CUSTOMER, 7L, LINES, PRICE, "prime_window", cart, DAY_0, day(7)));
  }

  @Test
  void productsArePricedInTheirCurrency() {
    Currency yen = Currency.getInstance("JPY");

    assertThat(product("14.9", EUR).unitPrice()).isEqualTo(new BigDecimal("14.90"));
    assertThat(product("500.00", yen).unitPrice()).isEqualTo(new BigDecimal("500"));
    assertRefused("unitPrice", () -> product("500.5", yen));
    assertRefused("unitPrice", () -> product("14.955", EUR));
    assertRefused("unitPrice", () -> product("-1", EUR));
    assertRefused("unitPrice", () -> product("100000000", EUR));
    assertThat(assertRefused("currency", () -> product("1.000", Currency.getInstance("KWD"))))
        .hasMessage("currency: must be a currency of at most two decimals, is KWD");
    assertRefused("currency", () -> product("1", null));
    assertRefused("productId", () -> new CatalogueProduct(null, "Moon", null, ONE, EUR, true));
    assertRefused("name", () -> new CatalogueProduct(PRODUCT, " ", null, ONE, EUR, true));
    assertRefused(
        "slug", () -> new CatalogueProduct(PRODUCT, "Moon", "m".repeat(256), ONE, EUR, true));
    assertRefused("unitPrice", () -> new CatalogueProduct(PRODUCT, "Moon", null, null, EUR, true));
  }

  @Test
  void outcomesNameTheirOffer() {
    BundleOffer offer = TestOffers.pending();

    assertRefused("offer", () -> new OfferCreation.Created(null));
    assertRefused("offer", () -> new OfferCreation.OpenOfferExists(null));
    assertRefused("offer", () -> new OfferMove.Moved(null));
    assertRefused("offer", () -> new OfferMove.AlreadyThere(null));
    assertRefused("offer", () -> new OfferMove.NotPossible(null, OfferStatus.EXPIRED));
    assertRefused("status", () -> new OfferMove.NotPossible(offer, null));
    assertRefused("offer", () -> new BundleProposal.Offered(null));
  }

  @Test
  void refusalsSayUntilWhen() {
    assertThat(new BundleProposal.Refused(BundleRefusal.NO_PROFILE, null))
        .hasToString("Refused[NO_PROFILE]");
    assertThat(new BundleProposal.Refused(BundleRefusal.COOL_DOWN, DAY_0))
        .hasToString("Refused[COOL_DOWN until 2026-03-01T10:00:00Z]");
  }

  private static OfferDraft draft(
      EmailAddress customer,
      Long customerId,
      List<BundleLine> lines,
      BundlePrice price,
      String reason,
      Instant expiresAt) {
    return new OfferDraft(customer, customerId, lines, price, reason, null, DAY_0, expiresAt);
  }

  private static BundleLine bundleLine(
      ProductId id, String name, String slug, int quantity, BigDecimal price, BigDecimal subtotal) {
    return new BundleLine(id, name, slug, quantity, price, subtotal, JsonObject.empty());
  }

  private static CatalogueProduct product(String price, Currency currency) {
    return new CatalogueProduct(PRODUCT, "Moon", null, new BigDecimal(price), currency, true);
  }
}
