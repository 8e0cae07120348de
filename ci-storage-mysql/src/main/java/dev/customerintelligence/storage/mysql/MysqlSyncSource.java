package dev.customerintelligence.storage.mysql;

import static dev.customerintelligence.storage.mysql.People.IS_CUSTOMER;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.storage.row.Rows;
import dev.customerintelligence.sync.RangeChecksum;
import dev.customerintelligence.sync.RowChecksum;
import dev.customerintelligence.sync.SourceRow;
import dev.customerintelligence.sync.SyncPosition;
import dev.customerintelligence.sync.SyncSource;
import dev.customerintelligence.sync.SyncTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Lets other stores follow this one: rows are numbered by their ids. */
final class MysqlSyncSource implements SyncSource {
  private static final int MAX_NUMBERS = 5_000;
  private static final int HEXADECIMAL = 16;

  /**
   * Whatever a row's value is made of, {@link Rows} taken into account; a text by its own hash.
   * Newer servers of MySQL have no MD5 any more.
   */
  private static final String PROFILE_CHECKSUM =
      checksum(
          "id",
          "customer_id",
          "customer_email",
          "ip_hash",
          "browser_fingerprint",
          "geo_country",
          "geo_city",
          "SHA2(favorite_products, 256)",
          "peak_spending_quantity",
          "peak_spending_amount",
          "avg_order_value",
          "total_orders",
          "last_order_date",
          "purchase_cycle_days",
          "next_prime_window_start",
          "next_prime_window_end",
          "profile_score",
          "COALESCE(last_recalculated, updated_at, created_at)");

  private static final String OFFER_CHECKSUM =
      checksum(
          "id",
          "customer_id",
          "customer_email",
          "SHA2(bundle_products, 256)",
          "total_quantity",
          "base_price",
          "discount_amount",
          "final_price",
          "bonus_points",
          "trigger_reason",
          "status",
          "COALESCE(offered_at, created_at)",
          "viewed_at",
          "responded_at",
          "expires_at",
          "conversion_value");

  private static final String SELECT = "SELECT {columns}, {checksum} AS row_checksum FROM {table} ";

  /** The two parts are ranges of one index, which has the id behind the moment. */
  private static final String CHANGES =
      SELECT
          + """
            {force}
            WHERE (updated_at = :at AND id > :number)
              OR (updated_at > :at AND updated_at <= :upTo)
            ORDER BY updated_at, id LIMIT :limit
            """;

  private static final String AFTER = SELECT + "WHERE id > :after ORDER BY id LIMIT :limit";
  private static final String BY_ID = SELECT + "WHERE id IN (<ids>)";

  private static final String PROFILE_OF = SELECT + "WHERE " + IS_CUSTOMER + " ORDER BY id LIMIT 1";

  private static final String OFFERS_OF =
      SELECT + "{force} WHERE " + IS_CUSTOMER + " ORDER BY offered_at DESC, id DESC LIMIT :limit";

  private static final String LAST_NUMBER = "SELECT COALESCE(MAX(id), 0) FROM {table}";

  private static final String RANGES =
      """
      SELECT :from + (id - :from) DIV :width * :width AS range_from, COUNT(*) AS range_rows,
             HEX(BIT_XOR(CAST(CONV({checksum}, 16, 10) AS UNSIGNED))) AS range_checksum
      FROM {table} WHERE id BETWEEN :from AND :to GROUP BY range_from ORDER BY range_from
      """;

  private static final String ROW_CHECKSUMS =
      """
      SELECT id, {checksum} AS row_checksum FROM {table}
      WHERE id BETWEEN :from AND :to ORDER BY id LIMIT :limit
      """;

  private static final String DEVICES =
      "SELECT * FROM {devices} WHERE id > :after ORDER BY id LIMIT :limit";

  private static final String EVENTS =
      "SELECT "
          + EventRows.COLUMNS
          + " FROM "
          + EventRows.FROM
          + " WHERE e.id > :after ORDER BY e.id LIMIT :limit";

  /** Makes a value of the row on which a result set stands. */
  private interface Reader {
    SourceRow read(long number, Instant changedAt, long checksum) throws SQLException;
  }

  private final Database database;
  private final ShopTables tables;
  private final SiteTime time;
  private final EventRows events;

  MysqlSyncSource(Database database, ShopTables tables, SiteTime time, EventRows events) {
    this.database = database;
    this.tables = tables;
    this.time = time;
    this.events = events;
  }

  @Override
  public String name() {
    return "wordpress:" + database.tables().prefix();
  }

  @Override
  public Instant now() {
    Instant now =
        database.once(
            handle ->
                handle
                    .createQuery("SELECT UTC_TIMESTAMP() AS server_now")
                    .map((row, context) -> SiteTime.UTC.readPresent(row, "server_now"))
                    .one());
    return time.asStored(now);
  }

  @Override
  public List<SourceRow> changes(SyncTable table, SyncPosition after, Instant upTo, int limit) {
    Inputs.required("after", after);
    String sql = sql(CHANGES, table).replace("{force}", table(table).forced("updated_at"));
    return database.once(
        handle ->
            rows(
                handle
                    .createQuery(sql)
                    .bind("at", time.exactText(after.changedAt()))
                    .bind("number", after.number())
                    .bind("upTo", time.exactText(Inputs.moment("upTo", upTo)))
                    .bind("limit", atLeastOne(limit)),
                table));
  }

  @Override
  public List<SourceRow> rowsAfter(SyncTable table, long after, int limit) {
    atLeastOne(limit);
    String sql =
        switch (table) {
          case PROFILES, OFFERS -> sql(AFTER, table);
          case DEVICES -> database.sql(DEVICES);
          case EVENTS -> events.byId(EVENTS);
        };
    return database.once(
        handle -> rows(handle.createQuery(sql).bind("after", after).bind("limit", limit), table));
  }

  @Override
  public List<SourceRow> rows(SyncTable table, Collection<Long> numbers) {
    Inputs.between("numbers.size", numbers.size(), 0, MAX_NUMBERS);
    return numbers.isEmpty()
        ? List.of()
        : database.once(
            handle ->
                rows(
                    handle.createQuery(sql(BY_ID, table)).bindList("ids", List.copyOf(numbers)),
                    table));
  }

  @Override
  public List<SourceRow> rowsOf(SyncTable table, EmailAddress customer, int limit) {
    Inputs.required("customer", customer);
    atLeastOne(limit);
    return database.once(
        handle -> {
          if (table == SyncTable.PROFILES) {
            return rows(
                handle.createQuery(sql(PROFILE_OF, table)).bind("email", customer.value()), table);
          }
          String sql =
              sql(OFFERS_OF, table)
                  .replace("{force}", table(table).forced("customer_email,offered_at"));
          return rows(
              handle.createQuery(sql).bind("email", customer.value()).bind("limit", limit), table);
        });
  }

  @Override
  public long lastNumber(SyncTable table) {
    return database.once(
        handle -> handle.createQuery(sql(LAST_NUMBER, table)).mapTo(Long.class).one());
  }

  @Override
  public List<RangeChecksum> checksums(SyncTable table, long from, long to, long width) {
    return database.once(
        handle ->
            handle
                .createQuery(sql(RANGES, table))
                .bind("from", from)
                .bind("to", to)
                .bind("width", width)
                .map(
                    (row, context) ->
                        new RangeChecksum(
                            row.getLong("range_from"),
                            row.getLong("range_rows"),
                            number(row.getString("range_checksum"))))
                .list());
  }

  @Override
  public List<RowChecksum> rowChecksums(SyncTable table, long from, long to, int limit) {
    return database.once(
        handle ->
            handle
                .createQuery(sql(ROW_CHECKSUMS, table))
                .bind("from", from)
                .bind("to", to)
                .bind("limit", atLeastOne(limit))
                .map(
                    (row, context) ->
                        new RowChecksum(row.getLong("id"), number(row.getString("row_checksum"))))
                .list());
  }

  private List<SourceRow> rows(Query query, SyncTable table) {
    return query
        .map(
            (row, context) ->
                switch (table) {
                  case PROFILES ->
                      row(
                          row,
                          "updated_at",
                          (number, at, checksum) ->
                              new SourceRow.Profile(
                                  number, at, checksum, MysqlProfileStore.profile(row, time)));
                  case OFFERS ->
                      row(
                          row,
                          "updated_at",
                          (number, at, checksum) ->
                              new SourceRow.Offer(
                                  number, at, checksum, MysqlOfferStore.offer(row, time)));
                  case DEVICES ->
                      row(
                          row,
                          "last_seen",
                          (number, at, checksum) ->
                              new SourceRow.SeenDevice(
                                  number, at, checksum, Rows.device(new ResultSetRow(row, time))));
                  case EVENTS ->
                      row(
                          row,
                          "created_at",
                          (number, at, checksum) ->
                              new SourceRow.Event(number, at, checksum, events.event(row)));
                })
        .list();
  }

  /** A row that cannot be read still has its place. */
  private SourceRow row(ResultSet row, String moment, Reader reader) throws SQLException {
    long number = row.getLong("id");
    long checksum =
        moment.equals("updated_at")
            ? number(Objects.requireNonNull(row.getString("row_checksum")))
            : 0;
    Instant changedAt = changedAt(row, moment);
    try {
      return reader.read(number, changedAt, checksum);
    } catch (UnreadableRowException e) {
      return new SourceRow.Unreadable(number, changedAt, checksum, e.getMessage());
    }
  }

  private Instant changedAt(ResultSet row, String moment) throws SQLException {
    try {
      Instant changedAt = time.read(row, moment);
      return changedAt == null ? Instant.EPOCH : changedAt;
    } catch (DateTimeException noDate) {
      return Instant.EPOCH;
    }
  }

  private ShopTables.Table table(SyncTable table) {
    return table == SyncTable.PROFILES ? tables.profiles() : tables.offers();
  }

  private String sql(String template, SyncTable table) {
    return switch (table) {
      case PROFILES -> sql(template, "{profiles}", MysqlProfileStore.COLUMNS, PROFILE_CHECKSUM);
      case OFFERS ->
          sql(template, "{offers}", MysqlOfferStore.COLUMNS + ", updated_at", OFFER_CHECKSUM);
      default ->
          throw new InvalidInputException("table", "must be PROFILES or OFFERS, is " + table);
    };
  }

  private String sql(String template, String table, String columns, String checksum) {
    return database.sql(
        template
            .replace("{table}", table)
            .replace("{columns}", columns)
            .replace("{checksum}", checksum));
  }

  /** 64 bits in hexadecimal. */
  private static String checksum(String... parts) {
    return Arrays.stream(parts)
        .map(part -> "COALESCE(" + part + ", '~')")
        .collect(
            Collectors.joining(
                ", ", "LEFT(SHA2(CONCAT_WS(CHAR(31 USING utf8mb4), ", "), 256), 16)"));
  }

  private static long number(@Nullable String hexadecimal) {
    return Long.parseUnsignedLong(Objects.requireNonNull(hexadecimal), HEXADECIMAL);
  }

  private static int atLeastOne(int limit) {
    return Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
  }
}
