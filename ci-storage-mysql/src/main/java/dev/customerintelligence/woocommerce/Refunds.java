package dev.customerintelligence.woocommerce;

import dev.customerintelligence.error.InvalidInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was paid back of one order. */
final class Refunds {
  /** A refund with one of its lines, or with none. */
  record Row(
      long refundId,
      @Nullable String total,
      @Nullable String refundedItemId,
      @Nullable String quantity) {}

  private final List<Row> rows = new ArrayList<>();

  void add(Row row) {
    rows.add(row);
  }

  /**
   * Returns the sum of the refunds.
   *
   * @throws InvalidInputException naming {@code refunded}, when a total is missing or positive
   */
  BigDecimal amount() {
    BigDecimal sum = BigDecimal.ZERO;
    Set<Long> seen = new HashSet<>();
    for (Row row : rows) {
      if (seen.add(row.refundId)) {
        BigDecimal total = ShopText.decimal("refunded", row.total);
        if (total.signum() > 0) {
          throw new InvalidInputException(
              "refunded",
              "must be kept as a negative total; that of refund "
                  + row.refundId
                  + " is "
                  + total.toPlainString());
        }
        sum = sum.subtract(total);
      }
    }
    return sum;
  }

  /** Returns the refunded items by line; a refund of an amount alone has none. */
  Map<Long, BigDecimal> itemsByLine() {
    Map<Long, BigDecimal> items = new HashMap<>();
    for (Row row : rows) {
      if (!ShopText.isBlank(row.refundedItemId) && !ShopText.isBlank(row.quantity)) {
        items.merge(
            ShopText.whole("refundedItemId", row.refundedItemId),
            ShopText.decimal("refundedQuantity", row.quantity).abs(),
            BigDecimal::add);
      }
    }
    return items;
  }
}
