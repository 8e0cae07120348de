package dev.customerintelligence.woocommerce;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.mysql.TestServer;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A shop of made-up orders, as WooCommerce stores them and as the library should read them. */
final class InventedShop {
  private static final DateTimeFormatter SQL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final int ORDERS = 400;

  final List<Order> expected = new ArrayList<>();
  private final List<ShopOrder> stored = new ArrayList<>();
  private final Map<Integer, String> slugs = new HashMap<>();

  InventedShop(long seed) {
    invent(new Random(seed));
  }

  TestShop stored(TestShop.Layout layout, TestServer.Driver driver) {
    TestShop shop = TestShop.open(layout, driver);
    slugs.forEach((id, slug) -> shop.product(id, "product", "Product " + id, slug, 0));
    shop.save(stored);
    return shop;
  }

  private void invent(Random random) {
    for (int product = 1; product <= 8; product++) {
      slugs.put(product, "product-" + product);
    }
    for (int i = 0; i < ORDERS; i++) {
      inventOrder(1000 + i * 10L, random);
    }
  }

  private void inventOrder(long id, Random random) {
    int person = random.nextInt(40);
    String email = "p" + person + "@example.com";
    ShopOrder order =
        new ShopOrder(id, random.nextInt(4) == 0 ? email.toUpperCase(Locale.ROOT) : email);
    order.customerId = person % 3 == 0 ? 0L : person;
    order.firstName = person % 4 == 0 ? "" : "First" + person;
    order.lastName = person % 8 == 0 ? "" : "Last" + person;
    LocalDateTime at = LocalDateTime.of(2023, 1, 1, 0, 0).plusSeconds(random.nextInt(90_000_000));
    order.created = SQL.format(at);
    order.createdLocal = SQL.format(at.plusHours(2));
    order.status =
        List.of("wc-completed", "wc-processing", "wc-refunded", "trash").get(pick(random));

    List<OrderLine> lines = new ArrayList<>();
    Set<Integer> products = new HashSet<>();
    BigDecimal total = BigDecimal.valueOf(random.nextInt(1000), 2);
    BigDecimal refunded = BigDecimal.ZERO;
    for (int i = random.nextInt(5); i > 0; i--) {
      int product = 1 + random.nextInt(10);
      int quantity = 1 + random.nextInt(6);
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(10_000), 2);
      int back = random.nextInt(4) == 0 && products.add(product) ? 1 + random.nextInt(quantity) : 0;
      total = total.add(amount);
      order.item(product, "Product " + product, quantity + "", amount.toPlainString());
      if (back > 0) {
        BigDecimal share = amount.divide(BigDecimal.valueOf(2), 2, RoundingMode.DOWN);
        refunded = refunded.add(share);
        order.refund(id + i, share.toPlainString(), order.items.size() - 1, back);
      }
      lines.add(
          new OrderLine(
              ProductId.of(product),
              "Product " + product,
              slugs.get(product),
              quantity,
              back,
              amount.divide(BigDecimal.valueOf(quantity), 8, RoundingMode.HALF_UP)));
    }
    order.total = total.toPlainString() + "000000";
    stored.add(order);
    if (!order.status.equals("trash")) {
      expected.add(
          new Order(
              Long.toString(id),
              Long.toString(id),
              EmailAddress.of(email),
              order.customerId == 0 ? null : order.customerId,
              PersonName.of(order.firstName, order.lastName).orElse(null),
              at.toInstant(ZoneOffset.UTC),
              order.status,
              Currency.getInstance("EUR"),
              total,
              order.status.equals("wc-refunded") ? total : refunded,
              lines));
    }
  }

  private static int pick(Random random) {
    return Math.max(0, random.nextInt(8) - 4);
  }
}
