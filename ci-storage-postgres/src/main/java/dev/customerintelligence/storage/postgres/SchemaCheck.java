package dev.customerintelligence.storage.postgres;

import com.google.common.collect.ImmutableMap;
import dev.customerintelligence.error.StorageFailedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the database with what the library needs. */
final class SchemaCheck {
  /** Types that hold the same values; the first is the schema document's. */
  private static final Map<String, Set<String>> SAME =
      Map.of(
          "text", Set.of("character varying", "citext"),
          "integer", Set.of("bigint"),
          "bigint", Set.of("integer"));

  private static final ImmutableMap<String, ImmutableMap<String, String>> TABLES =
      ImmutableMap.<String, ImmutableMap<String, String>>builder()
          .put(
              "customer_intelligence",
              columns(
                  "id uuid, customer_id integer, customer_email text, first_name text, last_name text,"
                      + " ip_hash text, browser_fingerprint text, geo_country text, geo_city text,"
                      + " favorite_products jsonb, peak_spending_quantity integer,"
                      + " peak_spending_amount numeric, avg_order_value numeric, total_orders integer,"
                      + " last_order_date timestamp, days_since_last_order integer,"
                      + " purchase_cycle_days integer, next_prime_window_start timestamp,"
                      + " next_prime_window_end timestamp, profile_score numeric,"
                      + " last_recalculated timestamp, created_at timestamp, updated_at timestamp"))
          .put(
              "device_tracking",
              columns(
                  "id uuid, customer_email text, customer_id integer, ip_hash text,"
                      + " browser_fingerprint text, first_seen timestamp, last_seen timestamp,"
                      + " visit_count integer, user_agent text, geo_country text, geo_city text"))
          .put(
              "bundle_offers",
              columns(
                  "id uuid, customer_id integer, customer_email text, bundle_products jsonb,"
                      + " total_quantity integer, base_price numeric, discount_amount numeric,"
                      + " final_price numeric, bonus_points integer, trigger_reason text,"
                      + " cart_snapshot jsonb, status text, offered_at timestamp, viewed_at timestamp,"
                      + " responded_at timestamp, expires_at timestamp, conversion_value numeric,"
                      + " created_at timestamp, updated_at timestamp"))
          .put(
              "behavioral_events",
              columns(
                  "id uuid, session_id text, customer_id integer, customer_email text, ip_hash text,"
                      + " browser_fingerprint text, event_type text, event_data jsonb, page_url text,"
                      + " created_at timestamp"))
          .put("ci_tombstones", columns("hash text, erased_at timestamp"))
          .put(
              "ci_privacy_audit",
              columns(
                  "sequence bigint, id uuid, at timestamp, action text, profiles bigint,"
                      + " devices bigint, offers bigint, events bigint, forecasts bigint"))
          .put(
              "ci_forecasts", columns("id bigint, customer_email text, as_of date, forecast jsonb"))
          .put("ci_forecast_models", columns("id smallint, fitted_at timestamp, models jsonb"))
          .put(
              "ci_sync_checkpoints",
              columns(
                  "source text, table_name text, stream integer, changed_at timestamp,"
                      + " number bigint, revision bigint"))
          .put(
              "ci_sync_rows",
              columns(
                  "stream integer, number bigint, target_id uuid, version timestamp,"
                      + " checksum bigint, written bigint"))
          .put("ci_pending_erasures", columns("id uuid, person text, erased_at timestamp"))
          .buildOrThrow();

  private static final List<String> INDEXES =
      List.of(
          "ci_customer_email",
          "ci_customer_score",
          "ci_customer_window",
          "ci_device_fingerprint",
          "ci_device_ip",
          "ci_device_email",
          "ci_offer_email",
          "ci_offer_offered",
          "ci_offer_due",
          "ci_event_email",
          "ci_event_time",
          "ci_event_anonymous_customer");

  private static final String COLUMNS =
      """
      SELECT c.relname AS table_name, a.attname AS column_name,
             replace(format_type(a.atttypid, NULL), ' without time zone', '') AS type
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = to_regnamespace('{schema}') AND c.relkind IN ('r', 'p')
        AND a.attnum > 0 AND NOT a.attisdropped
      """;

  private static final String VALID_INDEXES =
      """
      SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indisvalid AND c.relnamespace = to_regnamespace('{schema}')
      """;

  /** Without these, two writers could make one thing twice. */
  private static final ImmutableMap<String, String> UNIQUE =
      ImmutableMap.of(
          "customer_intelligence", "customer_email",
          "device_tracking", "id",
          "bundle_offers", "id",
          "ci_tombstones", "hash",
          "ci_forecasts", "customer_email",
          "ci_forecast_models", "id",
          "ci_sync_rows", "target_id");

  private static final String UNIQUE_KEYS =
      """
      SELECT t.relname || '.' || a.attname FROM pg_index i
      JOIN pg_class t ON t.oid = i.indrelid
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
      WHERE i.indisunique AND i.indisvalid AND i.indnkeyatts = 1 AND i.indpred IS NULL
        AND t.relnamespace = to_regnamespace('{schema}')
      """;

  private final Database database;

  SchemaCheck(Database database) {
    this.database = database;
  }

  /** Refuses a database in which something is missing, and names it. */
  static void require(Database database) {
    List<String> problems = new SchemaCheck(database).problems();
    if (!problems.isEmpty()) {
      throw new StorageFailedException(
          "Schema "
              + database.schema()
              + " is not as the library needs it: "
              + String.join("; ", problems)
              + ". Migration.MIGRATE makes tables and indexes that are missing;"
              + " migrationScript() shows how",
          null);
    }
  }

  /** Returns what is missing or wrong, empty when all is well. */
  List<String> problems() {
    Map<String, Map<String, String>> found = new HashMap<>();
    List<String> indexes =
        database.inTransaction(
            handle -> {
              handle
                  .createQuery(database.sql(COLUMNS))
                  .map(
                      (row, context) ->
                          found
                              .computeIfAbsent(row.getString("table_name"), t -> new HashMap<>())
                              .put(row.getString("column_name"), row.getString("type")))
                  .forEach(column -> {});
              return handle.createQuery(database.sql(VALID_INDEXES)).mapTo(String.class).list();
            });
    List<String> problems = new ArrayList<>();
    TABLES.forEach(
        (table, columns) -> {
          Map<String, String> present = found.get(table);
          if (present == null) {
            problems.add("table " + table + " is missing");
          } else {
            columns.forEach((column, type) -> check(table, column, type, present, problems));
          }
        });
    List<String> unique =
        database.once(
            handle -> handle.createQuery(database.sql(UNIQUE_KEYS)).mapTo(String.class).list());
    UNIQUE.forEach(
        (table, column) -> {
          if (found.containsKey(table) && !unique.contains(table + "." + column)) {
            problems.add("column " + table + "." + column + " must have a unique key");
          }
        });
    for (String index : INDEXES) {
      if (!indexes.contains(index)) {
        problems.add("index " + index + " is missing or was not built to its end");
      }
    }
    return problems;
  }

  private static void check(
      String table,
      String column,
      String type,
      Map<String, String> present,
      List<String> problems) {
    String is = present.get(column);
    if (is == null) {
      problems.add("column " + table + "." + column + " is missing");
    } else if (!is.equals(type) && !SAME.getOrDefault(type, Set.of()).contains(is)) {
      problems.add("column " + table + "." + column + " must be " + type + ", is " + is);
    }
  }

  private static ImmutableMap<String, String> columns(String definition) {
    ImmutableMap.Builder<String, String> columns = ImmutableMap.builder();
    for (String column : definition.split(", ", -1)) {
      int space = column.indexOf(' ');
      columns.put(column.substring(0, space), column.substring(space + 1));
    }
    return columns.build();
  }
}
