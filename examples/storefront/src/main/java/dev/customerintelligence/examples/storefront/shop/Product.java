package dev.customerintelligence.examples.storefront.shop;

import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;

/**
 * Something that the shop sells.
 *
 * @param id what carts and orders call it
 * @param slug its place in an address
 * @param name what people call it
 * @param kind what it is, in a word or two
 * @param description what one should know before buying
 * @param price in euros
 * @param colour of its picture, {@code #rrggbb}
 */
public record Product(
    ProductId id,
    String slug,
    String name,
    String kind,
    String description,
    BigDecimal price,
    String colour) {}
