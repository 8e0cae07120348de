package dev.customerintelligence.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.bundle.BundleLine;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.BundlePrice;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.forecast.FitDiagnostics;
import dev.customerintelligence.forecast.FittedModel;
import dev.customerintelligence.forecast.FittedSpendModel;
import dev.customerintelligence.forecast.Forecast;
import dev.customerintelligence.forecast.ForecastModels;
import dev.customerintelligence.forecast.ModelSpec;
import dev.customerintelligence.forecast.NextOrderForecast;
import dev.customerintelligence.forecast.PurchaseModel;
import dev.customerintelligence.forecast.SpendModel;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.FavoriteProduct;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.PurchaseProfile;
import dev.customerintelligence.recognition.Sighting;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Data for contract tests. Each customer, key and moment is drawn for one test alone. */
public final class Fixtures {
  static final Place AMSTERDAM = new Place("NL", "Amsterdam");
  static final Place ELSEWHERE = new Place("DE", null);
  static final UserAgent FIREFOX =
      agent("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
  static final UserAgent CHROME =
      agent(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/141.0.0.0 Safari/537.36");
  static final Duration WEEK = Duration.ofDays(7);

  /** More than a column of type INTEGER holds, and no more than BIGINT UNSIGNED does. */
  static final long HUGE_ID = Long.MAX_VALUE;

  private static final Random RANDOM = new SecureRandom();
  private static final Instant OLD = Instant.parse("1971-01-01T00:00:00Z");
  private static final Instant RECENT = Instant.parse("2001-01-01T00:00:00Z");
  private static final int DAYS_OLD = 28 * 365;
  private static final int DAYS_RECENT = 35 * 365;

  private Fixtures() {}

  static EmailAddress customer(String name) {
    return EmailAddress.of(name + "." + hex(16) + "@example.com");
  }

  static Fingerprint fingerprint() {
    return Fingerprint.of(hex(64));
  }

  static IpHash ipHash() {
    return new IpHash(hex(64));
  }

  /** Returns an id that fits every store's column. */
  static long customerId() {
    return 1_000_000_000L + RANDOM.nextInt(1_000_000_000);
  }

  /** Returns a whole second between 2001 and 2036. */
  static Instant moment() {
    return secondWithin(RECENT, DAYS_RECENT);
  }

  /**
   * Returns a moment whose reading in UTC is one that the clock of the JVM's zone skips, so that a
   * way through that zone would move it.
   */
  static Instant momentThatTheJvmsClockSkips() {
    ZoneRules rules = ZoneId.systemDefault().getRules();
    ZoneOffsetTransition change = rules.nextTransition(RECENT);
    while (change != null && !change.isGap()) {
      change = rules.nextTransition(change.getInstant());
    }
    assertThat(change).as("summer time in the JVM's zone").isNotNull();
    return change.getDateTimeBefore().plusMinutes(15).toInstant(ZoneOffset.UTC);
  }

  /** Returns a whole second between 1971 and 1999, for what sweeps over all rows. */
  static Instant oldMoment() {
    return secondWithin(OLD, DAYS_OLD);
  }

  /** Returns a text that no other row has, to be found again by. */
  static String word() {
    return "w" + hex(16);
  }

  static Sighting sighting(
      EmailAddress customer, @Nullable Fingerprint fingerprint, @Nullable IpHash ip, Instant at) {
    return new Sighting(customer, null, fingerprint, ip, null, null, at);
  }

  static Sighting sightingOf(EmailAddress customer, @Nullable Long customerId, Instant at) {
    return new Sighting(customer, customerId, fingerprint(), ipHash(), FIREFOX, AMSTERDAM, at);
  }

  /** Returns a profile that knows nothing but whose it is. */
  static CustomerProfile bareProfile(EmailAddress customer, Instant recalculatedAt) {
    return new CustomerProfile(
        customer, null, null, null, null, null, noPurchases(), recalculatedAt);
  }

  /** Returns a profile in which everything is filled that every store can keep. */
  static CustomerProfile fullProfile(EmailAddress customer, Instant recalculatedAt) {
    return new CustomerProfile(
        customer,
        customerId(),
        null,
        ipHash(),
        fingerprint(),
        AMSTERDAM,
        purchases(recalculatedAt, 12, "71.46", recalculatedAt.plus(Duration.ofDays(3))),
        recalculatedAt);
  }

  static CustomerProfile named(CustomerProfile profile, @Nullable PersonName name) {
    return new CustomerProfile(
        profile.customer(),
        profile.customerId(),
        name,
        profile.ipHash(),
        profile.fingerprint(),
        profile.place(),
        profile.purchases(),
        profile.recalculatedAt());
  }

  static CustomerProfile withPurchases(CustomerProfile profile, PurchaseProfile purchases) {
    return new CustomerProfile(
        profile.customer(),
        profile.customerId(),
        profile.name(),
        profile.ipHash(),
        profile.fingerprint(),
        profile.place(),
        purchases,
        profile.recalculatedAt());
  }

  static CustomerProfile recalculated(CustomerProfile profile, Instant at) {
    return new CustomerProfile(
        profile.customer(),
        profile.customerId(),
        profile.name(),
        profile.ipHash(),
        profile.fingerprint(),
        profile.place(),
        profile.purchases(),
        at);
  }

  static CustomerProfile withCustomerId(CustomerProfile profile, @Nullable Long customerId) {
    return new CustomerProfile(
        profile.customer(),
        customerId,
        profile.name(),
        profile.ipHash(),
        profile.fingerprint(),
        profile.place(),
        profile.purchases(),
        profile.recalculatedAt());
  }

  static PurchaseProfile noPurchases() {
    return new PurchaseProfile(
        0, BigDecimal.ZERO, 0, BigDecimal.ZERO, null, 14, null, List.of(), BigDecimal.ZERO);
  }

  static PurchaseProfile purchases(
      Instant now, int orders, String score, @Nullable Instant windowStart) {
    return new PurchaseProfile(
        orders,
        new BigDecimal("38.20"),
        6,
        new BigDecimal("1045.05"),
        now.minus(Duration.ofDays(20)),
        16,
        windowStart == null
            ? null
            : new PrimeWindow(windowStart, windowStart.plus(Duration.ofDays(8))),
        List.of(favorite("44", "full-moon", now), favorite("85123A", null, now)),
        new BigDecimal(score));
  }

  /** Returns a forecast in which everything is filled, with numbers of its own. */
  static CustomerForecast forecast(EmailAddress customer, LocalDate asOf) {
    return new CustomerForecast(
        customer,
        new Forecast(
            Forecast.VERSION,
            asOf,
            RANDOM.nextDouble(),
            365,
            10 * RANDOM.nextDouble(),
            RANDOM.nextDouble(),
            new BigDecimal("1045.50"),
            new BigDecimal("990.00"),
            new NextOrderForecast(
                NextOrderForecast.Timing.WINDOW,
                RANDOM.nextDouble(),
                0.8,
                asOf.plusDays(3),
                asOf.plusDays(9),
                asOf.plusDays(30))));
  }

  static ForecastModels models(Instant fittedAt, boolean withSpend) {
    FitDiagnostics diagnostics =
        new FitDiagnostics(
            100,
            50,
            80,
            -400.5 - RANDOM.nextDouble(),
            820,
            30,
            true,
            true,
            List.of("b"),
            1e-9,
            null,
            Map.of("r", 0.1));
    return new ForecastModels(
        ForecastModels.VERSION,
        fittedAt,
        new FittedModel(
            FittedModel.VERSION,
            PurchaseModel.of(ModelSpec.MBG_NBD, RANDOM.nextDouble(), 1.0 / 3, 1e-9, 1e9),
            diagnostics),
        withSpend
            ? new FittedSpendModel(
                FittedSpendModel.VERSION, SpendModel.of(6, 4, 15), -0.1, diagnostics)
            : null,
        withSpend ? Currency.getInstance("EUR") : null);
  }

  /** Returns an offer as good as any, which stands for a week. */
  public static OfferDraft draft(EmailAddress customer, Instant offeredAt) {
    return draft(customer, null, offeredAt, offeredAt.plus(WEEK));
  }

  static OfferDraft draft(
      EmailAddress customer, @Nullable Long customerId, Instant offeredAt, Instant expiresAt) {
    return new OfferDraft(
        customer,
        customerId,
        List.of(line("44", 3, "14.95", "44.85"), line("85123A", 2, "14.95", "29.90")),
        price("74.75", "10.47", "64.28"),
        "prime_window",
        null,
        offeredAt,
        expiresAt);
  }

  static OfferDraft priced(OfferDraft draft, BundlePrice price) {
    return new OfferDraft(
        draft.customer(),
        draft.customerId(),
        draft.lines(),
        price,
        draft.triggerReason(),
        draft.cartSnapshot(),
        draft.offeredAt(),
        draft.expiresAt());
  }

  static OfferDraft withCart(OfferDraft draft, JsonObject cart) {
    return new OfferDraft(
        draft.customer(),
        draft.customerId(),
        draft.lines(),
        draft.price(),
        draft.triggerReason(),
        cart,
        draft.offeredAt(),
        draft.expiresAt());
  }

  static BundlePrice price(String base, String discount, String toPay) {
    return new BundlePrice(
        new BigDecimal(base), new BigDecimal(discount), new BigDecimal(toPay), 80);
  }

  /** Makes an offer that must not be refused. */
  static BundleOffer made(OfferStore offers, OfferDraft draft) {
    OfferCreation creation = offers.create(draft);
    if (creation instanceof OfferCreation.Created created) {
      return created.offer();
    }
    throw new AssertionError("no offer was made: " + creation);
  }

  static BehavioralEvent event(@Nullable EmailAddress customer, String type, Instant at) {
    return new BehavioralEvent(
        UUID.randomUUID(), type, at, JsonObject.empty(), null, null, customer, null, null, null);
  }

  static BehavioralEvent event(EmailAddress customer, Instant at) {
    return event(customer, "order_completed", at);
  }

  static BehavioralEvent anonymousEvent(
      @Nullable Long customerId, @Nullable Fingerprint fingerprint, String type, Instant at) {
    return new BehavioralEvent(
        UUID.randomUUID(),
        type,
        at,
        JsonObject.empty(),
        null,
        customerId,
        null,
        null,
        fingerprint,
        null);
  }

  private static BundleLine line(String id, int quantity, String unitPrice, String subtotal) {
    return new BundleLine(
        new ProductId(id),
        "Product " + id,
        "44".equals(id) ? "full-moon" : null,
        quantity,
        new BigDecimal(unitPrice),
        new BigDecimal(subtotal),
        "44".equals(id)
            ? JsonObject.parse("{\"image\":\"moon.png\",\"weight\":1.50}")
            : JsonObject.empty());
  }

  private static FavoriteProduct favorite(String id, @Nullable String slug, Instant now) {
    return new FavoriteProduct(
        new ProductId(id),
        "Product \u00e9\u4e2d\ud83c\udf15 " + id,
        slug,
        new BigDecimal("15"),
        6,
        2,
        List.of("1067", "A-1045"),
        List.of(
            new FavoriteProduct.OrderDetail("12399", "1067", 4, now.minus(Duration.ofDays(20))),
            new FavoriteProduct.OrderDetail("x77", "A-1045", 2, now.minus(Duration.ofDays(36)))),
        "44".equals(id) ? JsonObject.parse("{\"image\":\"moon.png\"}") : JsonObject.empty());
  }

  private static Instant secondWithin(Instant first, int days) {
    return first.plusSeconds(RANDOM.nextInt(days) * 86_400L + RANDOM.nextInt(86_400));
  }

  private static String hex(int digits) {
    StringBuilder text = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      text.append(Character.forDigit(RANDOM.nextInt(16), 16));
    }
    return text.toString();
  }

  private static UserAgent agent(String text) {
    return UserAgent.parse(text).orElseThrow();
  }
}
