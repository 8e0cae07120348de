package dev.customerintelligence.storage.mysql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of the shop's tables as they are on this server. Immutable. */
final class ShopTables {
  private static final List<String> NAMES =
      List.of(Tables.PROFILES, Tables.DEVICES, Tables.OFFERS, Tables.EVENTS);

  private static final String ENGINES =
      """
      SELECT TABLE_NAME AS table_name, ENGINE AS engine FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (<names>)
      """;

  private static final String COLUMNS =
      """
      SELECT TABLE_NAME AS table_name, COLUMN_NAME AS column_name, DATA_TYPE AS data_type,
             COLUMN_TYPE AS column_type, IS_NULLABLE AS is_nullable,
             CHARACTER_MAXIMUM_LENGTH AS max_chars, CHARACTER_OCTET_LENGTH AS max_bytes,
             CHARACTER_SET_NAME AS charset, COLLATION_NAME AS collation,
             NUMERIC_PRECISION AS number_precision, NUMERIC_SCALE AS number_scale
      FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (<names>)
      """;

  private static final String INDEXES =
      """
      SELECT TABLE_NAME AS table_name, INDEX_NAME AS index_name,
             GROUP_CONCAT(LOWER(COLUMN_NAME) ORDER BY SEQ_IN_INDEX) AS index_columns
      FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (<names>)
      GROUP BY TABLE_NAME, INDEX_NAME
      """;

  private record Index(String table, String name, String columns) {}

  /** The columns and indexes of one table. */
  static final class Table {
    private final String name;
    private final ImmutableMap<String, Column> columns;
    private final ImmutableList<Index> indexes;

    private Table(String name, Map<String, Column> columns, List<Index> indexes) {
      this.name = name;
      this.columns = ImmutableMap.copyOf(columns);
      this.indexes = ImmutableList.copyOf(indexes);
    }

    /**
     * Returns the clause that makes the server read in an index's sequence, or an empty one where
     * there is no such index.
     *
     * <p>By itself the server reckons what reading all rows of a key would cost, though the query
     * needs only the first of them: for the address of a large office MariaDB reads the whole table
     * and sorts it. An index that is dropped after the storage was opened is missed until it is
     * opened again.
     *
     * @param leading the index's first columns, with commas between
     */
    String forced(String leading) {
      return indexes.stream()
          .filter(index -> (index.columns() + ",").startsWith(leading + ","))
          .map(index -> "FORCE INDEX (`" + index.name() + "`)")
          .findFirst()
          .orElse("");
    }

    Column column(String column) {
      Column found = columns.get(column);
      if (found == null) {
        throw new StorageFailedException(
            "Column " + name + "." + column + " is missing. migrationScript() shows the tables",
            null);
      }
      return found;
    }

    /** Refuses an address that the column cannot hold. */
    void requireStorable(@Nullable EmailAddress customer) {
      column("customer_email").text("email", customer == null ? null : customer.value());
    }

    @Nullable Long customerId(@Nullable Long id) {
      return column("customer_id").whole("customerId", id);
    }

    @Nullable String text(@Nullable Fingerprint fingerprint) {
      Column column = column("browser_fingerprint");
      return column.orNone(
          column.text("fingerprint", fingerprint == null ? null : fingerprint.value()));
    }

    @Nullable String text(@Nullable IpHash hash) {
      Column column = column("ip_hash");
      return column.orNone(column.text("ipHash", hash == null ? null : hash.value()));
    }
  }

  private final ImmutableMap<String, Table> tables;

  private ShopTables(ImmutableMap<String, Table> tables) {
    this.tables = tables;
  }

  /**
   * Reads what is there; refuses tables without transactions, and addresses that cannot be found by
   * index in whatever case another writer left them.
   */
  static ShopTables read(Database database) {
    List<String> names = NAMES.stream().map(database.tables()::named).toList();
    Map<String, String> engines = new HashMap<>();
    Map<String, Map<String, Column>> columns = new HashMap<>();
    List<Index> indexes = new ArrayList<>();
    database.inTransaction(
        handle -> {
          handle
              .createQuery(ENGINES)
              .bindList("names", names)
              .map(
                  (row, context) -> engines.put(row.getString(1), String.valueOf(row.getString(2))))
              .forEach(table -> {});
          handle
              .createQuery(COLUMNS)
              .bindList("names", names)
              .map(
                  (row, context) ->
                      columns
                          .computeIfAbsent(row.getString("table_name"), table -> new HashMap<>())
                          .put(row.getString("column_name").toLowerCase(Locale.ROOT), column(row)))
              .forEach(column -> {});
          handle
              .createQuery(INDEXES)
              .bindList("names", names)
              .map(
                  (row, context) ->
                      new Index(
                          row.getString("table_name"),
                          row.getString("index_name"),
                          row.getString("index_columns")))
              .forEach(indexes::add);
          return true;
        });
    ImmutableMap.Builder<String, Table> tables = ImmutableMap.builder();
    for (String name : NAMES) {
      String named = database.tables().named(name);
      Map<String, Column> ofTable = columns.get(named);
      if (ofTable == null) {
        throw new StorageFailedException(
            "Table "
                + named
                + " is missing. Migration.MIGRATE makes it; migrationScript() shows how",
            null);
      }
      if (!"InnoDB".equalsIgnoreCase(engines.get(named))) {
        throw new StorageFailedException(
            "Table " + named + " must have the engine InnoDB, has " + engines.get(named), null);
      }
      Table table =
          new Table(
              named,
              ofTable,
              indexes.stream().filter(index -> index.table().equals(named)).toList());
      if (!table.column("customer_email").ignoresCase()) {
        throw new StorageFailedException(
            "Column "
                + named
                + ".customer_email must have a collation that ignores case, has "
                + table.column("customer_email").collation(),
            null);
      }
      tables.put(name, table);
    }
    return new ShopTables(tables.buildOrThrow());
  }

  Table profiles() {
    return table(Tables.PROFILES);
  }

  Table devices() {
    return table(Tables.DEVICES);
  }

  Table offers() {
    return table(Tables.OFFERS);
  }

  Table events() {
    return table(Tables.EVENTS);
  }

  private Table table(String name) {
    Table table = tables.get(name);
    if (table == null) {
      throw new IllegalStateException(name);
    }
    return table;
  }

  private static Column column(ResultSet row) throws SQLException {
    String charset = row.getString("charset");
    return new Column(
        row.getString("data_type").toLowerCase(Locale.ROOT),
        row.getString("column_type").toLowerCase(Locale.ROOT).contains("unsigned"),
        "YES".equals(row.getString("is_nullable")),
        charset == null ? null : whole(row, "max_chars"),
        charset == null ? null : whole(row, "max_bytes"),
        charset,
        row.getString("collation"),
        isDecimal(row) ? Integer.valueOf(row.getInt("number_precision")) : null,
        isDecimal(row) ? Integer.valueOf(row.getInt("number_scale")) : null);
  }

  private static boolean isDecimal(ResultSet row) throws SQLException {
    return "decimal".equalsIgnoreCase(row.getString("data_type"));
  }

  private static @Nullable Long whole(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
