package dev.customerintelligence.profile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.customerintelligence.internal.Json;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Favourite products as the column {@code favorite_products} holds them. */
final class FavoritesJson {
  private FavoritesJson() {}

  static ArrayNode toJson(List<FavoriteProduct> favorites, Function<Instant, String> date) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (FavoriteProduct favorite : favorites) {
      ObjectNode node = array.addObject();
      node.set("product_id", Json.idNode(favorite.productId().value()));
      node.put("name", favorite.name());
      node.put("slug", favorite.slug());
      node.put("score", favorite.score());
      node.put("total_quantity", favorite.totalQuantity());
      node.put("appearances", favorite.appearances());
      ArrayNode numbers = node.putArray("order_numbers");
      favorite.orderNumbers().forEach(numbers::add);
      ArrayNode details = node.putArray("order_details");
      for (FavoriteProduct.OrderDetail order : favorite.orderDetails()) {
        ObjectNode detail = details.addObject();
        detail.set("order_id", Json.idNode(order.orderId()));
        detail.put("order_number", order.orderNumber());
        detail.put("quantity", order.quantity());
        detail.put("date", date.apply(order.orderedAt()));
      }
    }
    return array;
  }
}
