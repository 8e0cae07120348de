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

/**
 * A shop of made-up orders, as WooCommerce stores them and as the library should read them: every
 * status, refunds of each kind, guests, anonymised orders, variations, bundles, numbers of plugins,
 * missing and zero dates, two currencies.
 */
final class InventedShop {
  private static final DateTimeFormatter SQL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final int ORDERS = 400;
  private static final Set<String> NONE = Set.of("trash", "auto-draft", "wc-checkout-draft");

  /** Every second order has the first. */
  private static final List<String> STATUSES =
      List.of(
          "wc-completed",
          "wc-processing",
          "wc-on-hold",
          "wc-pending",
          "wc-cancelled",
          "wc-failed",
          "wc-refunded",
          "wc-shipped",
          "trash",
          "auto-draft",
          "wc-checkout-draft");

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
      inventOrder(1000 + i * 20L, random);
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
    order.currency = person == 7 || (person == 8 && random.nextBoolean()) ? "USD" : "EUR";
    order.status = STATUSES.get(Math.max(0, random.nextInt(2 * STATUSES.size()) - STATUSES.size()));
    LocalDateTime at = LocalDateTime.of(2023, 1, 1, 0, 0).plusSeconds(random.nextInt(90_000_000));
    inventDates(order, at, random.nextInt(10));
    inventNumber(order, random.nextInt(6));

    Lines lines = new Lines(order, random);
    for (int i = random.nextInt(5); i > 0; i--) {
      lines.invent();
    }
    lines.inventWhatIsNoProduct();
    order.total = lines.total.toPlainString() + "000000";
    boolean isAnonymised = random.nextInt(20) == 0;
    if (isAnonymised) {
      order.meta.put("_anonymized", "yes");
      order.email = random.nextBoolean() ? "deleted@site.invalid" : order.email;
      order.customerId = 0L;
    }
    stored.add(order);
    if (isAnonymised || NONE.contains(order.status)) {
      return;
    }
    String formatted = order.meta.get("_order_number_formatted");
    expected.add(
        new Order(
            Long.toString(id),
            formatted != null ? formatted : order.meta.getOrDefault("_order_number", id + ""),
            EmailAddress.of(email),
            order.customerId == 0 ? null : order.customerId,
            PersonName.of(order.firstName, order.lastName).orElse(null),
            at.toInstant(ZoneOffset.UTC),
            order.status,
            Currency.getInstance(order.currency),
            lines.total,
            order.status.equals("wc-refunded") ? lines.total : lines.refunded,
            lines.expected));
  }

  /** Of ten orders one has no date but that of its payment, and one a zero date beside it. */
  private static void inventDates(ShopOrder order, LocalDateTime at, int kind) {
    order.created = SQL.format(at);
    order.createdLocal = SQL.format(at.plusHours(2));
    order.paid = SQL.format(at);
    if (kind < 2) {
      order.created = kind == 0 ? null : "0000-00-00 00:00:00";
      order.createdLocal = null;
    } else {
      order.paid = kind == 2 ? null : SQL.format(at.plusMinutes(5));
    }
  }

  private static void inventNumber(ShopOrder order, int kind) {
    if (kind < 2) {
      order.meta.put("_order_number", "N" + order.id);
    }
    if (kind == 0) {
      order.meta.put("_order_number_formatted", "Shop-" + order.id);
    }
  }

  /** The lines of one order and their refunds, as stored and as expected. */
  private final class Lines {
    private final ShopOrder order;
    private final Random random;
    private final Set<Integer> products = new HashSet<>();
    private final List<OrderLine> expected = new ArrayList<>();
    private BigDecimal total;
    private BigDecimal refunded = BigDecimal.ZERO;

    Lines(ShopOrder order, Random random) {
      this.order = order;
      this.random = random;
      this.total = BigDecimal.valueOf(random.nextInt(1000), 2);
    }

    /** Products 9 and 10 are no posts any more; product 0 was deleted with its id. */
    void invent() {
      int product = random.nextInt(11);
      int quantity = 1 + random.nextInt(6);
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(10_000), 2);
      int back = random.nextInt(4) == 0 && products.add(product) ? 1 + random.nextInt(quantity) : 0;
      int index = order.items.size();
      String name = "Product " + product;
      String key = "bundle-" + order.itemId(index);
      switch (random.nextInt(6)) {
        case 0 -> order.item(product, name, quantity + "", amount + "", "_variation_id", "77");
        case 1 ->
            order
                .item(product, name, quantity + "", amount + "", "_bundle_cart_key", key)
                .item(5, "Product 5", quantity + "", "0", "_bundled_by", key);
        default -> order.item(product, name, quantity + "", amount.toPlainString());
      }
      total = total.add(amount);
      if (back > 0) {
        BigDecimal share =
            random.nextBoolean()
                ? amount
                : amount.divide(BigDecimal.valueOf(2), 2, RoundingMode.DOWN);
        refunded = refunded.add(share);
        order.refund(order.id + 1 + index, share.toPlainString(), index, back);
      }
      expected.add(
          new OrderLine(
              product == 0 ? new ProductId("deleted:" + name) : ProductId.of(product),
              name,
              slugs.get(product),
              quantity,
              back,
              amount.divide(BigDecimal.valueOf(quantity), 8, RoundingMode.HALF_UP)));
    }

    /** Shipping, a fee, and what is paid back without saying for which line. */
    void inventWhatIsNoProduct() {
      if (random.nextInt(3) == 0) {
        order.items.add(
            new ShopOrder.Item(
                order.itemId(order.items.size()), "Parcel", "shipping", Map.of("cost", "4.90")));
      }
      BigDecimal rest = total.subtract(refunded);
      if (random.nextInt(8) == 0 && rest.signum() > 0) {
        BigDecimal share = random.nextBoolean() ? rest : BigDecimal.valueOf(1, 2);
        refunded = refunded.add(share);
        order.refund(order.id + 15, share.toPlainString());
      }
    }
  }
}
