package dev.customerintelligence.bundle;

import dev.customerintelligence.order.ProductId;
import java.util.Collection;
import java.util.Map;

/** The port through which current products and prices come. Implementations are thread-safe. */
@FunctionalInterface
public interface Catalogue {
  /**
   * Returns the products that the shop has, by id, in one round trip; others are left out.
   *
   * @param productIds at most 100
   * @throws dev.customerintelligence.error.StorageUnavailableException when the shop's catalogue
   *     cannot be reached
   */
  Map<ProductId, CatalogueProduct> find(Collection<ProductId> productIds);
}
