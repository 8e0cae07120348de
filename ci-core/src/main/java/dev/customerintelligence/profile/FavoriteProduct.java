package dev.customerintelligence.profile;

import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Json;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product that a customer bought much or often in the newest orders. Immutable.
 *
 * @param productId the shop's id
 * @param name the product's name in the newest of those orders
 * @param slug the product's address part in the shop, or null
 * @param score quantity and appearances, weighted by the policy
 * @param totalQuantity items in those orders
 * @param appearances in how many of those orders it is
 * @param orderNumbers the numbers of those orders, newest first, without repeats
 * @param orderDetails the same orders, newest first, one entry each
 * @param otherFields what another writer put beside these, under other names; kept as it is
 */
public record FavoriteProduct(
    ProductId productId,
    String name,
    @Nullable String slug,
    BigDecimal score,
    int totalQuantity,
    int appearances,
    List<String> orderNumbers,
    List<OrderDetail> orderDetails,
    JsonObject otherFields) {
  private static final List<String> OWN_FIELDS =
      List.of(
          "product_id",
          "name",
          "slug",
          "score",
          "total_quantity",
          "appearances",
          "order_numbers",
          "order_details");

  private static final int MAX_TEXT = 255;

  /**
   * One order in which the product is.
   *
   * @param orderId the shop's id of the order
   * @param orderNumber the number that the customer sees
   * @param quantity items of the product in it, at least 1
   * @param orderedAt when it was placed, cut to whole seconds, as the column is
   */
  public record OrderDetail(String orderId, String orderNumber, int quantity, Instant orderedAt) {
    /** Checks that nothing is missing and the quantity is at least 1. */
    public OrderDetail {
      orderId = Inputs.text("order_id", orderId, MAX_TEXT);
      orderNumber = Inputs.text("order_number", orderNumber, MAX_TEXT);
      Inputs.between("quantity", quantity, 1, Integer.MAX_VALUE);
      orderedAt = Instant.ofEpochSecond(Inputs.moment("date", orderedAt).getEpochSecond());
    }
  }

  /**
   * Checks the favourite.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the component that is
   *     missing or negative, or {@code otherFields} when they have the name of another component's
   *     field
   */
  public FavoriteProduct {
    Inputs.required("product_id", productId);
    name = Inputs.text("name", name, MAX_TEXT);
    slug = Inputs.optionalText("slug", slug, MAX_TEXT);
    score = Inputs.amount("score", score);
    Inputs.between("total_quantity", totalQuantity, 0, Integer.MAX_VALUE);
    Inputs.between("appearances", appearances, 0, Integer.MAX_VALUE);
    orderNumbers = Inputs.list("order_numbers", orderNumbers);
    orderDetails = Inputs.list("order_details", orderDetails);
    if (!Inputs.required("otherFields", otherFields).isEmpty()) {
      Json.requireNone("otherFields", otherFields.json(), OWN_FIELDS);
    }
  }

  /** Returns this favourite with another writer's fields, if it has none of its own. */
  FavoriteProduct withOtherFields(JsonObject others) {
    return otherFields.isEmpty()
        ? new FavoriteProduct(
            productId,
            name,
            slug,
            score,
            totalQuantity,
            appearances,
            orderNumbers,
            orderDetails,
            others)
        : this;
  }
}
