package dev.customerintelligence.bundle;

import static dev.customerintelligence.bundle.TestOffers.line;
import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.bundle.BundlePolicy.DiscountStep;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundlePriceTest {
  private static final BundlePolicy POLICY = BundlePolicy.defaults();

  @Test
  void pricesTheWorkedExampleOfFour() {
    assertThat(price("59.99", 2, line("44", 4, "14.95")))
        .isEqualTo(
            new BundlePrice(
                new BigDecimal("59.80"), new BigDecimal("5.98"), new BigDecimal("53.82"), 53));
  }

  @Test
  void pricesTheWorkedExampleOfFive() {
    assertThat(price("72", 2, line("44", 3, "14.95"), line("38", 2, "14.95")))
        .as("14 % of 74.75 is 10.465, half up; 64 x 1.25 points")
        .isEqualTo(
            new BundlePrice(
                new BigDecimal("74.75"), new BigDecimal("10.47"), new BigDecimal("64.28"), 80));
  }

  @Test
  void pricesYenWithoutDecimals() {
    assertThat(price("0", 0, line("44", 5, "333")))
        .as("12 % of 1665 is 199.8")
        .isEqualTo(
            new BundlePrice(
                new BigDecimal("1665.00"),
                new BigDecimal("200.00"),
                new BigDecimal("1465.00"),
                1465));
  }

  @ParameterizedTest
  @CsvSource({
    // quantity, score, percent
    "1,0,0",
    "3,0,0",
    "4,0,10",
    "4,59.99,10",
    "5,0,12",
    "6,0,12",
    "7,0,15",
    "100,0,15",
    "4,60,12",
    "5,60,14",
    "7,79.99,17",
    "4,80,13",
    "5,80,15",
    "7,80,18",
    "7,100,18",
    "3,80,3"
  })
  void discountsByQuantityAndScore(int quantity, BigDecimal score, BigDecimal percent) {
    assertThat(POLICY.discountPercent(quantity, score)).isEqualByComparingTo(percent);
    assertThat(price(score.toString(), 2, line("44", quantity, "100.00")).discountAmount())
        .isEqualByComparingTo(percent.multiply(BigDecimal.valueOf(quantity)));
  }

  @Test
  void neverDiscountsMoreThanTwentyPercent() {
    BundlePolicy generous =
        new BundlePolicy(
            4,
            14,
            null,
            BigDecimal.ONE,
            List.of(new DiscountStep(4, new BigDecimal("18.5"))),
            POLICY.loyalty(),
            POLICY.maxDiscountPercent(),
            Duration.ofDays(7),
            Duration.ZERO);

    assertThat(generous.discountPercent(4, new BigDecimal("79"))).isEqualByComparingTo("20");
    assertThat(generous.discountPercent(4, new BigDecimal("80"))).isEqualByComparingTo("20");
    assertThat(generous.discountPercent(4, BigDecimal.ZERO)).isEqualByComparingTo("18.5");
  }

  @ParameterizedTest
  @CsvSource({
    "53.82,0,53",
    "53.82,59.99,53",
    "53.82,60,66",
    "64.28,72,80",
    "53.82,80,79",
    "0.99,100,0",
    "1.00,80,1",
    "2.99,80,3",
    "99999999.99,100,149999998"
  })
  void givesBonusPointsForTheFinalPrice(BigDecimal finalPrice, BigDecimal score, int points) {
    assertThat(POLICY.bonusPoints(finalPrice, score)).isEqualTo(points);
  }

  @Test
  void neverGivesMorePointsThanAColumnHolds() {
    BundlePolicy generous =
        new BundlePolicy(
            4,
            14,
            null,
            BigDecimal.ONE,
            List.of(),
            List.of(
                new BundlePolicy.LoyaltyStep(
                    BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.valueOf(100))),
            BigDecimal.ZERO,
            Duration.ofDays(7),
            Duration.ZERO);

    assertThat(generous.bonusPoints(new BigDecimal("99999999.99"), BigDecimal.ZERO))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void alwaysAddsUp(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      int decimals = random.nextBoolean() ? 2 : 0;
      List<BundleLine> lines = new ArrayList<>();
      for (int left = 1 + random.nextInt(2); left > 0; left--) {
        String unitPrice = BigDecimal.valueOf(random.nextInt(100_000), decimals).toString();
        lines.add(line(Integer.toString(left), 1 + random.nextInt(9), unitPrice));
      }
      BigDecimal score = BigDecimal.valueOf(random.nextInt(10_001), 2);

      BundlePrice price = BundlePrice.of(lines, score, decimals, POLICY);

      assertThat(price.basePrice())
          .isEqualByComparingTo(
              lines.stream().map(BundleLine::subtotal).reduce(BigDecimal.ZERO, BigDecimal::add));
      assertThat(price.finalPrice().add(price.discountAmount())).isEqualTo(price.basePrice());
      assertThat(price.discountAmount().stripTrailingZeros().scale()).isLessThanOrEqualTo(decimals);
      assertThat(price.discountAmount())
          .isBetween(
              BigDecimal.ZERO,
              price.basePrice().multiply(new BigDecimal("0.2")).add(BigDecimal.ONE));
      BundleOffer offer =
          BundleOffer.pending(
              new OfferId("1"),
              new OfferDraft(CUSTOMER, null, lines, price, null, null, DAY_0, day(7)));
      assertThat(
              offer.lineDiscounts(Currency.getInstance(decimals == 2 ? "EUR" : "JPY")).stream()
                  .reduce(BigDecimal.ZERO, BigDecimal::add))
          .isEqualByComparingTo(price.discountAmount());
    }
  }

  @Test
  void refusesAmountsThatDoNotAddUp() {
    BigDecimal ten = BigDecimal.TEN;

    assertThat(
            assertRefused(
                "final_price", () -> new BundlePrice(ten, BigDecimal.ONE, BigDecimal.ONE, 0)))
        .hasMessage("final_price: must be base_price 10.00 less discount_amount 1.00, is 1.00");
    assertRefused("final_price", () -> new BundlePrice(BigDecimal.ONE, ten, ten.negate(), 0));
    assertRefused("base_price", () -> new BundlePrice(null, ten, ten, 0));
    assertRefused("base_price", () -> new BundlePrice(new BigDecimal("0.001"), ten, ten, 0));
    assertRefused("discount_amount", () -> new BundlePrice(ten, null, ten, 0));
    assertRefused("discount_amount", () -> new BundlePrice(ten, ten.negate(), ten, 0));
    assertRefused("final_price", () -> new BundlePrice(ten, ten, null, 0));
    assertRefused("bonus_points", () -> new BundlePrice(ten, ten, BigDecimal.ZERO, -1));
  }

  @Test
  void refusesABundleThatNoColumnHolds() {
    assertRefused(
        "base_price", () -> price("0", 2, line("44", 1, "99999999.99"), line("38", 1, "0.01")));
    assertRefused("subtotal", () -> line("44", 2, "99999999.99"));
  }

  private static BundlePrice price(String score, int decimals, BundleLine... lines) {
    return BundlePrice.of(List.of(lines), new BigDecimal(score), decimals, POLICY);
  }
}
