package dev.customerintelligence.woocommerce;

import dev.customerintelligence.bundle.Catalogue;
import dev.customerintelligence.bundle.CatalogueProduct;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.ProductId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The products of the shop. Thread-safe. */
final class ProductCatalogue implements Catalogue {
  private static final int MAX_PRODUCTS = 100;

  static final String SQL =
      """
      SELECT STRAIGHT_JOIN p.ID AS id, p.post_title AS name, p.post_name AS slug,
        (p.post_status = 'publish' AND p.post_password = ''
          AND (p.post_type = 'product'
            OR (parent.post_status = 'publish' AND parent.post_password = ''))) AS published,
        (SELECT option_value FROM {p}options WHERE option_name = 'woocommerce_currency')
          AS currency,
        m.meta_key, CAST(m.meta_value AS CHAR(64)) AS meta_value
      FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) ids
      JOIN {p}posts p ON p.ID = ids.id AND p.post_type IN ('product', 'product_variation')
      LEFT JOIN {p}posts parent ON parent.ID = p.post_parent AND parent.post_type = 'product'
      LEFT JOIN {p}postmeta m ON m.post_id = p.ID
        AND m.meta_key IN
          ('_price', '_regular_price', '_sale_price', '_sale_price_dates_from',
           '_sale_price_dates_to', '_stock_status', '_product_url')
      ORDER BY p.ID, m.meta_id
      """;

  private final ShopDatabase database;
  private final InstantSource clock;

  ProductCatalogue(ShopDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Map<ProductId, CatalogueProduct> find(Collection<ProductId> productIds) {
    Inputs.between("productIds", Inputs.required("productIds", productIds).size(), 0, MAX_PRODUCTS);
    String ids =
        productIds.stream()
            .filter(ProductId::isNumber)
            .map(ProductId::value)
            .distinct()
            .collect(Collectors.joining(",", "[", "]"));
    if (ids.equals("[]")) {
      return Map.of();
    }
    Map<Long, ProductRow> rows =
        database.once(
            handle ->
                handle
                    .createQuery(database.sql(SQL))
                    .bind("ids", ids)
                    .reduceResultSet(
                        new LinkedHashMap<Long, ProductRow>(),
                        (found, row, context) -> {
                          long id = row.getLong("id");
                          ProductRow product = found.get(id);
                          if (product == null) {
                            product = ProductRow.read(row);
                            found.put(id, product);
                          }
                          product.addMeta(row.getString("meta_key"), row.getString("meta_value"));
                          return found;
                        }));
    Instant now = clock.instant();
    Map<ProductId, CatalogueProduct> products = new HashMap<>();
    rows.forEach((id, row) -> products.put(ProductId.of(id), product(id, row, now)));
    return Map.copyOf(products);
  }

  private static CatalogueProduct product(long id, ProductRow row, Instant now) {
    try {
      return row.toProduct(id, now);
    } catch (InvalidInputException e) {
      throw new UnreadableRowException("posts", Long.toString(id), e);
    }
  }
}
