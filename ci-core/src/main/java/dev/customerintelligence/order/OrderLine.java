package dev.customerintelligence.order;

import dev.customerintelligence.internal.Inputs;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One line of an order: a product, how many of it, and its price then. Immutable.
 *
 * @param productId the shop's id of the product
 * @param name the product's name then, 1 to 255 characters
 * @param slug the product's address part in the shop, at most 255 characters, or null
 * @param quantity ordered items, 1 to 1,000,000
 * @param refundedQuantity items of those that were refunded, 0 to {@code quantity}
 * @param unitPrice price of one item in the order's currency, 0 to 99,999,999.99, at most 8
 *     decimals
 */
public record OrderLine(
    ProductId productId,
    String name,
    @Nullable String slug,
    int quantity,
    int refundedQuantity,
    BigDecimal unitPrice) {
  /** The longest name or slug, in characters. */
  public static final int MAX_TEXT = 255;

  private static final int MAX_QUANTITY = 1_000_000;
  private static final int MAX_DECIMALS = 8;

  /**
   * Checks the line.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the component that is
   *     outside what its description says
   */
  public OrderLine {
    Inputs.required("productId", productId);
    name = Inputs.text("productName", name, MAX_TEXT);
    slug = Inputs.optionalText("productSlug", slug, MAX_TEXT);
    Inputs.between("quantity", quantity, 1, MAX_QUANTITY);
    Inputs.between("refundedQuantity", refundedQuantity, 0, quantity);
    unitPrice = Inputs.amount("unitPrice", unitPrice);
    if (unitPrice.scale() > MAX_DECIMALS) {
      unitPrice = Inputs.amount("unitPrice", unitPrice, MAX_DECIMALS);
    }
  }

  /** Returns a line of which nothing was refunded. */
  public static OrderLine of(
      ProductId productId, String name, @Nullable String slug, int quantity, BigDecimal unitPrice) {
    return new OrderLine(productId, name, slug, quantity, 0, unitPrice);
  }

  /** Returns the items kept: ordered less refunded. */
  public int netQuantity() {
    return quantity - refundedQuantity;
  }

  /** Returns quantity times unit price, exact and unrounded, refunds not taken off. */
  public BigDecimal amount() {
    return unitPrice.multiply(BigDecimal.valueOf(quantity));
  }
}
