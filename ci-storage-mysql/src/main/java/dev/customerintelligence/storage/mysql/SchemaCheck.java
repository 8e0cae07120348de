package dev.customerintelligence.storage.mysql;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import dev.customerintelligence.error.StorageFailedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Compares the database with what the library needs. */
final class SchemaCheck {
  /** Types that hold the same kind of values; what they hold less is refused value by value. */
  private static final ImmutableMap<String, Set<String>> KINDS =
      ImmutableMap.of(
          "number",
          Set.of("tinyint", "smallint", "mediumint", "int", "bigint"),
          "text",
          Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "json", "enum"),
          "decimal",
          Set.of("decimal"),
          "time",
          Set.of("datetime"),
          "day",
          Set.of("date"),
          "bytes",
          Set.of("binary"));

  private static final ImmutableMap<String, ImmutableMap<String, String>> TABLES =
      ImmutableMap.<String, ImmutableMap<String, String>>builder()
          .put(
              Tables.PROFILES,
              columns(
                  "id number, customer_id number, customer_email text, ip_hash text,"
                      + " browser_fingerprint text, geo_country text, geo_city text,"
                      + " favorite_products text, peak_spending_quantity number,"
                      + " peak_spending_amount decimal, avg_order_value decimal,"
                      + " total_orders number, last_order_date time, days_since_last_order number,"
                      + " purchase_cycle_days number, next_prime_window_start time,"
                      + " next_prime_window_end time, profile_score decimal,"
                      + " last_recalculated time, created_at time, updated_at time"))
          .put(
              Tables.DEVICES,
              columns(
                  "id number, customer_email text, customer_id number, ip_hash text,"
                      + " browser_fingerprint text, first_seen time, last_seen time,"
                      + " visit_count number, user_agent text, geo_country text, geo_city text"))
          .put(
              Tables.OFFERS,
              columns(
                  "id number, customer_id number, customer_email text, bundle_products text,"
                      + " total_quantity number, base_price decimal, discount_amount decimal,"
                      + " final_price decimal, bonus_points number, trigger_reason text,"
                      + " status text, offered_at time, viewed_at time, responded_at time,"
                      + " expires_at time, conversion_value decimal, created_at time,"
                      + " updated_at time"))
          .put(
              Tables.EVENTS,
              columns(
                  "id number, session_id text, customer_id number, customer_email text,"
                      + " ip_hash text, browser_fingerprint text, event_type text,"
                      + " event_data text, timestamp time"))
          .put(Tables.TOMBSTONES, columns("hash text, erased_at time"))
          .put(
              Tables.AUDIT,
              columns(
                  "sequence number, id bytes, at time, action text, profiles number,"
                      + " devices number, offers number, events number, forecasts number"))
          .put(
              Tables.FORECASTS, columns("id number, customer_email text, as_of day, forecast text"))
          .put(Tables.FORECAST_MODELS, columns("id number, fitted_at time, models text"))
          .put(Tables.PENDING_ERASURES, columns("id bytes, person text, erased_at time"))
          .put(Tables.EVENT_IDS, columns("event_id number, uuid bytes"))
          .put(Tables.LOCKS, columns("bucket number"))
          .buildOrThrow();

  /** By their columns, whatever another's migration called them; longer ones serve too. */
  private static final ImmutableListMultimap<String, String> INDEXES =
      ImmutableListMultimap.<String, String>builder()
          .putAll(
              Tables.DEVICES,
              "browser_fingerprint,last_seen",
              "ip_hash,last_seen",
              "customer_email,last_seen",
              "last_seen")
          .putAll(
              Tables.PROFILES,
              "profile_score,total_orders",
              "next_prime_window_start,total_orders",
              "updated_at")
          .putAll(
              Tables.OFFERS,
              "customer_email,offered_at",
              "offered_at",
              "status,expires_at",
              "updated_at")
          .putAll(Tables.EVENTS, "customer_email,timestamp", "timestamp,event_type", "customer_id")
          .build();

  private static final ImmutableListMultimap<String, String> UNIQUE =
      ImmutableListMultimap.<String, String>builder()
          .putAll(Tables.PROFILES, "id", "customer_email")
          .putAll(Tables.DEVICES, "id")
          .putAll(Tables.OFFERS, "id")
          .putAll(Tables.EVENTS, "id")
          .putAll(Tables.TOMBSTONES, "hash")
          .putAll(Tables.PENDING_ERASURES, "id")
          .putAll(Tables.FORECASTS, "customer_email")
          .putAll(Tables.FORECAST_MODELS, "id")
          .putAll(Tables.EVENT_IDS, "event_id", "uuid")
          .putAll(Tables.LOCKS, "bucket")
          .build();

  private static final String COLUMNS =
      """
      SELECT TABLE_NAME AS table_name, COLUMN_NAME AS column_name, DATA_TYPE AS data_type
      FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (<names>)
      """;

  private static final String KEYS =
      """
      SELECT TABLE_NAME AS table_name, NON_UNIQUE AS non_unique,
             GROUP_CONCAT(LOWER(COLUMN_NAME) ORDER BY SEQ_IN_INDEX) AS key_columns
      FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (<names>)
      GROUP BY TABLE_NAME, INDEX_NAME, NON_UNIQUE
      """;

  private static final String LOCK_ROWS =
      "SELECT COUNT(*) FROM {locks} WHERE bucket < " + buckets();

  private record Key(String table, boolean unique, String columns) {}

  private final Database database;

  SchemaCheck(Database database) {
    this.database = database;
  }

  /** Refuses a database in which something is missing, and names it. */
  static void require(Database database) {
    List<String> problems = new SchemaCheck(database).problems();
    if (!problems.isEmpty()) {
      throw new StorageFailedException(
          "The database is not as the library needs it: "
              + String.join("; ", problems)
              + ". Migration.MIGRATE makes tables and indexes that are missing;"
              + " migrationScript() shows how",
          null);
    }
  }

  /** Returns what is missing or wrong, empty when all is well. */
  List<String> problems() {
    return database.inTransaction(this::problems);
  }

  private List<String> problems(Handle handle) {
    List<String> names = TABLES.keySet().stream().map(database.tables()::named).toList();
    Map<String, Map<String, String>> found = new HashMap<>();
    handle
        .createQuery(COLUMNS)
        .bindList("names", names)
        .map(
            (row, context) ->
                new String[] {
                  row.getString("table_name"),
                  row.getString("column_name").toLowerCase(Locale.ROOT),
                  row.getString("data_type").toLowerCase(Locale.ROOT)
                })
        .forEach(
            column ->
                found.computeIfAbsent(column[0], t -> new HashMap<>()).put(column[1], column[2]));
    List<Key> keys =
        handle
            .createQuery(KEYS)
            .bindList("names", names)
            .map(
                (row, context) ->
                    new Key(
                        row.getString("table_name"),
                        row.getInt("non_unique") == 0,
                        row.getString("key_columns")))
            .list();
    List<String> problems = new ArrayList<>();
    TABLES.forEach((table, columns) -> check(table, columns, found, problems));
    INDEXES.forEach((table, columns) -> check(table, columns, false, found, keys, problems));
    UNIQUE.forEach((table, columns) -> check(table, columns, true, found, keys, problems));
    if (found.containsKey(database.tables().named(Tables.LOCKS))) {
      checkLocks(handle, problems);
    }
    return problems;
  }

  private void check(
      String name,
      Map<String, String> columns,
      Map<String, Map<String, String>> found,
      List<String> problems) {
    String table = database.tables().named(name);
    Map<String, String> present = found.get(table);
    if (present == null) {
      problems.add("table " + table + " is missing");
      return;
    }
    columns.forEach(
        (column, kind) -> {
          String is = present.get(column);
          if (is == null) {
            problems.add("column " + table + "." + column + " is missing");
          } else if (!KINDS.getOrDefault(kind, Set.of()).contains(is)) {
            problems.add("column " + table + "." + column + " must be a " + kind + ", is " + is);
          }
        });
  }

  private void check(
      String name,
      String columns,
      boolean unique,
      Map<String, Map<String, String>> found,
      List<Key> keys,
      List<String> problems) {
    String table = database.tables().named(name);
    boolean there =
        keys.stream()
            .filter(key -> key.table().equals(table))
            .anyMatch(
                key ->
                    unique
                        ? key.unique() && key.columns().equals(columns)
                        : (key.columns() + ",").startsWith(columns + ","));
    if (!there && found.containsKey(table)) {
      problems.add(
          (unique ? "unique index (" : "index (")
              + columns.replace(",", ", ")
              + ") on "
              + table
              + " is missing");
    }
  }

  private void checkLocks(Handle handle, List<String> problems) {
    int rows = handle.createQuery(database.sql(LOCK_ROWS)).mapTo(Integer.class).one();
    if (rows < buckets()) {
      problems.add(
          "table "
              + database.tables().named(Tables.LOCKS)
              + " must have "
              + buckets()
              + " rows, has "
              + rows);
    }
  }

  private static int buckets() {
    return People.BATCH_BUCKETS + People.SINGLE_BUCKETS;
  }

  private static ImmutableMap<String, String> columns(String definition) {
    ImmutableMap.Builder<String, String> columns = ImmutableMap.builder();
    for (String column : definition.split(", ", -1)) {
      int space = column.indexOf(' ');
      columns.put(column.substring(0, space), column.substring(space + 1));
    }
    return columns.buildOrThrow();
  }
}
