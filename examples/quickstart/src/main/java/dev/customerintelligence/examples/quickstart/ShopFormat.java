package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.order.Order;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** This example's own columns, one order line in a row. */
final class ShopFormat implements RowFormat {
  private static final Currency EURO = Currency.getInstance("EUR");
  private static final Set<String> STATUSES =
      Set.of("pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed");

  /** What a shop's software calls other states; any other word could be about a person. */
  private static final Pattern QUOTABLE_STATUS =
      Pattern.compile("wc-[a-z-]{1,17}|(auto|checkout)-draft|draft|trash");

  private static final Pattern CUSTOMER_ID = Pattern.compile("[0-9]{1,18}");

  @Override
  public String title() {
    return "shop orders";
  }

  @Override
  public List<String> columns() {
    return List.of(
        "order_id",
        "order_number",
        "customer_email",
        "customer_id",
        "ordered_at",
        "status",
        "product_id",
        "product_slug",
        "product_name",
        "quantity",
        "unit_price");
  }

  @Override
  public Map<String, String> columnsOfFields() {
    return Map.of(
        "orderId", "order_id",
        "orderNumber", "order_number",
        "email", "customer_email",
        "customerId", "customer_id",
        "orderedAt", "ordered_at",
        "productId", "product_id",
        "productSlug", "product_slug",
        "productName", "product_name",
        "unitPrice", "unit_price");
  }

  @Override
  public Currency currency() {
    return EURO;
  }

  @Override
  public void take(Row row, OrderAssembler orders) throws BadRowException {
    String orderId = row.required("order_id");
    OrderHead head =
        new OrderHead(
            orderId,
            Objects.requireNonNullElse(row.optional("order_number"), orderId),
            orders.customer(row.required("customer_email")),
            customerId(row.optional("customer_id")),
            orders.moment(row, "ordered_at"),
            status(row.required("status")));
    Optional<OrderHead> earlier = orders.headOf(orderId);
    if (earlier.isPresent()) {
      requireSame(earlier.get(), head);
    }
    orders.add(
        head,
        orders.line(
            row.required("product_id"),
            row.required("product_name"),
            row.optional("product_slug"),
            row.wholeNumber("quantity"),
            price(row.decimal("unit_price"))),
        row.line());
  }

  private static void requireSame(OrderHead earlier, OrderHead head) throws BadRowException {
    List<String> differing = new ArrayList<>();
    if (!earlier.orderNumber().equals(head.orderNumber())) {
      differing.add("order_number");
    }
    if (!earlier.customer().equals(head.customer())) {
      differing.add("customer_email");
    }
    if (!Objects.equals(earlier.customerId(), head.customerId())) {
      differing.add("customer_id");
    }
    if (!earlier.orderedAt().equals(head.orderedAt())) {
      differing.add("ordered_at");
    }
    if (!earlier.status().equals(head.status())) {
      differing.add("status");
    }
    if (!differing.isEmpty()) {
      throw new BadRowException(
          String.join(", ", differing), "must be the same in all rows of one order_id");
    }
  }

  /** WooCommerce writes 0 for a guest. */
  private static @Nullable Long customerId(@Nullable String text) throws BadRowException {
    if (text == null) {
      return null;
    }
    if (!CUSTOMER_ID.matcher(text).matches()) {
      throw new BadRowException(
          "customer_id", "must be a whole number of at most 18 digits, or blank for a guest");
    }
    long id = Long.parseLong(text);
    return id == 0 ? null : id;
  }

  private static BigDecimal price(BigDecimal price) throws BadRowException {
    if (price.signum() < 0) {
      throw new BadRowException("unit_price", "must not be negative");
    }
    return price;
  }

  private static String status(String text) throws BadRowException {
    String status = Order.canonicalStatus(text);
    if (!STATUSES.contains(status)) {
      throw new BadRowException(
          "status",
          "must be pending, processing, on-hold, completed, cancelled, refunded or failed"
              + (isQuotable(text) ? ", is '" + text + "'" : ""));
    }
    return status;
  }

  private static boolean isQuotable(String status) {
    return QUOTABLE_STATUS.matcher(status.toLowerCase(Locale.ROOT)).matches();
  }
}
