package dev.customerintelligence.benchmarks.server;

import dev.customerintelligence.benchmarks.data.Orders;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tables of a WooCommerce shop with high-performance order storage, beside the library's. */
final class WooCommerceShop {
  private static final int ROWS = 1000;
  private static final List<String> TABLES =
      List.of(
          "wc_orders (id, status, currency, type, total_amount, customer_id, billing_email,"
              + " date_created_gmt, date_updated_gmt, parent_order_id)",
          "wc_order_addresses (order_id, address_type, first_name, last_name, email)",
          "wc_order_operational_data (order_id, date_paid_gmt, date_completed_gmt)",
          "woocommerce_order_items (order_item_id, order_item_name, order_item_type, order_id)",
          "woocommerce_order_itemmeta (order_item_id, meta_key, meta_value)");

  private final Shop shop;
  private final String prefix;
  private final Map<String, List<Object>> waiting = new LinkedHashMap<>();
  private final Map<String, Integer> widths = new LinkedHashMap<>();

  WooCommerceShop(Shop shop, String prefix) {
    this.shop = shop;
    this.prefix = prefix;
    for (String table : TABLES) {
      waiting.put(table, new ArrayList<>());
      widths.put(table, table.split(",", -1).length);
    }
  }

  /** Makes the tables with so many orders. */
  void make(int orders) {
    for (String statement : ddl().split(";", -1)) {
      shop.run(
          statement.replace("{p}", prefix)
              + " DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci");
    }
    shop.run(
        "INSERT INTO "
            + prefix
            + "options (option_name, option_value) VALUES"
            + " ('woocommerce_custom_orders_table_enabled', 'yes'), ('woocommerce_currency', 'EUR')");
    try (Connection connection = shop.pool().getConnection()) {
      connection.setAutoCommit(false);
      long id = 0;
      for (List<Order> customer : Orders.byCustomer(orders)) {
        for (Order order : customer) {
          add(connection, ++id, order);
        }
      }
      for (String table : TABLES) {
        flush(connection, table);
      }
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    for (String table : TABLES) {
      shop.run("ANALYZE TABLE " + prefix + table.substring(0, table.indexOf(' ')));
    }
  }

  private void add(Connection connection, long id, Order order) throws SQLException {
    Object at = LocalDateTime.ofInstant(order.orderedAt(), ZoneOffset.UTC);
    String email = order.customer().value();
    add(
        connection,
        0,
        id,
        "wc-completed",
        "EUR",
        "shop_order",
        order.total(),
        Objects.requireNonNull(order.customerId()),
        email,
        at,
        at,
        0);
    add(connection, 1, id, "billing", "Ada", "Example", email);
    add(connection, 2, id, at, at);
    for (int line = 0; line < order.lines().size(); line++) {
      long item = id * Orders.LINES + line;
      OrderLine bought = order.lines().get(line);
      add(connection, 3, item, bought.name(), "line_item", id);
      add(connection, 4, item, "_product_id", bought.productId().value());
      add(connection, 4, item, "_variation_id", "0");
      add(connection, 4, item, "_qty", Integer.toString(bought.quantity()));
      add(connection, 4, item, "_line_subtotal", bought.amount().toPlainString());
      add(connection, 4, item, "_line_total", bought.amount().toPlainString());
      add(connection, 4, item, "_line_tax", "0");
    }
  }

  private void add(Connection connection, int table, Object... row) throws SQLException {
    String name = TABLES.get(table);
    List<Object> values = Objects.requireNonNull(waiting.get(name));
    values.addAll(List.of(row));
    if (values.size() >= ROWS * row.length) {
      flush(connection, name);
    }
  }

  private void flush(Connection connection, String table) throws SQLException {
    List<Object> values = Objects.requireNonNull(waiting.get(table));
    int width = Objects.requireNonNull(widths.get(table));
    if (values.isEmpty()) {
      return;
    }
    String row = "(" + String.join(", ", Collections.nCopies(width, "?")) + ")";
    String insert =
        "INSERT INTO "
            + prefix
            + table
            + " VALUES "
            + String.join(", ", Collections.nCopies(values.size() / width, row));
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      statement.executeUpdate();
    }
    values.clear();
  }

  private static String ddl() {
    try (InputStream in = WooCommerceShop.class.getResourceAsStream("woocommerce.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
