package dev.customerintelligence.profile;

import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses the favourite products from the newest orders. */
final class Favorites {
  private Favorites() {}

  static List<FavoriteProduct> of(List<Order> newestFirst, ProfilePolicy policy) {
    return best(ranked(newestFirst, policy), policy.favorites().count());
  }

  private static List<Tally> ranked(List<Order> newestFirst, ProfilePolicy policy) {
    List<Tally> ranked = new ArrayList<>(tallies(newestFirst, policy));
    for (Tally tally : ranked) {
      tally.score(policy.favorites());
    }
    ranked.sort(null);
    return ranked;
  }

  private static Collection<Tally> tallies(List<Order> newestFirst, ProfilePolicy policy) {
    Map<String, Tally> tallies = new HashMap<>();
    int recent = Math.min(policy.favorites().recentOrders(), newestFirst.size());
    for (int i = 0; i < recent; i++) {
      Order order = newestFirst.get(i);
      for (OrderLine line : order.lines()) {
        if (line.netQuantity() > 0 && !policy.excludedProducts().contains(line.productId())) {
          // By the text of the id, as a record's own hash and equality take longer.
          String product = line.productId().value();
          Tally tally = tallies.get(product);
          if (tally == null) {
            tally = new Tally(line, order);
            tallies.put(product, tally);
          }
          tally.add(order, line.netQuantity());
        }
      }
    }
    return tallies.values();
  }

  private static List<FavoriteProduct> best(List<Tally> ranked, int count) {
    FavoriteProduct[] favorites = new FavoriteProduct[Math.min(count, ranked.size())];
    for (int i = 0; i < favorites.length; i++) {
      favorites[i] = ranked.get(i).favorite();
    }
    return List.of(favorites);
  }

  /** Items of a product that were kept of one order. */
  private static class Kept {
    final Order order;
    long quantity;
    @Nullable Kept older;

    Kept(Order order) {
      this.order = order;
    }

    FavoriteProduct.OrderDetail detail() {
      return new FavoriteProduct.OrderDetail(
          order.orderId(),
          order.orderNumber(),
          Inputs.count("quantity", quantity),
          order.orderedAt());
    }
  }

  /** What was kept of a product, from the newest of the orders on, under its first line there. */
  private static final class Tally extends Kept implements Comparable<Tally> {
    private final OrderLine newestLine;
    private Kept oldest = this;
    private int appearances = 1;
    private int totalQuantity;
    private BigDecimal score = BigDecimal.ZERO;

    Tally(OrderLine newestLine, Order newest) {
      super(newest);
      this.newestLine = newestLine;
    }

    void add(Order from, int kept) {
      if (!oldest.order.orderId().equals(from.orderId())) {
        Kept next = new Kept(from);
        oldest.older = next;
        oldest = next;
        appearances++;
      }
      oldest.quantity += kept;
    }

    /** Best first: by score, then the newest order, then the product's id. */
    @Override
    public int compareTo(Tally other) {
      int best = other.score.compareTo(score);
      if (best == 0) {
        best = Long.compare(other.newestSecond(), newestSecond());
      }
      return best != 0 ? best : newestLine.productId().compareTo(other.newestLine.productId());
    }

    /** The second, as that is what the column holds. */
    private long newestSecond() {
      return order.orderedAt().getEpochSecond();
    }

    void score(ProfilePolicy.FavoriteRule rule) {
      long sum = 0;
      for (Kept kept = this; kept != null; kept = kept.older) {
        sum += kept.quantity;
      }
      totalQuantity = Inputs.count("quantity", sum);
      score =
          rule.quantityWeight()
              .multiply(BigDecimal.valueOf(totalQuantity))
              .add(rule.appearanceWeight().multiply(BigDecimal.valueOf(appearances)));
    }

    FavoriteProduct favorite() {
      return new FavoriteProduct(
          newestLine.productId(),
          newestLine.name(),
          newestLine.slug(),
          withoutZeros(score),
          totalQuantity,
          appearances,
          appearances == 1 ? List.of(order.orderNumber()) : orderNumbers(),
          appearances == 1 ? List.of(detail()) : orderDetails(),
          JsonObject.empty());
    }

    private static BigDecimal withoutZeros(BigDecimal score) {
      BigDecimal shortest = score.scale() > 0 ? score.stripTrailingZeros() : score;
      return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    private List<FavoriteProduct.OrderDetail> orderDetails() {
      List<FavoriteProduct.OrderDetail> details = new ArrayList<>(appearances);
      for (Kept kept = this; kept != null; kept = kept.older) {
        details.add(kept.detail());
      }
      return details;
    }

    /** Few, so that looking through them is quicker than a set. */
    private List<String> orderNumbers() {
      List<String> numbers = new ArrayList<>(appearances);
      for (Kept kept = this; kept != null; kept = kept.older) {
        if (!numbers.contains(kept.order.orderNumber())) {
          numbers.add(kept.order.orderNumber());
        }
      }
      return numbers;
    }
  }
}
