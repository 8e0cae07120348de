package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.examples.quickstart.ReferenceOrder.Line;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The orders of each customer, read by the documented rules without the library. */
final class ReferenceShop {
  private final SortedMap<String, Map<String, ReferenceOrder>> customers = new TreeMap<>();

  static ReferenceShop ofShopColumns(InputStream csv) throws IOException {
    ReferenceShop shop = new ReferenceShop();
    ReferenceCsv.forEachRow(csv, shop::addShopRow);
    return shop;
  }

  static ReferenceShop ofOnlineRetail(InputStream csv) throws IOException {
    ReferenceShop shop = new ReferenceShop();
    ReferenceCsv.forEachRow(csv, shop::addOnlineRetailRow);
    return shop;
  }

  /** Every profile as JSON, in the sequence of the email addresses. */
  List<String> profiles(Instant now) {
    List<String> profiles = new ArrayList<>();
    customers.forEach(
        (email, orders) -> profiles.add(new ReferenceProfile(email, orders.values(), now).json()));
    return profiles;
  }

  Instant newestOrder() {
    return Instant.ofEpochSecond(
        customers.values().stream()
            .map(Map::values)
            .flatMap(Collection::stream)
            .mapToLong(order -> order.placedAt)
            .max()
            .orElseThrow());
  }

  private void addShopRow(Map<String, String> row) {
    ReferenceOrder order =
        order(
            row.get("customer_email"),
            new ReferenceOrder(
                row.get("order_id"),
                row.get("order_number"),
                blankToNull(row.get("customer_id")),
                row.get("status"),
                Instant.parse(row.get("ordered_at"))));
    order.lines.add(
        new Line(
            row.get("product_id"),
            row.get("product_name"),
            blankToNull(row.get("product_slug")),
            Long.parseLong(row.get("quantity")),
            ReferenceOrder.price(row.get("unit_price"))));
  }

  private void addOnlineRetailRow(Map<String, String> row) {
    String customer = row.get("CustomerID");
    long quantity = Long.parseLong(row.get("Quantity"));
    long price = ReferenceOrder.price(row.get("UnitPrice"));
    if (row.get("InvoiceNo").startsWith("C") || customer.isEmpty() || quantity <= 0 || price <= 0) {
      return;
    }
    String number = customer.substring(0, customer.indexOf('.'));
    Instant at = Instant.parse(row.get("InvoiceDate").replace(' ', 'T') + "Z");
    String invoice = row.get("InvoiceNo");
    ReferenceOrder order =
        order(
            "customer-" + number + "@example.com",
            new ReferenceOrder(invoice, invoice, number, "completed", at));
    order.placedAt = Math.min(order.placedAt, at.getEpochSecond());
    String description = row.get("Description").strip();
    String code = row.get("StockCode");
    order.lines.add(
        new Line(code, description.isEmpty() ? code : description, null, quantity, price));
  }

  private ReferenceOrder order(String email, ReferenceOrder candidate) {
    return customers
        .computeIfAbsent(email, key -> new HashMap<>())
        .computeIfAbsent(candidate.id, key -> candidate);
  }

  private static @Nullable String blankToNull(String text) {
    return text.isBlank() ? null : text;
  }
}
