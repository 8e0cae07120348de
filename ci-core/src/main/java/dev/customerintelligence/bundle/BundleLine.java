package dev.customerintelligence.bundle;

import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Json;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One product of a bundle, as a row's {@code bundle_products} holds it. Immutable.
 *
 * @param productId the shop's id
 * @param name 1 to 255 characters
 * @param slug the product's address part in the shop, or null
 * @param quantity items, 1 to 1,000,000
 * @param unitPrice price of one item when the offer was made, two decimals
 * @param subtotal the line's price before the discount, two decimals
 * @param otherFields what another writer put beside these, under other names; kept as it is
 */
public record BundleLine(
    ProductId productId,
    String name,
    @Nullable String slug,
    int quantity,
    BigDecimal unitPrice,
    BigDecimal subtotal,
    JsonObject otherFields) {
  private static final List<String> OWN_FIELDS =
      List.of("product_id", "name", "slug", "quantity", "unit_price", "subtotal");

  private static final int MAX_TEXT = 255;
  private static final int MAX_QUANTITY = 1_000_000;

  /**
   * Checks the line.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the component that is
   *     outside what its description says
   */
  public BundleLine {
    Inputs.required("product_id", productId);
    name = Inputs.text("name", name, MAX_TEXT);
    slug = Inputs.optionalText("slug", slug, MAX_TEXT);
    Inputs.between("quantity", quantity, 1, MAX_QUANTITY);
    unitPrice = Inputs.amount("unit_price", unitPrice, Inputs.COLUMN_DECIMALS);
    subtotal = Inputs.amount("subtotal", subtotal, Inputs.COLUMN_DECIMALS);
    if (!Inputs.required("otherFields", otherFields).isEmpty()) {
      Json.requireNone("otherFields", otherFields.json(), OWN_FIELDS);
    }
  }

  static BundleLine of(CatalogueProduct product, int quantity) {
    return new BundleLine(
        product.productId(),
        product.name(),
        product.slug(),
        quantity,
        product.unitPrice(),
        product.unitPrice().multiply(BigDecimal.valueOf(quantity)),
        JsonObject.empty());
  }
}
