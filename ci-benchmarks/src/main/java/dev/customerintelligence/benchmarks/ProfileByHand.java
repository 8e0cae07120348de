package dev.customerintelligence.benchmarks;

import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.ProfilePolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What ProfileCalculator makes of orders, written for the default policy alone and without a check
 * of anything: neither of what goes in nor of what comes out.
 */
record ProfileByHand(
    int totalOrders,
    BigDecimal averageOrderValue,
    int peakQuantity,
    BigDecimal peakAmount,
    Instant lastOrderAt,
    int purchaseCycleDays,
    Instant windowStart,
    Instant windowEnd,
    List<Favorite> favorites,
    BigDecimal score) {
  private static final int DECIMALS = 2;
  private static final int PERCENT = 100;
  private static final ProfilePolicy POLICY = ProfilePolicy.defaults();
  private static final Comparator<Order> NEWEST_FIRST =
      (one, other) -> {
        int byTime = other.orderedAt().compareTo(one.orderedAt());
        return byTime == 0 ? other.orderId().compareTo(one.orderId()) : byTime;
      };

  record Detail(String orderId, String orderNumber, int quantity, Instant orderedAt) {}

  record Favorite(
      ProductId productId,
      String name,
      @Nullable String slug,
      BigDecimal score,
      int totalQuantity,
      int appearances,
      List<String> orderNumbers,
      List<Detail> orderDetails) {}

  /** Returns the profile of a customer with at least one order, all of which count. */
  static ProfileByHand of(List<Order> orders, Instant now) {
    List<Order> newestFirst = new ArrayList<>(orders);
    newestFirst.sort(NEWEST_FIRST);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal peakAmount = BigDecimal.ZERO;
    int peakQuantity = 0;
    for (Order order : newestFirst) {
      sum = sum.add(order.total());
      peakAmount = peakAmount.max(order.total());
      int quantity = 0;
      for (OrderLine line : order.lines()) {
        quantity += line.quantity();
      }
      peakQuantity = Math.max(peakQuantity, quantity);
    }
    int count = newestFirst.size();
    BigDecimal average = sum.divide(BigDecimal.valueOf(count), DECIMALS, RoundingMode.HALF_UP);
    Instant last = newestFirst.get(0).orderedAt();
    int cycle = cycle(newestFirst);
    return new ProfileByHand(
        count,
        average,
        peakQuantity,
        peakAmount,
        last,
        cycle,
        last.plus(80L * cycle / PERCENT, ChronoUnit.DAYS),
        last.plus((120L * cycle + PERCENT - 1) / PERCENT, ChronoUnit.DAYS),
        favorites(newestFirst),
        score(count, average, last.until(now, ChronoUnit.DAYS)));
  }

  private static int cycle(List<Order> newestFirst) {
    int gaps = newestFirst.size() - 1;
    if (gaps == 0) {
      return POLICY.cycle().defaultDays();
    }
    long days = 0;
    for (int i = 0; i < gaps; i++) {
      days +=
          newestFirst.get(i + 1).orderedAt().until(newestFirst.get(i).orderedAt(), ChronoUnit.DAYS);
    }
    return Math.max(POLICY.cycle().minDays(), (int) ((2 * days + gaps) / (2L * gaps)));
  }

  private static BigDecimal score(int orders, BigDecimal average, long days) {
    int recency = days <= 14 ? 40 : days <= 30 ? 30 : days <= 60 ? 20 : days <= 90 ? 10 : 0;
    return POLICY
        .score()
        .pointsPerAmount()
        .multiply(average)
        .min(BigDecimal.valueOf(30))
        .add(BigDecimal.valueOf(Math.min(30, 5 * orders) + recency))
        .setScale(DECIMALS, RoundingMode.HALF_UP);
  }

  private static List<Favorite> favorites(List<Order> newestFirst) {
    Map<String, Tally> tallies = new HashMap<>();
    int recent = Math.min(POLICY.favorites().recentOrders(), newestFirst.size());
    for (int i = 0; i < recent; i++) {
      Order order = newestFirst.get(i);
      for (OrderLine line : order.lines()) {
        Tally tally = tallies.get(line.productId().value());
        if (tally == null) {
          tally = new Tally(line);
          tallies.put(line.productId().value(), tally);
        }
        tally.add(order, line.quantity());
      }
    }
    List<Tally> ranked = new ArrayList<>(tallies.values());
    ranked.sort(null);
    Favorite[] best = new Favorite[Math.min(POLICY.favorites().count(), ranked.size())];
    for (int i = 0; i < best.length; i++) {
      best[i] = ranked.get(i).favorite();
    }
    return List.of(best);
  }

  private static final class Tally implements Comparable<Tally> {
    private final OrderLine line;
    private final List<Order> orders = new ArrayList<>(1);
    private final List<Integer> quantities = new ArrayList<>(1);
    private int quantity;

    Tally(OrderLine line) {
      this.line = line;
    }

    void add(Order order, int items) {
      int newest = orders.size() - 1;
      if (newest >= 0 && orders.get(newest).orderId().equals(order.orderId())) {
        quantities.set(newest, quantities.get(newest) + items);
      } else {
        orders.add(order);
        quantities.add(items);
      }
      quantity += items;
    }

    private int score() {
      return quantity + 3 * orders.size();
    }

    @Override
    public int compareTo(Tally other) {
      int order = Integer.compare(other.score(), score());
      if (order == 0) {
        order =
            Long.compare(
                other.orders.get(0).orderedAt().getEpochSecond(),
                orders.get(0).orderedAt().getEpochSecond());
      }
      return order != 0 ? order : line.productId().compareTo(other.line.productId());
    }

    Favorite favorite() {
      List<String> numbers = new ArrayList<>(orders.size());
      List<Detail> details = new ArrayList<>(orders.size());
      for (int i = 0; i < orders.size(); i++) {
        Order order = orders.get(i);
        numbers.add(order.orderNumber());
        details.add(
            new Detail(order.orderId(), order.orderNumber(), quantities.get(i), order.orderedAt()));
      }
      return new Favorite(
          line.productId(),
          line.name(),
          line.slug(),
          BigDecimal.valueOf(score()),
          quantity,
          orders.size(),
          numbers,
          details);
    }
  }
}
