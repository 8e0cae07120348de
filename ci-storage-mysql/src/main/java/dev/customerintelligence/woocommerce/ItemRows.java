package dev.customerintelligence.woocommerce;

import com.google.common.base.CharMatcher;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The lines of many orders with their meta, as the join of both gives them row by row: the server
 * takes longer to make one row of each line than to send them all.
 */
final class ItemRows {
  static final String SQL =
      """
      SELECT STRAIGHT_JOIN i.order_id, i.order_item_id, i.order_item_name, m.meta_id, m.meta_key,
        CAST(m.meta_value AS CHAR(255)) AS meta_value
      FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) ids
      JOIN {p}woocommerce_order_items i
        ON i.order_id = ids.id AND i.order_item_type = 'line_item'
      LEFT JOIN {p}woocommerce_order_itemmeta m ON m.order_item_id = i.order_item_id
        AND m.meta_key IN
          ('_product_id', '_qty', '_line_total', '_bundle_cart_key', '_bundled_by')
      """;

  static final String SLUGS =
      """
      SELECT STRAIGHT_JOIN p.ID, p.post_name
      FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) ids
      JOIN {p}posts p ON p.ID = ids.id AND p.post_type = 'product'
      """;

  private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
  private static final int MAX_DIGITS = 19;

  /** What of a line's meta is read; as WordPress does, of several with one key the first counts. */
  private static final List<String> KEYS =
      List.of("_product_id", "_qty", "_line_total", "_bundle_cart_key", "_bundled_by");

  private static final class Item {
    private final long orderId;
    private final long id;
    private final @Nullable String name;
    private final long[] metaIds = new long[KEYS.size()];
    private final @Nullable String[] values = new @Nullable String[KEYS.size()];

    Item(long orderId, long id, @Nullable String name) {
      this.orderId = orderId;
      this.id = id;
      this.name = name;
    }

    void add(int place, long metaId, @Nullable String value) {
      if (metaIds[place] == 0 || metaId < metaIds[place]) {
        metaIds[place] = metaId;
        values[place] = value;
      }
    }

    @Nullable String value(String key) {
      return values[KEYS.indexOf(key)];
    }

    /** Empty for none, and for what is no number that a post may have. */
    Optional<String> productId() {
      return Optional.ofNullable(value("_product_id"))
          .map(String::strip)
          .filter(id -> id.length() < MAX_DIGITS && DIGITS.matchesAllOf(id))
          .filter(id -> !id.isEmpty() && id.charAt(0) != '0');
    }

    ItemRow toRow(Map<String, String> slugs) {
      return new ItemRow(
          orderId,
          id,
          name,
          value("_product_id"),
          value("_qty"),
          value("_line_total"),
          value("_bundle_cart_key"),
          value("_bundled_by"),
          productId().map(slugs::get).orElse(null));
    }
  }

  private final Map<Long, Item> items = new HashMap<>();

  private ItemRows() {}

  /** Returns the lines of orders, by order, in the sequence in which they were added to it. */
  static Map<Long, List<ItemRow>> read(Handle handle, OrderReader reader, String orderIds) {
    ItemRows rows =
        reader
            .query(handle, SQL)
            .bind("ids", orderIds)
            .reduceResultSet(new ItemRows(), (found, row, context) -> found.add(row));
    Map<String, String> slugs = rows.slugs(handle, reader);
    Map<Long, List<ItemRow>> byOrder = new HashMap<>();
    rows.items.values().stream()
        .sorted(Comparator.comparingLong(item -> item.id))
        .forEach(
            item ->
                byOrder
                    .computeIfAbsent(item.orderId, order -> new ArrayList<>())
                    .add(item.toRow(slugs)));
    return byOrder;
  }

  private ItemRows add(ResultSet row) throws SQLException {
    long id = row.getLong(2);
    Item item = items.get(id);
    if (item == null) {
      item = new Item(row.getLong(1), id, row.getString(3));
      items.put(id, item);
    }
    int place = KEYS.indexOf(String.valueOf(row.getString(5)));
    if (place >= 0) {
      item.add(place, row.getLong(4), row.getString(6));
    }
    return this;
  }

  private Map<String, String> slugs(Handle handle, OrderReader reader) {
    String ids =
        items.values().stream()
            .flatMap(item -> item.productId().stream())
            .distinct()
            .collect(Collectors.joining(",", "[", "]"));
    Map<String, String> slugs = new HashMap<>();
    reader
        .query(handle, SLUGS)
        .bind("ids", ids)
        .reduceResultSet(
            slugs,
            (found, row, context) -> {
              found.put(row.getString(1), row.getString(2));
              return found;
            });
    return slugs;
  }
}
