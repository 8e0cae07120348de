package dev.customerintelligence.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.bundle.TestOffers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscountTierTest {

  @ParameterizedTest
  @CsvSource({
    "100.00,100.00,FROM_15_PERCENT",
    "100.00,15.01,FROM_15_PERCENT",
    "100.00,15.00,FROM_15_PERCENT",
    "100.00,14.99,FROM_10_PERCENT",
    "100.00,10.00,FROM_10_PERCENT",
    "100.00,9.99,BELOW_10_PERCENT",
    "100.00,0.00,BELOW_10_PERCENT",
    "0.00,0.00,NO_BASE_PRICE",
    "0.01,0.01,FROM_15_PERCENT",
    "59.80,5.98,FROM_10_PERCENT",
    "74.75,10.47,FROM_10_PERCENT",
    "99999999.99,15000000.00,FROM_15_PERCENT",
    "99999999.99,14999999.99,FROM_10_PERCENT",
    // 10 % of 14.95 is 1.495: rounded up to 1.50 it is more than 10 %, down it would be less.
    "14.95,1.50,FROM_10_PERCENT",
    "14.95,1.49,BELOW_10_PERCENT"
  })
  void isExactAtItsBoundaries(String base, String discount, DiscountTier tier) {
    assertThat(DiscountTier.of(TestOffers.price(base, discount))).isEqualTo(tier);
  }

  @ParameterizedTest
  @CsvSource({
    "FROM_15_PERCENT,15%+",
    "FROM_10_PERCENT,10-15%",
    "BELOW_10_PERCENT,< 10%",
    "NO_BASE_PRICE,no base price"
  })
  void isLabelledAsReportsNameIt(DiscountTier tier, String label) {
    assertThat(tier.label()).isEqualTo(label);
  }
}
