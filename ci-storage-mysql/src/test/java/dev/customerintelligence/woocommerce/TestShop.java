package dev.customerintelligence.woocommerce;

import dev.customerintelligence.mysql.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A shop that stores what it is given as WooCommerce does, in one of its two layouts.
 *
 * <p>The tables are WooCommerce's and WordPress' own, keys included; columns that nothing here
 * reads are left out.
 */
public final class TestShop {
  /** Where orders are. */
  public enum Layout {
    HPOS,
    POSTS
  }

  /** What the names of its tables begin with. */
  public static final String PREFIX = "shop_";

  private static final String TABLES =
      """
      CREATE TABLE {p}options (
        option_id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
        option_name varchar(191) NOT NULL DEFAULT '', option_value longtext NOT NULL,
        autoload varchar(20) NOT NULL DEFAULT 'yes', UNIQUE KEY option_name (option_name));
      CREATE TABLE {p}posts (
        ID bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
        post_date datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
        post_date_gmt datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
        post_title text NOT NULL, post_status varchar(20) NOT NULL DEFAULT 'publish',
        post_password varchar(255) NOT NULL DEFAULT '', post_name varchar(200) NOT NULL DEFAULT '',
        post_modified_gmt datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
        post_parent bigint unsigned NOT NULL DEFAULT 0,
        post_type varchar(20) NOT NULL DEFAULT 'post',
        KEY post_name (post_name(191)), KEY type_status_date (post_type,post_status,post_date,ID),
        KEY post_parent (post_parent));
      CREATE TABLE {p}postmeta (
        meta_id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
        post_id bigint unsigned NOT NULL DEFAULT 0, meta_key varchar(255), meta_value longtext,
        KEY post_id (post_id), KEY meta_key (meta_key(191)));
      CREATE TABLE {p}wc_orders (
        id bigint unsigned NOT NULL PRIMARY KEY, status varchar(20), currency varchar(10),
        type varchar(20), tax_amount decimal(26,8), total_amount decimal(26,8),
        customer_id bigint unsigned, billing_email varchar(320), date_created_gmt datetime,
        date_updated_gmt datetime, parent_order_id bigint unsigned,
        KEY status (status), KEY date_created (date_created_gmt),
        KEY customer_id_billing_email (customer_id, billing_email(171)),
        KEY billing_email (billing_email(191)),
        KEY type_status_date (type, status, date_created_gmt),
        KEY parent_order_id (parent_order_id), KEY date_updated (date_updated_gmt));
      CREATE TABLE {p}wc_order_addresses (
        id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, order_id bigint unsigned NOT NULL,
        address_type varchar(20), first_name text, last_name text, email varchar(320),
        KEY order_id (order_id), UNIQUE KEY address_type_order_id (address_type, order_id),
        KEY email (email(191)));
      CREATE TABLE {p}wc_order_operational_data (
        id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, order_id bigint unsigned,
        date_paid_gmt datetime, date_completed_gmt datetime, UNIQUE KEY order_id (order_id));
      CREATE TABLE {p}wc_orders_meta (
        id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, order_id bigint unsigned,
        meta_key varchar(255), meta_value text,
        KEY meta_key_value (meta_key(100), meta_value(82)),
        KEY order_id_meta_key_meta_value (order_id, meta_key(100), meta_value(82)));
      CREATE TABLE {p}woocommerce_order_items (
        order_item_id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
        order_item_name text NOT NULL, order_item_type varchar(200) NOT NULL DEFAULT '',
        order_id bigint unsigned NOT NULL, KEY order_id (order_id));
      CREATE TABLE {p}woocommerce_order_itemmeta (
        meta_id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
        order_item_id bigint unsigned NOT NULL, meta_key varchar(255), meta_value longtext,
        KEY order_item_id (order_item_id), KEY meta_key (meta_key(32)))
      """;

  private final DataSource dataSource;
  private final Layout layout;

  private TestShop(DataSource dataSource, Layout layout) {
    this.dataSource = dataSource;
    this.layout = layout;
  }

  /** Makes a database with the tables of an empty shop. */
  public static TestShop open(Layout layout) {
    return open(layout, TestServer.Driver.MARIADB);
  }

  static TestShop open(Layout layout, TestServer.Driver driver) {
    return open(layout, "utf8mb4_unicode_520_ci", driver);
  }

  static TestShop open(Layout layout, String collation) {
    return open(layout, collation, TestServer.Driver.MARIADB);
  }

  private static TestShop open(Layout layout, String collation, TestServer.Driver driver) {
    TestShop shop = new TestShop(TestServer.newDatabase(driver), layout);
    for (String table : TABLES.split(";", -1)) {
      shop.run(table + " COLLATE " + collation);
    }
    shop.option("woocommerce_custom_orders_table_enabled", layout == Layout.HPOS ? "yes" : "no");
    shop.option("woocommerce_currency", "EUR");
    return shop;
  }

  /** Returns a source of connections to its database. */
  public DataSource dataSource() {
    return dataSource;
  }

  WooCommerce.Builder reader() {
    return WooCommerce.on(dataSource).prefix(PREFIX);
  }

  void option(String name, String value) {
    run("REPLACE INTO {p}options (option_name, option_value) VALUES (?, ?)", name, value);
  }

  /** Stores an order; one whose id is there already is replaced. */
  public void save(ShopOrder... orders) {
    save(Arrays.asList(orders));
  }

  void save(List<ShopOrder> orders) {
    Batch batch = new Batch();
    for (ShopOrder order : orders) {
      if (layout == Layout.HPOS) {
        saveHpos(batch, order);
      } else {
        savePosts(batch, order);
      }
      order.items.forEach(item -> saveItem(batch, order.id, item));
      for (ShopOrder.Refund refund : order.refunds) {
        refund.items().forEach(item -> saveItem(batch, refund.id(), item));
      }
    }
    batch.run();
  }

  private static void saveHpos(Batch batch, ShopOrder order) {
    String insert =
        "INSERT INTO {p}wc_orders (id, status, currency, type, total_amount, customer_id,"
            + " billing_email, date_created_gmt, date_updated_gmt, parent_order_id)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    batch.add(
        insert,
        order.id,
        order.status,
        order.currency,
        order.type,
        order.total,
        order.customerId,
        order.email,
        order.created,
        order.updated,
        0);
    batch.add(
        "INSERT INTO {p}wc_order_addresses (order_id, address_type, first_name, last_name, email)"
            + " VALUES (?, 'billing', ?, ?, ?)",
        order.id,
        order.firstName,
        order.lastName,
        order.email);
    batch.add(
        "INSERT INTO {p}wc_order_addresses (order_id, address_type, first_name, last_name)"
            + " VALUES (?, 'shipping', 'Another', 'Person')",
        order.id);
    batch.add(
        "INSERT INTO {p}wc_order_operational_data (order_id, date_paid_gmt, date_completed_gmt)"
            + " VALUES (?, ?, ?)",
        order.id,
        order.paid,
        order.completed);
    order.meta.forEach(
        (key, value) ->
            batch.add(
                "INSERT INTO {p}wc_orders_meta (order_id, meta_key, meta_value) VALUES (?, ?, ?)",
                order.id,
                key,
                value));
    for (ShopOrder.Refund refund : order.refunds) {
      batch.add(
          insert,
          refund.id(),
          "wc-completed",
          order.currency,
          "shop_order_refund",
          refund.total(),
          null,
          null,
          order.created,
          refund.updated(),
          order.id);
    }
  }

  private static void savePosts(Batch batch, ShopOrder order) {
    String insert =
        "INSERT INTO {p}posts (ID, post_title, post_type, post_status, post_date, post_date_gmt,"
            + " post_modified_gmt, post_parent) VALUES (?, 'Order', ?, ?, ?, ?, ?, ?)";
    String zero = "0000-00-00 00:00:00";
    batch.add(
        insert,
        order.id,
        order.type,
        order.status,
        order.createdLocal == null ? zero : order.createdLocal,
        order.created == null ? zero : order.created,
        order.updated == null ? zero : order.updated,
        0);
    meta(batch, order.id, "_order_total", order.total);
    meta(batch, order.id, "_order_currency", order.currency);
    meta(batch, order.id, "_customer_user", order.customerId);
    meta(batch, order.id, "_billing_email", order.email);
    meta(batch, order.id, "_billing_first_name", order.firstName);
    meta(batch, order.id, "_billing_last_name", order.lastName);
    meta(batch, order.id, "_shipping_first_name", "Another");
    meta(batch, order.id, "_date_paid", seconds(order.paid));
    meta(batch, order.id, "_date_completed", seconds(order.completed));
    order.meta.forEach((key, value) -> meta(batch, order.id, key, value));
    for (ShopOrder.Refund refund : order.refunds) {
      batch.add(
          insert,
          refund.id(),
          "shop_order_refund",
          "wc-completed",
          order.createdLocal == null ? zero : order.createdLocal,
          order.created == null ? zero : order.created,
          refund.updated(),
          order.id);
      meta(batch, refund.id(), "_order_total", refund.total());
      meta(batch, refund.id(), "_refund_amount", refund.total().substring(1));
    }
  }

  private static void saveItem(Batch batch, long order, ShopOrder.Item item) {
    batch.add(
        "INSERT INTO {p}woocommerce_order_items"
            + " (order_item_id, order_item_name, order_item_type, order_id) VALUES (?, ?, ?, ?)",
        item.id(),
        item.name(),
        item.type(),
        order);
    item.meta()
        .forEach(
            (key, value) ->
                batch.add(
                    "INSERT INTO {p}woocommerce_order_itemmeta"
                        + " (order_item_id, meta_key, meta_value) VALUES (?, ?, ?)",
                    item.id(),
                    key,
                    value));
  }

  /** Stores a product, or a variation where a parent is given, with its meta. */
  void product(long id, String type, String title, String slug, long parent, String... meta) {
    run(
        "INSERT INTO {p}posts (ID, post_type, post_title, post_name, post_parent)"
            + " VALUES (?, ?, ?, ?, ?)",
        id,
        type,
        title,
        slug,
        parent);
    Batch batch = new Batch();
    for (int i = 0; i < meta.length; i += 2) {
      meta(batch, id, meta[i], meta[i + 1]);
    }
    batch.run();
  }

  private static void meta(Batch batch, long post, String key, Object value) {
    if (value != null) {
      batch.add(
          "INSERT INTO {p}postmeta (post_id, meta_key, meta_value) VALUES (?, ?, ?)",
          post,
          key,
          value);
    }
  }

  private static Object seconds(String utc) {
    return utc == null || utc.startsWith("0000")
        ? null
        : LocalDateTime.parse(utc.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
  }

  public void run(String sql, Object... values) {
    Batch batch = new Batch();
    batch.add(sql, values);
    batch.run();
  }

  /** Rows to write, by statement. */
  private final class Batch {
    private final Map<String, List<Object[]>> rows = new java.util.LinkedHashMap<>();

    void add(String sql, Object... values) {
      rows.computeIfAbsent(sql, text -> new ArrayList<>()).add(values);
    }

    void run() {
      try (Connection connection = dataSource.getConnection()) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET SESSION sql_mode = ''");
        }
        connection.setAutoCommit(false);
        for (Map.Entry<String, List<Object[]>> entry : rows.entrySet()) {
          try (PreparedStatement statement =
              connection.prepareStatement(entry.getKey().replace("{p}", PREFIX))) {
            for (Object[] values : entry.getValue()) {
              for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
              }
              statement.addBatch();
            }
            statement.executeBatch();
          }
        }
        connection.commit();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
