package dev.customerintelligence.analytics;

import static dev.customerintelligence.analytics.DiscountTier.FROM_10_PERCENT;
import static dev.customerintelligence.analytics.DiscountTier.FROM_15_PERCENT;
import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.bundle.OfferStatus;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionRateTest {

  @ParameterizedTest
  @CsvSource({
    "0,1,0.00",
    "1,1,100.00",
    "1,3,33.33",
    "2,3,66.67",
    "1,8,12.50",
    "1,800,0.13",
    "1,100000,0.00",
    "9223372036854775807,9223372036854775807,100.00"
  })
  void isPercentOfTheShownHalfUp(long purchased, long shown, BigDecimal percent) {
    assertThat(new ConversionRate(purchased, shown).percent()).contains(percent);
  }

  @Test
  void isEmptyWhereNoneWasShown() {
    assertThat(new ConversionRate(0, 0).percent()).isEmpty();
    assertThat(ConversionRate.of(List.of())).isEqualTo(new ConversionRate(0, 0));
  }

  @Test
  void countsThePurchasedAmongTheShownAndTheUnseenNowhere() {
    assertThat(
            ConversionRate.of(
                List.of(
                    new OfferOutcome(FROM_10_PERCENT, OfferStatus.PURCHASED, true, 2),
                    new OfferOutcome(FROM_15_PERCENT, OfferStatus.PURCHASED, true, 1),
                    new OfferOutcome(FROM_10_PERCENT, OfferStatus.VIEWED, true, 10),
                    new OfferOutcome(FROM_10_PERCENT, OfferStatus.ADDED_TO_CART, true, 20),
                    new OfferOutcome(FROM_10_PERCENT, OfferStatus.REJECTED, true, 30),
                    new OfferOutcome(FROM_10_PERCENT, OfferStatus.EXPIRED, true, 40),
                    new OfferOutcome(FROM_10_PERCENT, OfferStatus.EXPIRED, false, 500),
                    new OfferOutcome(FROM_10_PERCENT, OfferStatus.PENDING, false, 600))))
        .isEqualTo(new ConversionRate(3, 103));
  }

  @Test
  void neverPassesOneHundredPercent() {
    assertThat(assertRefused("purchased", () -> new ConversionRate(2, 1)))
        .hasMessage("purchased: must be between 0 and shown, 1, is 2");
    assertRefused("purchased", () -> new ConversionRate(-1, 1));
  }

  @Test
  void outcomesAreOfAKindAndCounted() {
    assertRefused("tier", () -> new OfferOutcome(null, OfferStatus.VIEWED, true, 1));
    assertRefused("status", () -> new OfferOutcome(FROM_10_PERCENT, null, true, 1));
    assertRefused("count", () -> new OfferOutcome(FROM_10_PERCENT, OfferStatus.VIEWED, true, 0));
  }
}
