package dev.customerintelligence.profile;

import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chooses the favourite products from the newest orders. */
final class Favorites {
  private Favorites() {}

  static List<FavoriteProduct> of(List<Order> newestFirst, ProfilePolicy policy) {
    ProfilePolicy.FavoriteRule rule = policy.favorites();
    Map<ProductId, Tally> tallies = new HashMap<>();
    for (Order order : newestFirst.subList(0, Math.min(rule.recentOrders(), newestFirst.size()))) {
      for (OrderLine line : order.lines()) {
        if (line.netQuantity() > 0 && !policy.excludedProducts().contains(line.productId())) {
          Tally tally = tallies.get(line.productId());
          if (tally == null) {
            tally = new Tally(line);
            tallies.put(line.productId(), tally);
          }
          tally.add(order, line.netQuantity());
        }
      }
    }
    List<Ranked> ranked = new ArrayList<>(tallies.size());
    for (Tally tally : tallies.values()) {
      ranked.add(new Ranked(tally, tally.score(rule)));
    }
    ranked.sort(null);
    List<FavoriteProduct> favorites = new ArrayList<>();
    for (Ranked best : ranked.subList(0, Math.min(rule.count(), ranked.size()))) {
      favorites.add(best.tally.favorite(best.score));
    }
    return favorites;
  }

  /** Best first: by score, then the newest order, then the product's id. */
  private record Ranked(Tally tally, BigDecimal score) implements Comparable<Ranked> {
    @Override
    public int compareTo(Ranked other) {
      int order = other.score.compareTo(score);
      if (order == 0) {
        order = Long.compare(other.tally.newestSecond(), tally.newestSecond());
      }
      return order != 0
          ? order
          : tally.newestLine.productId().compareTo(other.tally.newestLine.productId());
    }
  }

  /** Items of a product that were kept of one order. */
  private static final class Kept {
    private final Order order;
    private long quantity;

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

  /** What was kept of a product, under its first line in the newest of the orders. */
  private static final class Tally {
    private final OrderLine newestLine;
    private final List<Kept> newestFirst = new ArrayList<>();
    private long quantity;

    Tally(OrderLine newestLine) {
      this.newestLine = newestLine;
    }

    void add(Order order, int kept) {
      Kept last = newestFirst.isEmpty() ? null : newestFirst.get(newestFirst.size() - 1);
      if (last == null || !last.order.orderId().equals(order.orderId())) {
        last = new Kept(order);
        newestFirst.add(last);
      }
      last.quantity += kept;
      quantity += kept;
    }

    /** The second, as that is what the column holds. */
    long newestSecond() {
      return newestFirst.get(0).order.orderedAt().getEpochSecond();
    }

    BigDecimal score(ProfilePolicy.FavoriteRule rule) {
      BigDecimal score =
          rule.quantityWeight()
              .multiply(BigDecimal.valueOf(Inputs.count("quantity", quantity)))
              .add(rule.appearanceWeight().multiply(BigDecimal.valueOf(newestFirst.size())))
              .stripTrailingZeros();
      return score.scale() < 0 ? score.setScale(0) : score;
    }

    FavoriteProduct favorite(BigDecimal score) {
      return new FavoriteProduct(
          newestLine.productId(),
          newestLine.name(),
          newestLine.slug(),
          score,
          Inputs.count("quantity", quantity),
          newestFirst.size(),
          orderNumbers(),
          orderDetails(),
          JsonObject.empty());
    }

    private List<FavoriteProduct.OrderDetail> orderDetails() {
      List<FavoriteProduct.OrderDetail> details = new ArrayList<>(newestFirst.size());
      for (Kept kept : newestFirst) {
        details.add(kept.detail());
      }
      return details;
    }

    /** Few, so that looking through them is quicker than a set. */
    private List<String> orderNumbers() {
      List<String> numbers = new ArrayList<>(newestFirst.size());
      for (Kept kept : newestFirst) {
        if (!numbers.contains(kept.order.orderNumber())) {
          numbers.add(kept.order.orderNumber());
        }
      }
      return numbers;
    }
  }
}
