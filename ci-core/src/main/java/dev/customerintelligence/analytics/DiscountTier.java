package dev.customerintelligence.analytics;

import dev.customerintelligence.bundle.BundlePrice;
import java.math.BigDecimal;

/** How large an offer's discount is, as a share of its base price. */
public enum DiscountTier {
  /** 15 % and more. */
  FROM_15_PERCENT("15%+"),
  /** 10 % and more, less than 15 %. */
  FROM_10_PERCENT("10-15%"),
  /** Less than 10 %. */
  BELOW_10_PERCENT("< 10%"),
  /** The base price is zero; there is no share. */
  NO_BASE_PRICE("no base price");

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final String label;

  DiscountTier(String label) {
    this.label = label;
  }

  /** Returns the tier of a price; exact, nothing is rounded. */
  public static DiscountTier of(BundlePrice price) {
    if (price.basePrice().signum() == 0) {
      return NO_BASE_PRICE;
    }
    BigDecimal scaled = price.discountAmount().multiply(HUNDRED);
    if (scaled.compareTo(price.basePrice().multiply(BigDecimal.valueOf(15))) >= 0) {
      return FROM_15_PERCENT;
    }
    return scaled.compareTo(price.basePrice().multiply(BigDecimal.TEN)) >= 0
        ? FROM_10_PERCENT
        : BELOW_10_PERCENT;
  }

  /** Returns the tier as reports name it, {@code 10-15%} for example. */
  public String label() {
    return label;
  }
}
