package dev.customerintelligence.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.woocommerce.TestShop.Layout;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many queries there are, and how the server carries them out. */
class QueriesTest {
  private static final int ORDERS = 3_000;

  @ParameterizedTest
  @EnumSource
  void aPageTakesTheSameQueriesHoweverManyOrdersItHas(Layout layout) {
    TestShop shop = shop(layout);
    WatchedDataSource watched = WatchedDataSource.watch();
    OrderHistory history =
        WooCommerce.on(watched.over(shop.dataSource()))
            .prefix(TestShop.PREFIX)
            .build()
            .orderHistory();
    int lookUp = 1;
    int addresses = 1;
    int newest = layout == Layout.HPOS ? 0 : 1;
    int ordersItemsSlugsRefunds = 4;

    EmailAddress last = history.customersAfter(null, 1).get(0).customer();
    assertThat(watched.statements)
        .hasSize(2 * lookUp + newest + addresses + ordersItemsSlugsRefunds);
    watched.statements.clear();
    assertThat(history.customersAfter(last, 80)).hasSize(80);
    assertThat(watched.statements).hasSize(2 * lookUp + addresses + ordersItemsSlugsRefunds);
    watched.statements.clear();
    assertThat(history.customersAfter(last, 400)).hasSize(400);
    assertThat(watched.statements)
        .as("on two connections")
        .hasSize(3 * lookUp + addresses + 2 * ordersItemsSlugsRefunds);
    watched.statements.clear();
    assertThat(history.ordersOf(last).orders()).hasSize(6);
    assertThat(watched.statements).hasSize(lookUp + addresses + ordersItemsSlugsRefunds);
    watched.statements.clear();
    assertThat(
            WooCommerce.on(watched.over(shop.dataSource()))
                .prefix(TestShop.PREFIX)
                .build()
                .catalogue()
                .find(List.of(ProductId.of(1), ProductId.of(2), new ProductId("x"))))
        .hasSize(2);
    assertThat(watched.statements).hasSize(1);
    assertThat(watched.open).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource
  void everyPageIsServedByIndexes(Layout layout) {
    TestShop shop = shop(layout);
    OrderTables tables = layout == Layout.HPOS ? OrderTables.HPOS : OrderTables.POSTS;

    for (String query :
        List.of(
            tables.orders(),
            tables.refunds(),
            ItemRows.SQL,
            ItemRows.SLUGS,
            ProductCatalogue.SQL)) {
      assertThat(explain(shop, query))
          .isNotEmpty()
          .allSatisfy(
              (table, access) ->
                  assertThat(access)
                      .as("%s of %s", table, query)
                      .matches("(eq_ref|ref|range|const|system).*"));
    }
    if (layout == Layout.HPOS) {
      assertThat(explain(shop, tables.ids()))
          .containsExactly(Map.entry("o", "range billing_email"));
      assertThat(explain(shop, tables.changes())).containsEntry("c", "range date_updated");
    } else {
      // By the address' key, or from the orders by their own: servers differ.
      assertThat(explain(shop, tables.ids()).get("m")).matches("ref meta_key|ref.*post_id.*");
    }
  }

  @Test
  void theDirectoryReadsTheRowsInTheirOwnOrder() {
    TestShop shop = shop(Layout.HPOS);

    for (String query : List.of(OrderTables.HPOS.directory(), OrderTables.HPOS.count())) {
      assertThat(explain(shop, query)).as(query).containsExactly(Map.entry("o", "ALL null"));
    }
  }

  private static TestShop shop(Layout layout) {
    TestShop shop = TestShop.open(layout);
    List<ShopOrder> orders = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      ShopOrder order =
          new ShopOrder(100 + i * 2L, "p" + i % (ORDERS / 6) + "@example.com")
              .item(1 + i % 5, "Tea", "1", "4")
              .item(1 + i % 7, "Pot", "1", "6");
      if (i % 10 == 0) {
        order.refund(101 + i * 2L, "1.00", 0, 1);
      }
      order.updated = "2024-01-01 00:%02d:%02d".formatted(i / 60, i % 60);
      orders.add(order);
    }
    shop.save(orders);
    for (int id = 1; id <= 7; id++) {
      shop.product(id, "product", "Tea", "tea", 0, "_price", "5");
    }
    for (String table :
        List.of(
            "posts",
            "postmeta",
            "wc_orders",
            "wc_orders_meta",
            "woocommerce_order_items",
            "woocommerce_order_itemmeta")) {
      query(shop, "ANALYZE TABLE " + TestShop.PREFIX + table);
    }
    return shop;
  }

  /** Access and key of each table of the shop, by alias. */
  private static Map<String, String> explain(TestShop shop, String sql) {
    String ids =
        IntStream.range(0, 50)
            .mapToObj(i -> Integer.toString(100 + i * 2))
            .collect(Collectors.joining(",", "'[", "]'"));
    String bound =
        sql.replace("{p}", TestShop.PREFIX)
            .replace(":ids", ids)
            .replace("<spellings>", "'p1@example.com', ' p1@example.com', 'p2@example.com'")
            .replace(":since", "'2024-01-01 00:40:00'")
            .replace(":until", "'2024-01-01 00:41:00'")
            .replace(":id", "7")
            .replace(":after", "'a'")
            .replace(":limit", "100");
    Map<String, String> access = new HashMap<>();
    for (Map<String, String> row : query(shop, "EXPLAIN FORMAT=TRADITIONAL " + bound)) {
      String table = row.get("table");
      if (table != null && !table.startsWith("<") && !table.equals("ids")) {
        access.merge(
            table, row.get("type") + " " + row.get("key"), (first, other) -> first + ", " + other);
      }
    }
    access.remove("items");
    return access;
  }

  private static List<Map<String, String>> query(TestShop shop, String sql) {
    try (Connection connection = shop.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Map<String, String>> all = new ArrayList<>();
      while (rows.next()) {
        Map<String, String> row = new HashMap<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.put(rows.getMetaData().getColumnLabel(i), rows.getString(i));
        }
        all.add(row);
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
