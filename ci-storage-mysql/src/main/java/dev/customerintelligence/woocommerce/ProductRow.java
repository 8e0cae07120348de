package dev.customerintelligence.woocommerce;

import dev.customerintelligence.bundle.CatalogueProduct;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A product as the shop keeps it. */
final class ProductRow {
  private final @Nullable String name;
  private final @Nullable String slug;
  private final boolean published;
  private final @Nullable String currency;
  private final List<String> prices = new ArrayList<>();
  private final Map<String, String> meta = new HashMap<>();

  private ProductRow(
      @Nullable String name, @Nullable String slug, boolean published, @Nullable String currency) {
    this.name = name;
    this.slug = slug;
    this.published = published;
    this.currency = currency;
  }

  static ProductRow read(ResultSet row) throws SQLException {
    return new ProductRow(
        row.getString("name"),
        row.getString("slug"),
        row.getBoolean("published"),
        row.getString("currency"));
  }

  void addMeta(@Nullable String key, @Nullable String value) {
    if (key == null || value == null || value.isBlank()) {
      return;
    }
    if (key.equals("_price")) {
      // A variable product has a row for each price of its variations.
      prices.add(value);
    } else {
      // As WordPress does, the first of several counts.
      meta.putIfAbsent(key, value);
    }
  }

  /**
   * Returns the product.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming what cannot be read
   */
  CatalogueProduct toProduct(long id, Instant now) {
    Currency soldIn = ShopText.currency(currency);
    List<BigDecimal> current =
        prices.stream().map(value -> ShopText.decimal("price", value)).toList();
    BigDecimal price = price(current, now);
    return new CatalogueProduct(
        ProductId.of(id),
        Inputs.required("name", name).strip(),
        slug,
        price == null
            ? BigDecimal.ZERO
            : price.setScale(Inputs.decimals("currency", soldIn), RoundingMode.HALF_UP),
        soldIn,
        published && price != null && isOne(current) && isSoldHere());
  }

  /**
   * The shop rewrites the current price once a day, so that on the first and the last day of a sale
   * it may be that of the day before.
   */
  private @Nullable BigDecimal price(List<BigDecimal> current, Instant now) {
    String sale = meta.get("_sale_price");
    String regular = meta.get("_regular_price");
    String from = meta.get("_sale_price_dates_from");
    String to = meta.get("_sale_price_dates_to");
    if (sale != null && regular != null && (from != null || to != null)) {
      boolean isOn =
          (from == null || now.getEpochSecond() >= ShopText.whole("saleFrom", from))
              && (to == null || now.getEpochSecond() <= ShopText.whole("saleTo", to));
      return ShopText.decimal("price", isOn ? sale : regular);
    }
    return current.stream().min(BigDecimal::compareTo).orElse(null);
  }

  private static boolean isOne(List<BigDecimal> current) {
    return current.stream().allMatch(price -> price.compareTo(current.get(0)) == 0);
  }

  private boolean isSoldHere() {
    return !meta.getOrDefault("_stock_status", "instock").equals("outofstock")
        && !meta.containsKey("_product_url");
  }
}
