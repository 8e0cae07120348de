package dev.customerintelligence.order;

import dev.customerintelligence.identity.EmailAddress;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;

/** Orders as tests need them. */
public final class TestOrders {
  public static final EmailAddress CUSTOMER = EmailAddress.of("customer@example.com");
  public static final Currency EUR = Currency.getInstance("EUR");
  public static final Instant DAY_0 = Instant.parse("2026-03-01T10:00:00Z");

  private TestOrders() {}

  /** The moment this many days after {@link #DAY_0}. */
  public static Instant day(double days) {
    return DAY_0.plus(Duration.ofSeconds(Math.round(days * 86_400)));
  }

  /** A completed order in euros. */
  public static Order.Builder order(String id, Instant at) {
    return Order.builder(id, CUSTOMER, at).currency(EUR);
  }

  /** A completed order in euros, of this total. */
  public static Order order(String id, Instant at, String total, OrderLine... lines) {
    return order(id, at).total(new BigDecimal(total)).lines(List.of(lines)).build();
  }

  /** A line of so many items of a product. */
  public static OrderLine line(String productId, int quantity) {
    return OrderLine.of(
        new ProductId(productId),
        "Product " + productId,
        "product-" + productId,
        quantity,
        new BigDecimal("14.95"));
  }
}
