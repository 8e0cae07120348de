package dev.customerintelligence.benchmarks.data;

import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** Orders of customers who buy now and then: most a few times, some often. */
public final class Orders {
  /** How many products the shop has. */
  public static final int PRODUCTS = 500;

  /** Lines of an order. */
  public static final int LINES = 3;

  private static final Currency EUR = Currency.getInstance("EUR");
  private static final int SECONDS_PER_DAY = 86_400;

  private Orders() {}

  /** Returns customers with so many orders in all. */
  public static List<List<Order>> byCustomer(int total) {
    List<List<Order>> customers = new ArrayList<>();
    int left = total;
    while (left > 0) {
      int customer = customers.size();
      // A geometric number of orders, four on average.
      int count = 1 + (int) (Math.log(1 - Mix.unit(4000, customer)) / Math.log(0.75));
      count = Math.min(left, count);
      List<Order> orders = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        orders.add(order(customer, i));
      }
      customers.add(List.copyOf(orders));
      left -= count;
    }
    return customers;
  }

  private static Order order(int customer, int number) {
    long id = customer * 1000L + number;
    List<OrderLine> lines = new ArrayList<>(LINES);
    for (int line = 0; line < LINES; line++) {
      int product = product(id, line);
      lines.add(
          OrderLine.of(
              ProductId.of(product),
              "Product " + product,
              "product-" + product,
              quantity(id, line),
              price(product)));
    }
    return Order.builder(Long.toString(id + 1), Population.email(customer), orderedAt(id))
        .customerId(customer + 1L)
        .currency(EUR)
        .lines(lines)
        .build();
  }

  static Instant orderedAt(long order) {
    return Population.NOW.minusSeconds(Mix.below(720 * SECONDS_PER_DAY, 4001, order));
  }

  /** Few products make most sales. */
  static int product(long order, int line) {
    return 1 + (int) (PRODUCTS * Math.pow(Mix.unit(4002 + line, order), 2));
  }

  static int quantity(long order, int line) {
    return 1 + Mix.below(4, 4010 + line, order);
  }

  static BigDecimal price(int product) {
    return BigDecimal.valueOf(495 + 100L * (product % 40), 2);
  }
}
