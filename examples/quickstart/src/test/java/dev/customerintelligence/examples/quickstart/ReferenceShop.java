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
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The orders of each customer, read by the documented rules without the library. */
final class ReferenceShop {
  /** By recency, then by frequency, each from 1. */
  private static final String[][] SEGMENTS = {
    {},
    {"", "hibernating", "hibernating", "at_risk", "at_risk", "cant_lose"},
    {"", "hibernating", "hibernating", "at_risk", "at_risk", "cant_lose"},
    {"", "about_to_sleep", "about_to_sleep", "need_attention", "loyal", "loyal"},
    {"", "promising", "potential_loyalist", "potential_loyalist", "loyal", "loyal"},
    {"", "new", "potential_loyalist", "potential_loyalist", "champions", "champions"},
  };

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

  /** Every profile as JSON up to the forecast, in the sequence of the email addresses. */
  List<String> profiles(Instant now) {
    List<ReferenceProfile> profiles = new ArrayList<>();
    customers.forEach(
        (email, orders) -> profiles.add(new ReferenceProfile(email, orders.values(), now)));
    List<long[]> measures =
        profiles.stream().map(ReferenceProfile::rfm).filter(Objects::nonNull).toList();
    return profiles.stream()
        .map(
            profile -> {
              String json = profile.json();
              return json.substring(0, json.length() - 1) + rfm(profile.rfm(), measures);
            })
        .toList();
  }

  private static String rfm(long @Nullable [] own, List<long[]> all) {
    if (own == null) {
      return ",\"rfm_recency_days\":null,\"rfm_frequency\":null,\"rfm_monetary\":null"
          + ",\"rfm_score\":null,\"rfm_segment\":null";
    }
    int recency = 6 - grade(own[0], 1, all, 0);
    int frequency = grade(own[1], 1, all, 1);
    return ",\"rfm_recency_days\":%d,\"rfm_frequency\":%d,\"rfm_monetary\":%d.%02d"
            .formatted(own[0], own[1], own[2] / 100, own[2] % 100)
        + ",\"rfm_score\":\"%d%d%d\",\"rfm_segment\":\"%s\""
            .formatted(
                recency, frequency, grade(own[2], 100, all, 2), SEGMENTS[recency][frequency]);
  }

  /** One more than the fifths that a value reaches: cuts in five equal parts, and a unit above. */
  private static int grade(long value, int unit, List<long[]> all, int component) {
    long[] sorted = all.stream().mapToLong(measure -> measure[component]).sorted().toArray();
    int grade = 1;
    for (int fifth = 1; fifth < 5; fifth++) {
      long place = (long) fifth * (sorted.length - 1);
      int below = (int) (place / 5);
      long next = sorted[Math.min(below + 1, sorted.length - 1)];
      if (5 * (value - unit) >= 5 * sorted[below] + place % 5 * (next - sorted[below])) {
        grade++;
      }
    }
    return grade;
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
