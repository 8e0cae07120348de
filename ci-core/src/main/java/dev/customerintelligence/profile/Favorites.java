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
    List<Tally> ranked = new ArrayList<>(tallies.values());
    for (Tally tally : ranked) {
      tally.score(rule);
    }
    ranked.sort(null);
    List<FavoriteProduct> favorites = new ArrayList<>();
    for (Tally best : ranked.subList(0, Math.min(rule.count(), ranked.size()))) {
      favorites.add(best.favorite());
    }
    return favorites;
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
  private static final class Tally implements Comparable<Tally> {
    private final OrderLine newestLine;
    private final List<Kept> newestFirst = new ArrayList<>(1);
    private long quantity;
    private BigDecimal score = BigDecimal.ZERO;

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

    /** Best first: by score, then the newest order, then the product's id. */
    @Override
    public int compareTo(Tally other) {
      int order = other.score.compareTo(score);
      if (order == 0) {
        order = Long.compare(other.newestSecond(), newestSecond());
      }
      return order != 0 ? order : newestLine.productId().compareTo(other.newestLine.productId());
    }

    /** The second, as that is what the column holds. */
    private long newestSecond() {
      return newestFirst.get(0).order.orderedAt().getEpochSecond();
    }

    void score(ProfilePolicy.FavoriteRule rule) {
      BigDecimal sum =
          rule.quantityWeight()
              .multiply(BigDecimal.valueOf(Inputs.count("quantity", quantity)))
              .add(rule.appearanceWeight().multiply(BigDecimal.valueOf(newestFirst.size())))
              .stripTrailingZeros();
      score = sum.scale() < 0 ? sum.setScale(0) : sum;
    }

    FavoriteProduct favorite() {
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
      if (newestFirst.size() == 1) {
        return List.of(newestFirst.get(0).detail());
      }
      List<FavoriteProduct.OrderDetail> details = new ArrayList<>(newestFirst.size());
      for (Kept kept : newestFirst) {
        details.add(kept.detail());
      }
      return details;
    }

    /** Few, so that looking through them is quicker than a set. */
    private List<String> orderNumbers() {
      if (newestFirst.size() == 1) {
        return List.of(newestFirst.get(0).order.orderNumber());
      }
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
