package dev.customerintelligence.bundle;

import static dev.customerintelligence.bundle.TestOffers.product;
import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.EUR;
import static dev.customerintelligence.order.TestOrders.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.customerintelligence.bundle.BundleComposer.Composition;
import dev.customerintelligence.bundle.BundleProposal.Refused;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.FavoriteProduct;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.PurchaseProfile;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may get an offer, and what is in it. The last order was at {@code DAY_0}. */
class BundleComposerTest {
  private static final BundlePolicy POLICY = BundlePolicy.defaults();

  /** Cycle 10: the window is day 8 to day 12. */
  private static final PrimeWindow WINDOW = new PrimeWindow(day(8), day(12));

  private static final Instant DUE = day(8);

  @Test
  void lacksAProfile() {
    assertRefusal(composer(DUE).refusal(Optional.empty(), List.of()), BundleRefusal.NO_PROFILE);
  }

  @Test
  void lacksPaidOrders() {
    CustomerProfile profile =
        profile(
            new PurchaseProfile(
                0,
                BigDecimal.ZERO,
                0,
                BigDecimal.ZERO,
                null,
                14,
                null,
                List.of(),
                BigDecimal.ZERO));

    assertRefusal(composer(DUE).refusal(Optional.of(profile), List.of()), BundleRefusal.NO_PROFILE);
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "VIEWED", "ADDED_TO_CART"})
  void hasAnOpenOfferUntilItExpires(OfferStatus open) {
    CustomerProfile profile = profile("50", 5, "44");
    List<BundleOffer> offers = List.of(TestOffers.at(open));

    assertRefusal(
        composer(day(7).minusNanos(1)).refusal(Optional.of(profile), offers),
        BundleRefusal.OPEN_OFFER,
        day(7));
    assertThat(refusal(day(7), profile, offers).map(Refused::reason))
        .as("only the dates are missing then")
        .contains(BundleRefusal.TOO_EARLY);
    assertThat(refusal(day(8), profile, offers)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PURCHASED", "EXPIRED"})
  void doesNotMindEndedOffers(OfferStatus ended) {
    assertThat(refusal(DUE, profile("50", 5, "44"), List.of(TestOffers.at(ended)))).isEmpty();
  }

  @Test
  void coolsDownForAWeekAfterARejection() {
    CustomerProfile profile = profile("50", 5, "44");
    List<BundleOffer> offers = List.of(rejectedAt(day(2)), rejectedAt(day(3)), rejectedAt(day(1)));

    assertRefusal(
        composer(day(10).minusNanos(1)).refusal(Optional.of(profile), offers),
        BundleRefusal.COOL_DOWN,
        day(10));
    assertThat(refusal(day(10), profile, offers)).isEmpty();
  }

  @Test
  void coolsDownAsLongAsThePolicySays() {
    CustomerProfile profile = profile("50", 5, "44");
    List<BundleOffer> offers = List.of(rejectedAt(day(6)));

    assertThat(
            composer(POLICY.withCoolDown(Duration.ZERO), day(8))
                .refusal(Optional.of(profile), offers))
        .isEmpty();
    assertThat(
            composer(POLICY.withCoolDown(Duration.ofDays(2)), day(8))
                .refusal(Optional.of(profile), offers))
        .isEmpty();
    assertRefusal(
        composer(POLICY.withCoolDown(Duration.ofDays(3)), day(8))
            .refusal(Optional.of(profile), offers),
        BundleRefusal.COOL_DOWN,
        day(9));
  }

  @Test
  void doesNotCoolDownAfterARejectionOfUnknownDate() {
    BundleOffer undated =
        new BundleOffer(
            new OfferId("1"), TestOffers.pending().made(), OfferStatus.REJECTED, null, null, null);

    assertThat(refusal(DUE, profile("50", 5, "44"), List.of(undated))).isEmpty();
  }

  @Test
  void namesTheOpenOfferBeforeTheCoolDown() {
    assertThat(
            refusal(
                    day(3),
                    profile("50", 5, "44"),
                    List.of(rejectedAt(day(2)), TestOffers.pending()))
                .map(Refused::reason))
        .contains(BundleRefusal.OPEN_OFFER);
  }

  @ParameterizedTest
  @CsvSource({"7.99999,8", "0,8", "12.00001,14", "13.99999,14"})
  void isTooEarlyUntilTheWindowOrFourteenDays(double now, double from) {
    assertRefusal(
        composer(day(now)).refusal(Optional.of(profile("50", 5, "44")), List.of()),
        BundleRefusal.TOO_EARLY,
        day(from));
  }

  @ParameterizedTest
  @CsvSource({"8", "10", "12", "14", "400"})
  void isDueInTheWindowAndAfterFourteenDays(double now) {
    assertThat(refusal(day(now), profile("50", 5, "44"), List.of())).isEmpty();
  }

  @Test
  void isDueAfterFourteenDaysEvenBeforeALateWindow() {
    CustomerProfile rare = profile("50", 5, new PrimeWindow(day(80), day(120)), "44");

    assertRefusal(
        composer(day(13)).refusal(Optional.of(rare), List.of()), BundleRefusal.TOO_EARLY, day(14));
    assertThat(refusal(day(14), rare, List.of())).isEmpty();
  }

  @Test
  void isDueByDaysWhereARowHasNoWindow() {
    CustomerProfile windowless = profile("50", 5, (PrimeWindow) null, "44");

    assertRefusal(
        composer(day(10)).refusal(Optional.of(windowless), List.of()),
        BundleRefusal.TOO_EARLY,
        day(14));
    assertThat(refusal(day(14), windowless, List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,true", "2,true", "3,false", "1000,false"})
  void needsATargetOfAtLeastFourItems(int peakQuantity, boolean refused) {
    Optional<Refused> refusal = refusal(DUE, profile("50", peakQuantity, "44"), List.of());

    assertThat(refusal.isPresent()).isEqualTo(refused);
    refusal.ifPresent(
        it -> {
          assertThat(it.reason()).isEqualTo(BundleRefusal.TOO_FEW_ITEMS);
          assertThat(it.from()).isEmpty();
        });
  }

  @Test
  void needsAFavoriteForSale() {
    CustomerProfile profile = profile("50", 5, "44", "38");

    assertDeclined(composer(DUE).compose(profile, Map.of()));
    assertDeclined(
        composer(DUE)
            .compose(
                profile,
                catalogue(
                    new CatalogueProduct(
                        ProductId.of(44), "Full Moon", null, BigDecimal.TEN, EUR, false))));
    assertDeclined(composer(DUE).compose(profile, catalogue(product("1", "10.00"))));
  }

  @Test
  void offersNoExcludedProduct() {
    BundleComposer composer =
        new BundleComposer(POLICY, Set.of(ProductId.of(44), ProductId.of(38)), DUE);

    assertThat(composer.wanted(profile("50", 5, "44", "7", "38").purchases()))
        .containsExactly(ProductId.of(7));
    assertDeclined(
        composer.compose(profile("50", 5, "44", "38"), catalogue(product("44", "10.00"))));
  }

  @Test
  void composesTheWorkedExampleOfFour() {
    OfferDraft draft = composed(DUE, profile("59.99", 3, "44"), catalogue(product("44", "14.95")));

    assertThat(draft)
        .isEqualTo(
            new OfferDraft(
                CUSTOMER,
                7L,
                List.of(
                    new BundleLine(
                        ProductId.of(44),
                        "Product 44",
                        "product-44",
                        4,
                        new BigDecimal("14.95"),
                        new BigDecimal("59.80"),
                        JsonObject.empty())),
                new BundlePrice(
                    new BigDecimal("59.80"), new BigDecimal("5.98"), new BigDecimal("53.82"), 53),
                "prime_window",
                null,
                DUE,
                DUE.plus(Duration.ofDays(7))));
  }

  @Test
  void composesTheWorkedExampleOfFive() {
    OfferDraft draft =
        composed(
            DUE,
            profile("72", 4, "44", "38"),
            catalogue(product("44", "14.95"), product("38", "14.95")));

    assertThat(draft.lines()).extracting(BundleLine::quantity).containsExactly(3, 2);
    assertThat(draft.lines())
        .extracting(BundleLine::subtotal)
        .containsExactly(new BigDecimal("44.85"), new BigDecimal("29.90"));
    assertThat(draft.price())
        .isEqualTo(
            new BundlePrice(
                new BigDecimal("74.75"), new BigDecimal("10.47"), new BigDecimal("64.28"), 80));
    assertThat(draft.totalQuantity()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"4,3,1", "5,3,2", "6,4,2", "7,5,2", "10,6,4", "11,7,4"})
  void splitsSixtyToFortyRoundingTheFirstUp(int target, int first, int second) {
    OfferDraft draft =
        composed(
            DUE,
            profile("50", target - 1, "44", "38", "7"),
            catalogue(product("44", "1.00"), product("38", "2.00"), product("7", "3.00")));

    assertThat(draft.lines())
        .extracting(line -> line.productId().value(), BundleLine::quantity)
        .containsExactly(tuple("44", first), tuple("38", second));
  }

  @Test
  void givesAllToTheFirstWhereItsShareRoundsUpToAll() {
    BundlePolicy policy =
        new BundlePolicy(
            4,
            14,
            null,
            new BigDecimal("0.9"),
            POLICY.discounts(),
            POLICY.loyalty(),
            POLICY.maxDiscountPercent(),
            POLICY.validity(),
            POLICY.coolDown());

    Composition composition =
        composer(policy, DUE)
            .compose(
                profile("50", 3, "44", "38"),
                catalogue(product("44", "1.00"), product("38", "1.00")));

    assertThat(((Composition.Composed) composition).draft().lines())
        .extracting(BundleLine::quantity)
        .containsExactly(4);
  }

  @Test
  void takesTheNextFavoriteWhereOneIsNotForSale() {
    OfferDraft draft =
        composed(
            DUE,
            profile("50", 4, "44", "38", "7"),
            catalogue(product("7", "3.00"), product("44", "1.00")));

    assertThat(draft.lines())
        .extracting(line -> line.productId().value())
        .containsExactly("44", "7");
  }

  @Test
  void takesPricesAndNamesFromTheCatalogueNotFromHistory() {
    OfferDraft draft =
        composed(
            DUE,
            profile("50", 3, "44"),
            catalogue(
                new CatalogueProduct(
                    ProductId.of(44), "Renamed", "renamed", new BigDecimal("20"), EUR, true)));

    assertThat(draft.lines().get(0).name()).isEqualTo("Renamed");
    assertThat(draft.lines().get(0).slug()).isEqualTo("renamed");
    assertThat(draft.lines().get(0).unitPrice()).isEqualTo(new BigDecimal("20.00"));
    assertThat(draft.price().basePrice()).isEqualTo(new BigDecimal("80.00"));
  }

  @Test
  void pricesYenWithoutDecimals() {
    CatalogueProduct yen =
        new CatalogueProduct(
            ProductId.of(44),
            "Full Moon",
            null,
            new BigDecimal("333"),
            Currency.getInstance("JPY"),
            true);

    assertThat(composed(DUE, profile("50", 4, "44"), catalogue(yen)).price().discountAmount())
        .as("12 % of 1665 is 199.8")
        .isEqualTo(new BigDecimal("200.00"));
  }

  @Test
  void refusesProductsOfTwoCurrencies() {
    CatalogueProduct yen =
        new CatalogueProduct(
            ProductId.of(38), "Yen", null, BigDecimal.TEN, Currency.getInstance("JPY"), true);

    assertThat(
            assertRefused(
                "currency",
                () ->
                    composed(
                        DUE, profile("50", 4, "44", "38"), catalogue(product("44", "1.00"), yen))))
        .hasMessage(
            "currency: must be one for all products of a bundle, is EUR for 44 and JPY for 38");
  }

  @Test
  void doesNotMindTheCurrencyOfProductsThatAreNotChosen() {
    CatalogueProduct yen =
        new CatalogueProduct(
            ProductId.of(7), "Yen", null, BigDecimal.TEN, Currency.getInstance("JPY"), true);

    assertThat(
            composed(
                    DUE,
                    profile("50", 4, "44", "38", "7"),
                    catalogue(product("44", "1.00"), product("38", "1.00"), yen))
                .lines())
        .hasSize(2);
  }

  @Test
  void refusesQuantitiesThatNoLineHolds() {
    Map<ProductId, CatalogueProduct> catalogue = catalogue(product("44", "0.01"));

    assertRefused("quantity", () -> composed(DUE, profile("50", 1_000_000, "44"), catalogue));
    assertRefused(
        "quantity", () -> composed(DUE, profile("50", Integer.MAX_VALUE, "44"), catalogue));
  }

  @Test
  void makesHighValueCustomersEligibleWherePolicyAllowsIt() {
    BundlePolicy policy = POLICY.withHighValueScore(new BigDecimal("80"));
    Map<ProductId, CatalogueProduct> catalogue = catalogue(product("44", "14.95"));

    assertThat(composer(policy, day(1)).refusal(Optional.of(profile("80", 3, "44")), List.of()))
        .isEmpty();
    assertRefusal(
        composer(policy, day(1)).refusal(Optional.of(profile("79.99", 3, "44")), List.of()),
        BundleRefusal.TOO_EARLY,
        day(8));
    assertRefusal(
        composer(day(1)).refusal(Optional.of(profile("100", 3, "44")), List.of()),
        BundleRefusal.TOO_EARLY,
        day(8));
    assertThat(reason(policy, day(1), "80", catalogue)).isEqualTo("high_value_customer");
    assertThat(reason(policy, day(8), "80", catalogue)).isEqualTo("prime_window");
    assertThat(reason(policy, day(14), "80", catalogue)).isEqualTo("prime_window");
  }

  private static String reason(
      BundlePolicy policy, Instant now, String score, Map<ProductId, CatalogueProduct> catalogue) {
    Composition composition = composer(policy, now).compose(profile(score, 3, "44"), catalogue);
    return ((Composition.Composed) composition).draft().triggerReason();
  }

  private static BundleComposer composer(Instant now) {
    return composer(POLICY, now);
  }

  private static BundleComposer composer(BundlePolicy policy, Instant now) {
    return new BundleComposer(policy, Set.of(), now);
  }

  private static Optional<Refused> refusal(
      Instant now, CustomerProfile profile, List<BundleOffer> offers) {
    return composer(now).refusal(Optional.of(profile), offers);
  }

  private static OfferDraft composed(
      Instant now, CustomerProfile profile, Map<ProductId, CatalogueProduct> catalogue) {
    return ((Composition.Composed) composer(now).compose(profile, catalogue)).draft();
  }

  private static void assertRefusal(Optional<Refused> refusal, BundleRefusal reason) {
    assertThat(refusal.orElseThrow().reason()).isEqualTo(reason);
    assertThat(refusal.orElseThrow().from()).isEmpty();
  }

  private static void assertRefusal(Optional<Refused> refusal, BundleRefusal reason, Instant from) {
    assertThat(refusal.orElseThrow().reason()).isEqualTo(reason);
    assertThat(refusal.orElseThrow().from()).contains(from);
  }

  private static void assertDeclined(Composition composition) {
    assertThat(composition).isInstanceOf(Composition.Declined.class);
    Refused refusal = ((Composition.Declined) composition).refusal();
    assertThat(refusal.reason()).isEqualTo(BundleRefusal.NOTHING_FOR_SALE);
    assertThat(refusal.from()).isEmpty();
  }

  private static BundleOffer rejectedAt(Instant at) {
    return TestOffers.pending().after(new OfferStep(OfferStatus.REJECTED, at, null));
  }

  private static Map<ProductId, CatalogueProduct> catalogue(CatalogueProduct... products) {
    return Arrays.stream(products)
        .collect(Collectors.toMap(CatalogueProduct::productId, Function.identity()));
  }

  private static CustomerProfile profile(String score, int peakQuantity, String... favorites) {
    return profile(score, peakQuantity, WINDOW, favorites);
  }

  private static CustomerProfile profile(
      String score, int peakQuantity, PrimeWindow window, String... favorites) {
    return profile(
        new PurchaseProfile(
            2,
            new BigDecimal("14.95"),
            peakQuantity,
            new BigDecimal("14.95"),
            DAY_0,
            10,
            window,
            Arrays.stream(favorites)
                .map(
                    id ->
                        new FavoriteProduct(
                            new ProductId(id),
                            "As it was called",
                            null,
                            BigDecimal.ONE,
                            1,
                            1,
                            List.of(),
                            List.of(),
                            JsonObject.empty()))
                .toList(),
            new BigDecimal(score)));
  }

  private static CustomerProfile profile(PurchaseProfile purchases) {
    return new CustomerProfile(CUSTOMER, 7L, null, null, null, null, purchases, DAY_0);
  }
}
