package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.bundle.Catalogue;
import dev.customerintelligence.bundle.CatalogueProduct;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sells every product that was ever ordered, at the price in the newest order that has it. */
final class OrderCatalogue implements Catalogue {
  private final Map<ProductId, OrderLine> newestLines = new HashMap<>();
  private final Currency currency;

  OrderCatalogue(List<Order> orders, Currency currency) {
    this.currency = currency;
    orders.stream()
        .sorted(Comparator.comparing(Order::orderedAt))
        .map(Order::lines)
        .forEachOrdered(lines -> lines.forEach(line -> newestLines.put(line.productId(), line)));
  }

  @Override
  public Map<ProductId, CatalogueProduct> find(Collection<ProductId> productIds) {
    Map<ProductId, CatalogueProduct> found = new HashMap<>();
    for (ProductId id : productIds) {
      OrderLine line = newestLines.get(id);
      if (line != null) {
        found.put(id, product(line));
      }
    }
    return found;
  }

  private CatalogueProduct product(OrderLine line) {
    return new CatalogueProduct(
        line.productId(),
        line.name(),
        line.slug(),
        line.unitPrice().setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP),
        currency,
        true);
  }
}
