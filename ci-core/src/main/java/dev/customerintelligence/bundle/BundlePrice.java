package dev.customerintelligence.bundle;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * What a bundle costs; base price less discount is always the final price. Immutable.
 *
 * @param basePrice sum of the lines, two decimals
 * @param discountAmount what is taken off, computed and rounded once, two decimals
 * @param finalPrice what is to pay, two decimals
 * @param bonusPoints loyalty points that come with it
 */
public record BundlePrice(
    BigDecimal basePrice, BigDecimal discountAmount, BigDecimal finalPrice, int bonusPoints) {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * Checks the price.
   *
   * @throws InvalidInputException naming the amount that is out of range or does not add up
   */
  public BundlePrice {
    basePrice = Inputs.amount("base_price", basePrice, Inputs.COLUMN_DECIMALS);
    discountAmount = Inputs.amount("discount_amount", discountAmount, Inputs.COLUMN_DECIMALS);
    finalPrice = Inputs.amount("final_price", finalPrice, Inputs.COLUMN_DECIMALS);
    if (finalPrice.compareTo(basePrice.subtract(discountAmount)) != 0) {
      throw new InvalidInputException(
          "final_price",
          "must be base_price "
              + basePrice
              + " less discount_amount "
              + discountAmount
              + ", is "
              + finalPrice);
    }
    Inputs.between("bonus_points", bonusPoints, 0, Integer.MAX_VALUE);
  }

  /**
   * Prices a bundle.
   *
   * @param lines what is in it
   * @param profileScore the customer's profile score, 0..100
   * @param decimals the currency's decimals, 0..2
   * @param policy the discounts and bonuses
   * @throws InvalidInputException naming {@code base_price}, when the lines add up to more than
   *     99,999,999.99
   */
  static BundlePrice of(
      List<BundleLine> lines, BigDecimal profileScore, int decimals, BundlePolicy policy) {
    BigDecimal base =
        lines.stream().map(BundleLine::subtotal).reduce(BigDecimal.ZERO, BigDecimal::add);
    int quantity = lines.stream().mapToInt(BundleLine::quantity).sum();
    BigDecimal discount =
        base.multiply(policy.discountPercent(quantity, profileScore))
            .divide(HUNDRED, decimals, RoundingMode.HALF_UP);
    BigDecimal toPay = base.subtract(discount);
    return new BundlePrice(base, discount, toPay, policy.bonusPoints(toPay, profileScore));
  }
}
