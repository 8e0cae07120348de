package dev.customerintelligence.woocommerce;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A line of an order as the shop keeps it. */
record ItemRow(
    long orderId,
    long itemId,
    @Nullable String name,
    @Nullable String productId,
    @Nullable String quantity,
    @Nullable String total,
    @Nullable String bundleKey,
    @Nullable String bundledBy,
    @Nullable String slug) {
  private static final int MAX_ITEMS = 1_000_000;
  private static final int PRICE_DECIMALS = 8;

  /**
   * Returns the lines of one order.
   *
   * @param refunded refunded items by line
   * @throws InvalidInputException naming what cannot be read
   */
  static List<OrderLine> toLines(List<ItemRow> items, Map<Long, BigDecimal> refunded) {
    Set<String> containers =
        items.stream()
            .filter(item -> ShopText.isBlank(item.bundledBy))
            .map(item -> String.valueOf(item.bundleKey))
            .collect(Collectors.toSet());
    return items.stream()
        .filter(item -> ShopText.isBlank(item.bundledBy) || !containers.contains(item.bundledBy))
        .map(item -> item.toLine(refunded.getOrDefault(item.itemId, BigDecimal.ZERO)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Empty for a line of no items, as the shop leaves it when all were taken off. */
  private Optional<OrderLine> toLine(BigDecimal refunded) {
    // WooCommerce's own default, where an import left the quantity out.
    BigDecimal bought =
        ShopText.isBlank(quantity) ? BigDecimal.ONE : ShopText.decimal("quantity", quantity);
    if (bought.signum() == 0) {
      return Optional.empty();
    }
    BigDecimal amount =
        ShopText.isBlank(total) ? BigDecimal.ZERO : ShopText.decimal("lineTotal", total);
    String product = ShopText.line(name, OrderLine.MAX_TEXT).orElse("(no name)");
    return Optional.of(
        new OrderLine(
            product(product),
            product,
            ShopText.line(slug, OrderLine.MAX_TEXT).orElse(null),
            items("quantity", bought),
            items("refundedQuantity", refunded),
            amount.divide(bought, PRICE_DECIMALS, RoundingMode.HALF_UP)));
  }

  private ProductId product(String productName) {
    long id = ShopText.isBlank(productId) ? 0 : ShopText.whole("productId", productId);
    if (id != 0) {
      return ProductId.of(id);
    }
    String deleted = "deleted:" + productName;
    return new ProductId(ShopText.line(deleted, ProductId.MAX_LENGTH).orElse(deleted));
  }

  private static int items(String field, BigDecimal items) {
    try {
      return Inputs.between(field, items.intValueExact(), 0, MAX_ITEMS);
    } catch (ArithmeticException e) {
      throw new InvalidInputException(
          field, "must be a whole number of items, is " + items.toPlainString());
    }
  }
}
