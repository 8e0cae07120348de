package dev.customerintelligence.examples.storefront.seed;

import dev.customerintelligence.examples.storefront.shop.Product;
import dev.customerintelligence.examples.storefront.shop.ProductRange;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A year of orders of invented people, the same for the same seed and day. */
final class DemoYear {
  private static final long SEED = 20_261_123;
  private static final Duration YEAR = Duration.ofDays(365);
  private static final List<String> FIRST_NAMES =
      List.of(
          "Ada", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kaya", "Leo",
          "Mina", "Nils", "Olga", "Piet", "Quin", "Rosa", "Sven", "Tara", "Uma", "Vito", "Wim",
          "Xena", "Yara", "Zeno", "Abel", "Bea", "Cas", "Dina");
  private static final List<String> LAST_NAMES = List.of("Marsh", "Holm", "Reed", "Strand");

  /** Customers of whom the year leaves no offer, so that one is due when they come. */
  static final int WITHOUT_OFFERS = 4;

  private DemoYear() {}

  static List<EmailAddress> customers() {
    List<EmailAddress> customers = new ArrayList<>();
    for (int i = 0; i < FIRST_NAMES.size() * LAST_NAMES.size(); i++) {
      customers.add(address(i));
    }
    return customers;
  }

  /** Returns all orders until now, oldest first. */
  static List<Order> orders(ProductRange products, Instant now) {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < FIRST_NAMES.size() * LAST_NAMES.size(); i++) {
      addYear(orders, i, products.all(), now.truncatedTo(ChronoUnit.DAYS));
    }
    orders.sort(Comparator.comparing(Order::orderedAt).thenComparing(Order::orderId));
    return orders;
  }

  private static void addYear(
      List<Order> orders, int person, List<Product> products, Instant today) {
    Random random = new Random(SEED + person);
    boolean due = person < WITHOUT_OFFERS;
    int cycle = due ? 20 : 12 + random.nextInt(40);
    List<Product> liked = new ArrayList<>();
    while (liked.size() < 3) {
      Product product = products.get(random.nextInt(products.size()));
      if (!liked.contains(product)) {
        liked.add(product);
      }
    }
    int quantity = 2 + random.nextInt(3);
    boolean gone = !due && random.nextInt(4) == 0;
    // Backwards from the last order, so that it is known where in the cycle the customer stands.
    Instant at =
        today
            .minus(Duration.ofDays(due ? 20 : random.nextInt(cycle) + (gone ? 90 : 0)))
            .minus(Duration.ofMinutes(60 + random.nextInt(600)));
    int most = due ? 12 : 1 + random.nextInt(14);
    for (int n = 0; n < most && at.isAfter(today.minus(YEAR)); n++) {
      orders.add(order(person, n, at, liked, quantity, random));
      double stretch = due ? 1 : 0.7 + 0.6 * random.nextDouble();
      at = at.minus(Duration.ofHours(Math.round(24 * cycle * stretch)));
    }
  }

  private static Order order(
      int person, int n, Instant at, List<Product> liked, int quantity, Random random) {
    List<OrderLine> lines = new ArrayList<>();
    for (Product product : liked.subList(0, 1 + random.nextInt(liked.size()))) {
      lines.add(
          OrderLine.of(
              product.id(),
              product.name(),
              product.slug(),
              Math.max(1, quantity - lines.size()),
              product.price()));
    }
    return Order.builder("Y" + person + "-" + n, address(person), at)
        .customerId(person + 1L)
        .customerName(PersonName.of(first(person), last(person)).orElseThrow())
        .currency(ProductRange.EURO)
        .lines(lines)
        .build();
  }

  private static EmailAddress address(int person) {
    String family = person < FIRST_NAMES.size() ? "" : "." + last(person);
    return EmailAddress.of(first(person) + family + "@example.com");
  }

  private static String first(int person) {
    return FIRST_NAMES.get(person % FIRST_NAMES.size());
  }

  private static String last(int person) {
    return LAST_NAMES.get(person / FIRST_NAMES.size());
  }
}
