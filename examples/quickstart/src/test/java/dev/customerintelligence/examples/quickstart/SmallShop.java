package dev.customerintelligence.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Invents the small shop that the example ships; the same every time. */
final class SmallShop {
  private static final long SEED = 20240701;
  private static final Instant OPENING = Instant.parse("2024-01-02T07:00:00Z");
  private static final Instant CLOSING = Instant.parse("2024-06-30T20:00:00Z");
  private static final Instant NEW_PRICES = Instant.parse("2024-04-01T00:00:00Z");
  private static final int FIRST_ORDER_ID = 5001;
  private static final int FIRST_ORDER_NUMBER = 1001;
  private static final String HEADER =
      "order_id,order_number,customer_email,customer_id,ordered_at,status,"
          + "product_id,product_slug,product_name,quantity,unit_price\n";
  private static final List<Product> PRODUCTS =
      List.of(
          new Product(11, "morning-oolong", "Morning Oolong", 1295, 1345),
          new Product(12, "smoky-lapsang", "Smoky Lapsang", 1150, 1150),
          new Product(13, "harbour-breakfast", "Harbour Breakfast", 795, 845),
          new Product(14, "mint-and-lemon", "Mint & Lemon", 695, 695),
          new Product(15, "first-frost-white", "First Frost White", 1895, 1895),
          new Product(16, "rooibos-vanilla", "Rooibos Vanilla", 745, 745),
          new Product(17, "genmaicha", "Genmaicha", 995, 1045),
          new Product(18, "earl-grey-deluxe", "Earl Grey, de luxe", 895, 895),
          new Product(19, "camomile", "Camomile", 550, 550),
          new Product(20, "matcha-tin-30", "Matcha, tin of 30 g", 1995, 2195),
          new Product(21, "honey-sticks", "Honey sticks, 10", 425, 425),
          new Product(22, "teapot-bruno", "Teapot \"Bruno\", 0.8 l", 3450, 3450),
          new Product(23, "bamboo-whisk", "Bamboo whisk", 1450, 1450),
          new Product(24, "tea-strainer", "Tea strainer", 650, 650));

  private record Product(int id, String slug, String name, int cents, int centsSinceApril) {}

  /**
   * How a group of customers buys.
   *
   * @param customers how many
   * @param gapDays the days between orders
   * @param items the items of an order
   * @param untilDay the last day of the half-year on which they buy
   */
  private record Habit(int customers, Range gapDays, Range items, int untilDay) {}

  private record Range(int least, int most) {}

  private record Placed(Instant at, int customer, String status, List<Line> lines) {}

  private record Line(Product product, int quantity) {}

  private final Random random = new Random(SEED);

  /** Writes the file anew to the path that is given. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), new SmallShop().csv());
  }

  String csv() {
    List<Placed> placed = new ArrayList<>();
    int customer = 1;
    for (Habit habit :
        List.of(
            new Habit(8, new Range(10, 19), new Range(3, 8), 180),
            new Habit(12, new Range(24, 39), new Range(2, 5), 180),
            new Habit(10, new Range(55, 104), new Range(1, 3), 180),
            new Habit(7, new Range(20, 39), new Range(2, 6), 75),
            new Habit(3, new Range(200, 200), new Range(1, 2), 180))) {
      for (int i = 0; i < habit.customers(); i++) {
        placed.addAll(ordersOf(customer++, habit));
      }
    }
    placed.sort(Comparator.comparing(Placed::at).thenComparing(Placed::customer));
    StringBuilder csv = new StringBuilder(HEADER);
    for (int i = 0; i < placed.size(); i++) {
      append(csv, i, placed.get(i));
    }
    return csv.toString();
  }

  private List<Placed> ordersOf(int customer, Habit habit) {
    List<Product> taste = new ArrayList<>(PRODUCTS);
    Collections.shuffle(taste, random);
    List<Placed> orders = new ArrayList<>();
    boolean once = habit.gapDays().least() > habit.untilDay();
    int day = random.nextInt(once ? habit.untilDay() : Math.min(40, habit.gapDays().least()));
    while (day <= habit.untilDay()) {
      Instant at =
          OPENING.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(random.nextInt(14 * 60)));
      if (at.isBefore(CLOSING)) {
        orders.add(new Placed(at, customer, status(), basket(taste, habit)));
      }
      day += between(habit.gapDays());
    }
    return orders;
  }

  private List<Line> basket(List<Product> taste, Habit habit) {
    int items = between(habit.items());
    List<Line> lines = new ArrayList<>();
    for (int product = 0; items > 0; product = Math.min(taste.size() - 1, product + skip())) {
      int quantity = product == taste.size() - 1 ? items : 1 + random.nextInt(items);
      lines.add(new Line(taste.get(product), quantity));
      items -= quantity;
    }
    return lines;
  }

  private int skip() {
    return 1 + random.nextInt(3);
  }

  private int between(Range range) {
    return range.least() + random.nextInt(range.most() - range.least() + 1);
  }

  private String status() {
    return switch (random.nextInt(20)) {
      case 0 -> "cancelled";
      case 1 -> random.nextBoolean() ? "refunded" : "processing";
      default -> "completed";
    };
  }

  private static void append(StringBuilder csv, int index, Placed order) {
    for (Line line : order.lines()) {
      Product product = line.product();
      int cents = order.at().isBefore(NEW_PRICES) ? product.cents() : product.centsSinceApril();
      List<String> fields =
          List.of(
              String.valueOf(FIRST_ORDER_ID + index),
              String.valueOf(FIRST_ORDER_NUMBER + index),
              String.format("shopper-%02d@example.com", order.customer()),
              order.customer() % 5 == 0 ? "" : String.valueOf(300 + order.customer()),
              order.at().toString(),
              order.status(),
              String.valueOf(product.id()),
              product.slug(),
              product.name(),
              String.valueOf(line.quantity()),
              String.format("%d.%02d", cents / 100, cents % 100));
      IntStream.range(0, fields.size())
          .forEach(i -> csv.append(i == 0 ? "" : ",").append(quoted(fields.get(i))));
      csv.append('\n');
    }
  }

  private static String quoted(String field) {
    return field.contains(",") || field.contains("\"")
        ? '"' + field.replace("\"", "\"\"") + '"'
        : field;
  }
}
