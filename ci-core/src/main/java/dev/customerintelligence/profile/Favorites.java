package dev.customerintelligence.profile;

import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chooses the favourite products from the newest orders. */
final class Favorites {
  private static final Comparator<FavoriteProduct> BEST_FIRST =
      Comparator.comparing(FavoriteProduct::score)
          .thenComparing(Favorites::newestOrder)
          .reversed()
          .thenComparing(FavoriteProduct::productId);

  private Favorites() {}

  static List<FavoriteProduct> of(List<Order> newestFirst, ProfilePolicy policy) {
    ProfilePolicy.FavoriteRule rule = policy.favorites();
    Map<ProductId, Tally> tallies = new LinkedHashMap<>();
    for (Order order : newestFirst.subList(0, Math.min(rule.recentOrders(), newestFirst.size()))) {
      for (Kept kept : kept(order, policy)) {
        tallies
            .computeIfAbsent(kept.line.productId(), id -> new Tally(kept.line))
            .add(order, kept.quantity);
      }
    }
    return tallies.values().stream()
        .map(tally -> tally.favorite(rule))
        .sorted(BEST_FIRST)
        .limit(rule.count())
        .toList();
  }

  /** Items kept per product, under the product's first line in the order. */
  private static Collection<Kept> kept(Order order, ProfilePolicy policy) {
    Map<ProductId, Kept> kept = new LinkedHashMap<>();
    for (OrderLine line : order.lines()) {
      if (line.netQuantity() > 0 && !policy.excludedProducts().contains(line.productId())) {
        kept.computeIfAbsent(line.productId(), id -> new Kept(line)).quantity += line.netQuantity();
      }
    }
    return kept.values();
  }

  private static Instant newestOrder(FavoriteProduct favorite) {
    return favorite.orderDetails().get(0).orderedAt();
  }

  private static final class Kept {
    private final OrderLine line;
    private long quantity;

    Kept(OrderLine line) {
      this.line = line;
    }
  }

  private static final class Tally {
    private final OrderLine newestLine;
    private final List<FavoriteProduct.OrderDetail> orders = new ArrayList<>();
    private long quantity;

    Tally(OrderLine newestLine) {
      this.newestLine = newestLine;
    }

    void add(Order order, long kept) {
      quantity += kept;
      orders.add(
          new FavoriteProduct.OrderDetail(
              order.orderId(),
              order.orderNumber(),
              Inputs.count("quantity", kept),
              order.orderedAt()));
    }

    FavoriteProduct favorite(ProfilePolicy.FavoriteRule rule) {
      return new FavoriteProduct(
          newestLine.productId(),
          newestLine.name(),
          newestLine.slug(),
          score(rule),
          Inputs.count("quantity", quantity),
          orders.size(),
          orderNumbers(),
          orders,
          JsonObject.empty());
    }

    /** Few, so that looking through them is quicker than a set. */
    private List<String> orderNumbers() {
      List<String> numbers = new ArrayList<>(orders.size());
      for (FavoriteProduct.OrderDetail order : orders) {
        if (!numbers.contains(order.orderNumber())) {
          numbers.add(order.orderNumber());
        }
      }
      return numbers;
    }

    private BigDecimal score(ProfilePolicy.FavoriteRule rule) {
      BigDecimal score =
          rule.quantityWeight()
              .multiply(BigDecimal.valueOf(quantity))
              .add(rule.appearanceWeight().multiply(BigDecimal.valueOf(orders.size())))
              .stripTrailingZeros();
      return score.scale() < 0 ? score.setScale(0) : score;
    }
  }
}
