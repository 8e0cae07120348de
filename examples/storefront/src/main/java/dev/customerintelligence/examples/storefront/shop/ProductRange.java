package dev.customerintelligence.examples.storefront.shop;

import static java.util.stream.Collectors.toMap;

import dev.customerintelligence.bundle.Catalogue;
import dev.customerintelligence.bundle.CatalogueProduct;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the shop sells, and the library's view of it. Thread-safe. */
@Component
public final class ProductRange implements Catalogue {
  /** What the shop's prices are in. */
  public static final Currency EURO = Currency.getInstance("EUR");

  private final List<Product> products =
      List.of(
          product(
              1,
              "morning-tide",
              "Morning Tide",
              "Black tea, 100 g",
              "6.90",
              "#7a3b2e",
              "A brisk breakfast blend that takes milk well."),
          product(
              2,
              "salt-marsh",
              "Salt Marsh",
              "Green tea, 100 g",
              "8.40",
              "#5c7a4a",
              "Steamed leaves, grassy, with a mineral finish."),
          product(
              3,
              "lantern-oolong",
              "Lantern Oolong",
              "Oolong, 50 g",
              "11.50",
              "#a8763e",
              "Rolled by hand, roasted twice, good for six infusions."),
          product(
              4,
              "harbour-mist",
              "Harbour Mist",
              "Earl grey, 100 g",
              "7.20",
              "#3f5d78",
              "Black tea with bergamot, lighter than most."),
          product(
              5,
              "dune-rose",
              "Dune Rose",
              "Herbal, 80 g",
              "5.80",
              "#b85c73",
              "Rosehip, hibiscus and apple. No caffeine."),
          product(
              6,
              "night-ferry",
              "Night Ferry",
              "Herbal, 80 g",
              "5.60",
              "#4b4a78",
              "Chamomile, lemon balm and lavender for late hours."),
          product(
              7,
              "smoked-pier",
              "Smoked Pier",
              "Black tea, 100 g",
              "9.30",
              "#4a3f35",
              "Dried over pine. A spoonful is plenty."),
          product(
              8,
              "white-heron",
              "White Heron",
              "White tea, 40 g",
              "14.80",
              "#9a9488",
              "Buds only, picked in two weeks of spring."),
          product(
              9,
              "ginger-buoy",
              "Ginger Buoy",
              "Spiced, 100 g",
              "6.40",
              "#b5651d",
              "Ginger, cardamom and black pepper."),
          product(
              10,
              "cup-grey",
              "Grey Cup",
              "Stoneware, 250 ml",
              "16.00",
              "#6b7280",
              "Thrown in one piece; it sits warm in the hand."),
          product(
              11,
              "pot-teal",
              "Teal Pot",
              "Stoneware, 800 ml",
              "34.50",
              "#2a6f6b",
              "A pot for four, with a strainer that can be washed."),
          product(
              12,
              "tin-brass",
              "Brass Tin",
              "Tin, 150 g",
              "12.90",
              "#8a6d1d",
              "Shuts tight and keeps light out."));
  private final Map<ProductId, Product> byId =
      products.stream().collect(toMap(Product::id, product -> product));
  private final Map<String, Product> bySlug =
      products.stream().collect(toMap(Product::slug, product -> product));

  /** Returns everything, in the order of the shop window. */
  public List<Product> all() {
    return products;
  }

  /** Returns the product at this place in an address. */
  public Optional<Product> atSlug(String slug) {
    return Optional.ofNullable(bySlug.get(slug));
  }

  /** Returns a product. */
  public Optional<Product> find(ProductId id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public Map<ProductId, CatalogueProduct> find(Collection<ProductId> productIds) {
    return productIds.stream()
        .distinct()
        .map(byId::get)
        .filter(Objects::nonNull)
        .collect(toMap(Product::id, ProductRange::forSale));
  }

  private static CatalogueProduct forSale(Product product) {
    return new CatalogueProduct(
        product.id(), product.name(), product.slug(), product.price(), EURO, true);
  }

  private static Product product(
      long id,
      String slug,
      String name,
      String kind,
      String price,
      String colour,
      String description) {
    return new Product(
        ProductId.of(id), slug, name, kind, description, new BigDecimal(price), colour);
  }
}
