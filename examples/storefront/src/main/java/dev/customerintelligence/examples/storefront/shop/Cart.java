package dev.customerintelligence.examples.storefront.shop;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.order.OrderLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is about to buy. Immutable.
 *
 * @param items products by the cart's order
 * @param bundle the personal offer that was accepted, or null
 */
public record Cart(Map<Product, Integer> items, @Nullable BundleOffer bundle) {
  /** The most of one product. */
  public static final int MAX_QUANTITY = 20;

  /** Copies the items. */
  public Cart {
    items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
  }

  /** Returns a cart with nothing in it. */
  public static Cart empty() {
    return new Cart(Map.of(), null);
  }

  /** Returns this cart with so many more of a product, within 1 and {@value #MAX_QUANTITY}. */
  public Cart plus(Product product, int quantity) {
    return with(product, items.getOrDefault(product, 0) + quantity);
  }

  /** Returns this cart with so many of a product; none when 0 or less. */
  public Cart with(Product product, int quantity) {
    Map<Product, Integer> changed = new LinkedHashMap<>(items);
    if (quantity <= 0) {
      changed.remove(product);
    } else {
      changed.put(product, Math.min(quantity, MAX_QUANTITY));
    }
    return new Cart(changed, bundle);
  }

  /** Returns this cart with another bundle, or none. */
  public Cart withBundle(@Nullable BundleOffer offer) {
    return new Cart(items, offer);
  }

  /** Returns whether this offer is in the cart. */
  public boolean holds(OfferId offer) {
    return Optional.ofNullable(bundle).map(held -> held.id().equals(offer)).orElse(false);
  }

  /** Returns whether there is nothing to buy. */
  public boolean isEmpty() {
    return items.isEmpty() && bundle == null;
  }

  /** Returns how many pieces are in it. */
  public int pieces() {
    return items.values().stream().mapToInt(Integer::intValue).sum()
        + (bundle == null ? 0 : bundle.made().totalQuantity());
  }

  /** Returns what it costs, in euros. */
  public BigDecimal total() {
    BigDecimal sum =
        items.entrySet().stream()
            .map(entry -> entry.getKey().price().multiply(BigDecimal.valueOf(entry.getValue())))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return bundle == null ? sum : sum.add(bundle.made().price().finalPrice());
  }

  /** Returns it as the lines of an order, at list prices. */
  public List<OrderLine> lines() {
    List<OrderLine> lines = new ArrayList<>();
    items.forEach(
        (product, quantity) ->
            lines.add(
                OrderLine.of(
                    product.id(), product.name(), product.slug(), quantity, product.price())));
    if (bundle != null) {
      bundle
          .made()
          .lines()
          .forEach(
              line ->
                  lines.add(
                      OrderLine.of(
                          line.productId(),
                          line.name(),
                          line.slug(),
                          line.quantity(),
                          line.unitPrice())));
    }
    return lines;
  }
}
