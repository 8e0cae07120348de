package dev.customerintelligence.bundle;

import static dev.customerintelligence.bundle.OfferStatus.ADDED_TO_CART;
import static dev.customerintelligence.bundle.OfferStatus.EXPIRED;
import static dev.customerintelligence.bundle.OfferStatus.PENDING;
import static dev.customerintelligence.bundle.OfferStatus.PURCHASED;
import static dev.customerintelligence.bundle.OfferStatus.REJECTED;
import static dev.customerintelligence.bundle.OfferStatus.VIEWED;
import static dev.customerintelligence.bundle.TestOffers.line;
import static dev.customerintelligence.bundle.TestOffers.pending;
import static dev.customerintelligence.bundle.TestOffers.price;
import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.EUR;
import static dev.customerintelligence.order.TestOrders.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.error.InvalidInputException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleOfferTest {
  private static final List<OfferStatus> STEPS =
      List.of(
          OfferStatus.VIEWED,
          OfferStatus.ADDED_TO_CART,
          OfferStatus.PURCHASED,
          OfferStatus.EXPIRED,
          OfferStatus.REJECTED);
  private static final Instant EXPIRY = day(7);

  @Test
  void startsPending() {
    BundleOffer offer = pending();

    assertThat(offer.storedStatus()).isEqualTo(PENDING);
    assertThat(offer.viewedAt()).isNull();
    assertThat(offer.respondedAt()).isNull();
    assertThat(offer.conversionValue()).isNull();
    assertThat(offer.wasShown()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "VIEWED", "ADDED_TO_CART"})
  void standsUntilItsTimeIsOver(OfferStatus open) {
    BundleOffer offer = TestOffers.at(open);

    assertThat(offer.statusAt(EXPIRY.minusNanos(1))).isEqualTo(open);
    assertThat(offer.statusAt(EXPIRY)).isEqualTo(EXPIRED);
    assertThat(offer.statusAt(EXPIRY.plusSeconds(1))).isEqualTo(EXPIRED);
    assertThat(offer.storedStatus()).isEqualTo(open);
  }

  @ParameterizedTest
  @EnumSource(names = {"PURCHASED", "REJECTED", "EXPIRED"})
  void staysFinalForEver(OfferStatus last) {
    BundleOffer offer = TestOffers.at(last);

    assertThat(offer.statusAt(DAY_0.plusSeconds(1))).isEqualTo(last);
    assertThat(offer.statusAt(day(1000))).isEqualTo(last);
  }

  @Test
  void keepsTheFirstViewAndTheFirstAnswer() {
    BundleOffer bought =
        pending()
            .after(step(VIEWED, day(1)))
            .after(step(ADDED_TO_CART, day(2)))
            .after(new OfferStep(PURCHASED, day(3), new BigDecimal("53.8")));

    assertThat(bought.storedStatus()).isEqualTo(PURCHASED);
    assertThat(bought.viewedAt()).isEqualTo(day(1));
    assertThat(bought.respondedAt()).isEqualTo(day(2));
    assertThat(bought.conversionValue()).isEqualTo(new BigDecimal("53.80"));
    assertThat(bought.id()).isEqualTo(new OfferId("93"));
    assertThat(bought.made()).isEqualTo(pending().made());
  }

  @Test
  void keepsAViewThatARowKnowsOfAlready() {
    BundleOffer row =
        new BundleOffer(new OfferId("1"), pending().made(), PENDING, day(1), null, null);

    assertThat(row.after(step(VIEWED, day(2))).viewedAt()).isEqualTo(day(1));
  }

  @Test
  void setsNoAnswerByViewingNorByExpiring() {
    assertThat(pending().after(step(VIEWED, day(1))).respondedAt()).isNull();
    BundleOffer expired = pending().after(step(EXPIRED, EXPIRY));
    assertThat(expired.respondedAt()).isNull();
    assertThat(expired.viewedAt()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"ADDED_TO_CART", "PURCHASED", "REJECTED"})
  void setsTheAnswerOnlyWhenItSkipsTheView(OfferStatus answer) {
    BundleOffer offer = pending().after(step(answer, day(1)));

    assertThat(offer.storedStatus()).isEqualTo(answer);
    assertThat(offer.viewedAt()).isNull();
    assertThat(offer.respondedAt()).isEqualTo(day(1));
    assertThat(offer.wasShown()).isTrue();
  }

  @Test
  void mayBePurchasedWithoutAValue() {
    assertThat(pending().after(step(PURCHASED, day(1))).conversionValue()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"VIEWED", "ADDED_TO_CART", "PURCHASED", "REJECTED"})
  void takesNoStepAfterItsTimeButToExpired(OfferStatus to) {
    assertThat(assertRefused("status", () -> pending().after(step(to, EXPIRY))))
        .hasMessage("status: cannot go from expired to " + to.columnValue());
    assertThat(pending().after(step(to, EXPIRY.minusNanos(1))).storedStatus()).isEqualTo(to);
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "VIEWED", "ADDED_TO_CART"})
  void isMarkedAsExpiredAfterItsTime(OfferStatus open) {
    assertThat(TestOffers.at(open).after(step(EXPIRED, EXPIRY)).storedStatus()).isEqualTo(EXPIRED);
  }

  @ParameterizedTest
  @EnumSource(names = {"PURCHASED", "REJECTED", "EXPIRED"})
  void isNotMarkedAsExpiredOnceItIsFinal(OfferStatus last) {
    assertRefused("status", () -> TestOffers.at(last).after(step(EXPIRED, EXPIRY)));
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING,,,false",
    "EXPIRED,,,false",
    "EXPIRED,2026-03-02T10:00:00Z,,true",
    "EXPIRED,,2026-03-02T10:00:00Z,true",
    "PENDING,2026-03-02T10:00:00Z,,true",
    "VIEWED,,,true",
    "ADDED_TO_CART,,,true",
    "PURCHASED,,,true",
    "REJECTED,,,true"
  })
  void wasShownAsFarAsIsKnown(
      OfferStatus status, Instant viewedAt, Instant respondedAt, boolean shown) {
    BundleOffer offer =
        new BundleOffer(new OfferId("1"), pending().made(), status, viewedAt, respondedAt, null);

    assertThat(offer.wasShown()).isEqualTo(shown);
  }

  @Test
  void dividesTheDiscountOverItsLines() {
    OfferDraft draft =
        new OfferDraft(
            CUSTOMER,
            null,
            List.of(line("44", 3, "14.95"), line("38", 2, "14.95")),
            price("74.75", "10.47"),
            null,
            null,
            DAY_0,
            EXPIRY);
    BundleOffer offer = BundleOffer.pending(new OfferId("1"), draft);

    assertThat(offer.lineDiscounts(EUR))
        .containsExactly(new BigDecimal("6.28"), new BigDecimal("4.19"));
    assertRefused("amount", () -> offer.lineDiscounts(Currency.getInstance("JPY")));
    assertRefused("currency", () -> offer.lineDiscounts(Currency.getInstance("KWD")));
    assertRefused("currency", () -> offer.lineDiscounts(null));
  }

  @Test
  void dividesYenIntoWholeYen() {
    OfferDraft draft =
        new OfferDraft(
            CUSTOMER,
            null,
            List.of(line("44", 3, "100"), line("38", 1, "100")),
            price("400", "33"),
            null,
            null,
            DAY_0,
            EXPIRY);

    assertThat(
            BundleOffer.pending(new OfferId("1"), draft).lineDiscounts(Currency.getInstance("JPY")))
        .containsExactly(new BigDecimal("25"), new BigDecimal("8"));
  }

  @Test
  void masksWhoseItIs() {
    assertThat(pending()).hasToString("BundleOffer[93, c***@***, PENDING]");
    assertThat(pending().made()).hasToString("OfferDraft[c***@***, 53.82]");
  }

  @Test
  void refusesWhatIsMissingOrOutOfRange() {
    OfferId id = new OfferId("1");
    OfferDraft made = pending().made();
    BigDecimal value = BigDecimal.ONE;

    assertRefused("id", () -> new BundleOffer(null, made, PENDING, null, null, null));
    assertRefused("made", () -> new BundleOffer(id, null, PENDING, null, null, null));
    assertRefused("status", () -> new BundleOffer(id, made, null, null, null, null));
    assertRefused("viewedAt", () -> new BundleOffer(id, made, VIEWED, Instant.MAX, null, null));
    assertRefused(
        "respondedAt", () -> new BundleOffer(id, made, REJECTED, null, Instant.MIN, null));
    assertRefused(
        "conversionValue",
        () -> new BundleOffer(id, made, PURCHASED, null, null, new BigDecimal("1.001")));
    assertThat(
            assertRefused(
                "conversionValue", () -> new BundleOffer(id, made, REJECTED, null, null, value)))
        .hasMessage("conversionValue: must be null unless the status is purchased");
  }

  /** Random steps at random moments, compared with the life cycle as the domain page draws it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverReachesAForbiddenState(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 500; run++) {
      BundleOffer offer = pending();
      Model model = new Model();
      Instant now = DAY_0;
      for (int i = 0; i < 8; i++) {
        now = now.plusSeconds(random.nextInt(2 * 86_400));
        OfferStatus to = STEPS.get(random.nextInt(STEPS.size()));
        BigDecimal value = to == PURCHASED && random.nextBoolean() ? new BigDecimal("53.82") : null;
        boolean possible = model.step(to, now, value);
        try {
          offer = offer.after(new OfferStep(to, now, value));
          assertThat(possible).as(model.status + " -> " + to).isTrue();
        } catch (InvalidInputException refused) {
          assertThat(possible).as(model.status + " -> " + to).isFalse();
          assertThat(refused.field()).isEqualTo("status");
        }
        assertThat(offer.storedStatus()).isEqualTo(model.status);
        assertThat(offer.viewedAt()).isEqualTo(model.viewedAt);
        assertThat(offer.respondedAt()).isEqualTo(model.respondedAt);
        assertThat(offer.conversionValue()).isEqualTo(model.value);
      }
    }
  }

  /** The life cycle in one line: a path that only goes forward, with two other ends. */
  private static final class Model {
    private static final List<OfferStatus> PATH =
        List.of(PENDING, VIEWED, ADDED_TO_CART, PURCHASED);

    OfferStatus status = PENDING;
    Instant viewedAt;
    Instant respondedAt;
    BigDecimal value;

    boolean step(OfferStatus to, Instant now, BigDecimal conversionValue) {
      boolean open = PATH.indexOf(status) >= 0 && status != PURCHASED;
      boolean past = !now.isBefore(EXPIRY);
      boolean forward = to == REJECTED || to == EXPIRED || PATH.indexOf(to) > PATH.indexOf(status);
      if (!open || !forward || (past && to != EXPIRED)) {
        return false;
      }
      status = to;
      if (to == VIEWED) {
        viewedAt = now;
      }
      if (to != VIEWED && to != EXPIRED && respondedAt == null) {
        respondedAt = now;
      }
      value = conversionValue;
      return true;
    }
  }

  private static OfferStep step(OfferStatus to, Instant at) {
    return new OfferStep(to, at, null);
  }
}
