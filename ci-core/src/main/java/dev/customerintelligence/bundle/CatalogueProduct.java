package dev.customerintelligence.bundle;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A product as the shop sells it now. Immutable.
 *
 * @param productId the shop's id
 * @param name 1 to 255 characters
 * @param slug the product's address part in the shop, at most 255 characters, or null
 * @param unitPrice price of one item, with the currency's decimals, 0 to 99,999,999.99
 * @param currency the price's currency; at most two decimals
 * @param forSale whether it can be bought now
 */
public record CatalogueProduct(
    ProductId productId,
    String name,
    @Nullable String slug,
    BigDecimal unitPrice,
    Currency currency,
    boolean forSale) {
  private static final int MAX_TEXT = 255;

  /**
   * Checks the product.
   *
   * @throws InvalidInputException naming the component that is outside what its description says
   */
  public CatalogueProduct {
    Inputs.required("productId", productId);
    name = Inputs.text("name", name, MAX_TEXT);
    slug = Inputs.optionalText("slug", slug, MAX_TEXT);
    int decimals = Inputs.decimals("currency", currency);
    unitPrice = Inputs.amount("unitPrice", unitPrice, decimals);
  }
}
