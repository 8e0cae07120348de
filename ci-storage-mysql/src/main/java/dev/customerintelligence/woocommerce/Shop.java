package dev.customerintelligence.woocommerce;

import dev.customerintelligence.error.StorageFailedException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the shop's options say at the moment.
 *
 * @param tables where its orders are
 * @param zone the zone of its local dates
 * @param now the server's clock
 */
record Shop(OrderTables tables, ZoneId zone, Instant now) {
  private static final String COLLATION = "(collation)";
  private static final String NOW = "(now)";
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

  /** The parts of a UNION must agree in their collation, whatever the options' is. */
  private static final String SQL =
      """
      SELECT CONVERT('(now)' USING utf8mb4) COLLATE utf8mb4_bin AS name,
        CONVERT(DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%dT%H:%i:%s') USING utf8mb4)
          COLLATE utf8mb4_bin AS value
      UNION ALL
      SELECT CONVERT('(collation)' USING utf8mb4) COLLATE utf8mb4_bin,
        CONVERT(collation_name USING utf8mb4) COLLATE utf8mb4_bin FROM information_schema.columns
      WHERE table_schema = DATABASE() AND table_name = '{p}wc_orders'
        AND column_name = 'billing_email'
      UNION ALL
      SELECT CONVERT(option_name USING utf8mb4) COLLATE utf8mb4_bin,
        CONVERT(option_value USING utf8mb4) COLLATE utf8mb4_bin FROM {p}options
      WHERE option_name IN
        ('woocommerce_custom_orders_table_enabled', 'timezone_string', 'gmt_offset')
      """;

  static Shop read(Handle handle, ShopDatabase database, @Nullable ZoneId zone) {
    Map<String, String> options = new HashMap<>();
    handle
        .createQuery(database.sql(SQL))
        .map((row, context) -> Map.entry(row.getString(1), String.valueOf(row.getString(2))))
        .forEach(option -> options.put(option.getKey(), option.getValue()));
    return new Shop(
        tables(options, database),
        zone == null ? zone(options) : zone,
        Instant.parse(options.get(NOW) + "Z"));
  }

  private static OrderTables tables(Map<String, String> options, ShopDatabase database) {
    if (!"yes".equals(options.get("woocommerce_custom_orders_table_enabled"))) {
      return OrderTables.POSTS;
    }
    String collation = options.get(COLLATION);
    if (collation == null) {
      throw new StorageFailedException(
          "The shop's options say that its orders are in "
              + database.sql("{p}wc_orders")
              + ", but that table is not there",
          null);
    }
    return collation.endsWith("_ci") ? OrderTables.HPOS : OrderTables.HPOS_BINARY;
  }

  /** As WordPress does: a named zone comes before an offset. */
  private static ZoneId zone(Map<String, String> options) {
    try {
      String name = options.getOrDefault("timezone_string", "");
      if (!name.isBlank()) {
        return ZoneId.of(name);
      }
      String hours = options.getOrDefault("gmt_offset", "");
      return hours.isBlank()
          ? ZoneOffset.UTC
          : ZoneOffset.ofTotalSeconds(
              new BigDecimal(hours).multiply(SECONDS_PER_HOUR).intValueExact());
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new StorageFailedException(
          "The shop's time zone cannot be read from its options timezone_string and gmt_offset;"
              + " set it where the shop is built",
          null);
    }
  }
}
