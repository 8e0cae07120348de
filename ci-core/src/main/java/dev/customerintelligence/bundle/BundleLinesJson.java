package dev.customerintelligence.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Json;
import dev.customerintelligence.internal.JsonFields;
import dev.customerintelligence.order.ProductId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a bundle as the column {@code bundle_products} holds them. */
public final class BundleLinesJson {
  private BundleLinesJson() {}

  /** Returns the JSON array to store. */
  public static String write(List<BundleLine> lines) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (BundleLine line : Inputs.required("lines", lines)) {
      ObjectNode node = Json.object(line.otherFields().json());
      array.add(node);
      node.set("product_id", Json.idNode(line.productId().value()));
      node.put("name", line.name());
      node.put("slug", line.slug());
      node.put("quantity", line.quantity());
      node.put("unit_price", line.unitPrice());
      node.put("subtotal", line.subtotal());
    }
    return Json.write(array);
  }

  /**
   * Reads a stored JSON array; null and blank text is none. Fields that are not known are kept as
   * {@link BundleLine#otherFields}.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the field that is missing
   *     or wrong, such as {@code bundle_products[0].quantity}
   */
  public static List<BundleLine> read(@Nullable String json) {
    return JsonFields.array("bundle_products", json, BundleLinesJson::line);
  }

  private static BundleLine line(JsonFields fields) {
    return new BundleLine(
        new ProductId(Inputs.required("product_id", fields.text("product_id"))),
        Inputs.required("name", fields.text("name")),
        fields.text("slug"),
        fields.whole("quantity"),
        fields.decimal("unit_price"),
        fields.decimal("subtotal"),
        JsonObject.parse(fields.rest()));
  }
}
