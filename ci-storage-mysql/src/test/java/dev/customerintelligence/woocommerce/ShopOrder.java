package dev.customerintelligence.woocommerce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An order of the invented shop, before it is stored; dates are UTC. */
public final class ShopOrder {
  /** A line with its meta. */
  record Item(long id, String name, String type, Map<String, String> meta) {}

  /** A refund with its lines. */
  record Refund(long id, String total, String updated, List<Item> items) {}

  final long id;
  String status = "wc-completed";
  String currency = "EUR";
  String total = "10.00";
  Long customerId = 0L;
  String email;
  public String firstName = "";
  public String lastName = "";
  String created = "2024-03-01 10:00:00";
  String createdLocal = "2024-03-01 11:00:00";
  String paid;
  String completed;
  String updated = "2024-03-01 10:00:00";
  String type = "shop_order";
  final Map<String, String> meta = new LinkedHashMap<>();
  final List<Item> items = new ArrayList<>();
  final List<Refund> refunds = new ArrayList<>();

  /** Makes an order of 10 euros without lines. */
  public ShopOrder(long id, String email) {
    this.id = id;
    this.email = email;
  }

  /** Adds a line of one product; its id is the order's by 100, and its place. */
  public ShopOrder item(long product, String name, String quantity, String total, String... meta) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("_product_id", Long.toString(product));
    all.put("_variation_id", "0");
    all.put("_qty", quantity);
    all.put("_line_subtotal", total);
    all.put("_line_total", total);
    all.put("_line_tax", "0");
    for (int i = 0; i < meta.length; i += 2) {
      all.put(meta[i], meta[i + 1]);
    }
    items.add(new Item(itemId(items.size()), name, "line_item", all));
    return this;
  }

  long itemId(int index) {
    return id * 100 + index;
  }

  /** Adds a refund; each line is the index of the line it refunds, and how many of it. */
  ShopOrder refund(long refundId, String amount, int... indexAndQuantity) {
    List<Item> lines = new ArrayList<>();
    for (int i = 0; i < indexAndQuantity.length; i += 2) {
      Item refunded = items.get(indexAndQuantity[i]);
      lines.add(
          new Item(
              refundId * 100 + i,
              refunded.name(),
              "line_item",
              Map.of(
                  "_product_id",
                  refunded.meta().get("_product_id"),
                  "_qty",
                  "-" + indexAndQuantity[i + 1],
                  "_line_total",
                  "-1",
                  "_refunded_item_id",
                  Long.toString(refunded.id()))));
    }
    refunds.add(new Refund(refundId, "-" + amount, updated, lines));
    return this;
  }
}
