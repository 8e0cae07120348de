package dev.customerintelligence.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Json;
import dev.customerintelligence.internal.JsonFields;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.FavoriteProduct.OrderDetail;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Favourite products as the column {@code favorite_products} holds them. */
public final class FavoritesJson {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private FavoritesJson() {}

  /**
   * Returns the JSON array to store.
   *
   * @param zone in which the store keeps the dates of orders
   */
  public static String write(List<FavoriteProduct> favorites, ZoneId zone) {
    DateTimeFormatter format = DATE.withZone(Inputs.required("zone", zone));
    return Json.write(toJson(Inputs.required("favorites", favorites), format::format));
  }

  /**
   * Reads a stored JSON array; null and blank text is none. Fields that are not known are kept as
   * {@link FavoriteProduct#otherFields}.
   *
   * @param zone in which the store keeps the dates of orders; ISO-8601 moments are understood too
   * @throws InvalidInputException naming the field that is missing or wrong, such as {@code
   *     favorite_products[0].name}
   */
  public static List<FavoriteProduct> read(@Nullable String json, ZoneId zone) {
    Inputs.required("zone", zone);
    return JsonFields.array("favorite_products", json, fields -> favorite(fields, zone));
  }

  static ArrayNode toJson(List<FavoriteProduct> favorites, Function<Instant, String> date) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (FavoriteProduct favorite : favorites) {
      ObjectNode node = Json.object(favorite.otherFields().json());
      array.add(node);
      node.set("product_id", Json.idNode(favorite.productId().value()));
      node.put("name", favorite.name());
      node.put("slug", favorite.slug());
      node.put("score", favorite.score());
      node.put("total_quantity", favorite.totalQuantity());
      node.put("appearances", favorite.appearances());
      ArrayNode numbers = node.putArray("order_numbers");
      favorite.orderNumbers().forEach(numbers::add);
      ArrayNode details = node.putArray("order_details");
      for (OrderDetail order : favorite.orderDetails()) {
        ObjectNode detail = details.addObject();
        detail.set("order_id", Json.idNode(order.orderId()));
        detail.put("order_number", order.orderNumber());
        detail.put("quantity", order.quantity());
        detail.put("date", date.apply(order.orderedAt()));
      }
    }
    return array;
  }

  private static FavoriteProduct favorite(JsonFields fields, ZoneId zone) {
    return new FavoriteProduct(
        new ProductId(Inputs.required("product_id", fields.text("product_id"))),
        Inputs.required("name", fields.text("name")),
        fields.text("slug"),
        fields.decimal("score"),
        fields.whole("total_quantity"),
        fields.whole("appearances"),
        fields.texts("order_numbers"),
        fields.objects("order_details", detail -> detail(detail, zone)),
        JsonObject.parse(fields.rest()));
  }

  private static OrderDetail detail(JsonFields fields, ZoneId zone) {
    return new OrderDetail(
        Inputs.required("order_id", fields.text("order_id")),
        Inputs.required("order_number", fields.text("order_number")),
        fields.whole("quantity"),
        moment(Inputs.required("date", fields.text("date")), zone));
  }

  private static Instant moment(String text, ZoneId zone) {
    try {
      return text.indexOf('T') > 0
          ? DateTimeFormatter.ISO_DATE_TIME.withZone(zone).parse(text, Instant::from)
          : LocalDateTime.parse(text, DATE).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidInputException("date", "must look like 2024-08-15 10:20:30");
    }
  }
}
