package dev.customerintelligence.storage.mysql;

import static dev.customerintelligence.storage.mysql.People.EXACT;
import static dev.customerintelligence.storage.mysql.People.IS_CUSTOMER;
import static dev.customerintelligence.storage.mysql.People.IS_ERASED;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.recognition.KeyMatches;
import dev.customerintelligence.recognition.PopulationStatistics;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.SightingOutcome;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.row.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Devices in {@code wg_device_tracking}. */
final class MysqlDeviceStore implements DeviceStore {
  static final String COLUMNS =
      "id, customer_email, customer_id, ip_hash, browser_fingerprint, first_seen, last_seen,"
          + " visit_count, user_agent, geo_country, geo_city";

  private static final int MAX_ASKED = 1000;

  /**
   * Of duplicates that other writers left, the one at the same address goes on, where there is one:
   * a deployed variant has a unique key that contains the address, and moving another row there
   * would break it.
   */
  private static final String KNOWN =
      """
      SELECT {what} FROM {devices} WHERE {isCustomer} AND {isDevice}
      ORDER BY ip_hash = ? DESC, last_seen DESC, id LIMIT 1
      """
          .replace("{isCustomer}", IS_CUSTOMER.replace(":email", "?"));

  private static final String SAME_BROWSER = "browser_fingerprint = ?";

  private static final String SAME_ADDRESS =
      "(browser_fingerprint IS NULL OR browser_fingerprint = '') AND ip_hash = ?";

  /**
   * What is known behind a customer's lock, in one request: whether the customer was erased, and
   * the device's id, if it is known. Not by {@link #KNOWN_OR_ERASED}, which finds no row for a new
   * device that could tell the first.
   */
  private static final Lookup BEHIND_LOCK =
      Lookup.of("id, FALSE AS is_erased")
          .with("SELECT NULL AS id, " + IS_ERASED + " AS is_erased UNION ALL ({known})");

  private static final Lookup KNOWN_OR_ERASED =
      Lookup.of(COLUMNS + ", " + IS_ERASED + " AS is_erased");

  /** By key, so that no row of anybody else is locked on the way. */
  private static final String LOCKED =
      "SELECT " + COLUMNS + " FROM {devices} WHERE id = ? FOR UPDATE";

  /** What the sighting does not change is bound as null, so that it stays as it was written. */
  private static final String SEEN_AGAIN =
      """
      UPDATE {devices} {force} SET
        customer_id = COALESCE(?, customer_id),
        ip_hash = COALESCE(?, ip_hash),
        user_agent = COALESCE(?, user_agent),
        geo_city = CASE WHEN ? IS NULL THEN geo_city ELSE ? END,
        geo_country = COALESCE(?, geo_country),
        first_seen = COALESCE(?, first_seen),
        last_seen = COALESCE(?, last_seen),
        visit_count = ?
      WHERE id = ?
      """;

  /** Whose a row was when it was read, and that nobody has counted a visit on it since. */
  private static final String UNCHANGED =
      "AND customer_email = ? AND visit_count = ? AND last_seen = ?";

  private static final String INSERT =
      """
      INSERT INTO {devices}
        (customer_email, customer_id, ip_hash, browser_fingerprint, first_seen, last_seen,
         visit_count, user_agent, geo_country, geo_city)
      VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
      """;

  private static final String DEVICES_OF =
      """
      SELECT {columns} FROM {devices} {force} WHERE {isCustomer}
      ORDER BY last_seen DESC LIMIT :limit
      """
          .replace("{columns}", COLUMNS)
          .replace("{isCustomer}", IS_CUSTOMER);

  /** MariaDB knows no LATERAL, so the newest is picked from all devices of these customers. */
  private static final String NEWEST_DEVICES =
      """
      SELECT {columns} FROM (
        SELECT {columns}, ROW_NUMBER() OVER (PARTITION BY {exact} ORDER BY last_seen DESC, id) AS n
        FROM {devices} WHERE customer_email IN ({keys}) AND {exact} IN ({keys})
      ) newest WHERE n = 1
      """
          .replace("{columns}", COLUMNS)
          .replace("{exact}", EXACT);

  private static final String CUSTOMERS_ON =
      """
      SELECT {columns} FROM (
        SELECT {columns}, ROW_NUMBER() OVER (PARTITION BY {exact} ORDER BY last_seen DESC, id) AS n
        FROM {devices} WHERE browser_fingerprint = :fingerprint
      ) newest WHERE n = 1
      ORDER BY last_seen DESC, id LIMIT :limit
      """
          .replace("{columns}", COLUMNS)
          .replace("{exact}", EXACT);

  private record Row(long id, Device device) {}

  private record Found(@Nullable Long id, boolean isErased) {}

  /** How a device's row is found that is known already. */
  private record Lookup(String byBrowser, String byAddress) {
    static Lookup of(String columns) {
      String statement = KNOWN.replace("{what}", columns);
      return new Lookup(
          statement.replace("{isDevice}", SAME_BROWSER),
          statement.replace("{isDevice}", SAME_ADDRESS));
    }

    Lookup with(String more) {
      return new Lookup(more.replace("{known}", byBrowser), more.replace("{known}", byAddress));
    }
  }

  /** What the statement of a recognition depends on; in a service it is nearly always the same. */
  private record Asked(boolean browser, int hashes, int limit) {}

  private final Database database;
  private final ShopTables.Table table;
  private final SiteTime time;
  private final People people;
  private final DeviceStatistics statistics;
  private final ConcurrentMap<Asked, String> statements = new ConcurrentHashMap<>();
  private final String devicesOf;
  private final String seenAgain;
  private final String seenAgainUnlessChanged;

  MysqlDeviceStore(Database database, ShopTables tables, SiteTime time, People people) {
    this.database = database;
    this.table = tables.devices();
    this.time = time;
    this.people = people;
    this.statistics = new DeviceStatistics(database, time);
    this.seenAgain = seenAgain(table);
    this.seenAgainUnlessChanged = seenAgainUnlessChanged(table);
    this.devicesOf = DEVICES_OF.replace("{force}", table.forced("customer_email,last_seen"));
  }

  private static String seenAgain(ShopTables.Table table) {
    return SEEN_AGAIN.replace("{force}", table.forced("id"));
  }

  /** With the key named, as by the other conditions the server weighs other indexes, each time. */
  static String seenAgainUnlessChanged(ShopTables.Table table) {
    return seenAgain(table) + UNCHANGED;
  }

  @Override
  public SightingOutcome record(Sighting sighting) {
    requireStorable(Inputs.required("sighting", sighting));
    return countedAtOnce(sighting)
        ? SightingOutcome.KNOWN_DEVICE
        : database.inTransaction(handle -> counted(handle, sighting));
  }

  @Override
  public DeviceMatches matches(VisitSignals signals, int limit) {
    Inputs.required("signals", signals);
    Inputs.between("limit", limit, 1, MAX_ASKED);
    if (!signals.hasKey()) {
      return new DeviceMatches(KeyMatches.none(), KeyMatches.none());
    }
    String sql =
        statements.computeIfAbsent(
            new Asked(signals.fingerprint() != null, signals.ipHashes().size(), limit),
            asked ->
                database
                    .tables()
                    .withNames(
                        DevicesByKey.statement(
                            table, asked.browser(), asked.hashes(), asked.limit())));
    return database.onceOnConnection(
        connection -> DevicesByKey.read(connection, sql, time, signals, limit));
  }

  @Override
  public PopulationStatistics statistics(Instant now, Duration halfLife, int crowd) {
    return statistics.read(Inputs.moment("now", now), Inputs.positive("halfLife", halfLife), crowd);
  }

  @Override
  public List<Device> devicesOf(EmailAddress customer, int limit) {
    Inputs.required("customer", customer);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(devicesOf))
                .bind("email", customer.value())
                .bind("limit", limit)
                .map((row, context) -> device(row))
                .list());
  }

  @Override
  public Map<EmailAddress, Device> newestDevices(Collection<EmailAddress> customers) {
    Inputs.required("customers", customers);
    Inputs.between("customers.size", customers.size(), 0, MAX_ASKED);
    if (customers.isEmpty()) {
      return Map.of();
    }
    List<String> emails = customers.stream().map(EmailAddress::value).distinct().toList();
    return database
        .onceOnConnection(
            connection ->
                Jdbc.query(
                    connection,
                    Jdbc.withKeys(database.sql(NEWEST_DEVICES), emails.size()),
                    this::device,
                    Stream.concat(emails.stream(), emails.stream()).toArray()))
        .stream()
        .collect(Collectors.toMap(Device::customer, Function.identity()));
  }

  @Override
  public List<Device> customersOn(Fingerprint fingerprint, int limit) {
    Inputs.required("fingerprint", fingerprint);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(CUSTOMERS_ON))
                .bind("fingerprint", fingerprint.value())
                .bind("limit", limit)
                .map((row, context) -> device(row))
                .list());
  }

  private void requireStorable(Sighting sighting) {
    table.requireStorable(sighting.customer());
    table.customerId(sighting.customerId());
    table.text(sighting.fingerprint());
    table.text(sighting.ipHash());
    Place place = sighting.place();
    if (place != null) {
      table.column("geo_country").text("country", place.country());
      table.column("geo_city").text("city", place.city());
    }
  }

  /**
   * Counts a visit on a row that nobody changes meanwhile, as nearly all are, in two requests
   * without a lock. This makes no row, and what an erasure has deleted is not updated.
   */
  private boolean countedAtOnce(Sighting sighting) {
    return database.onceOnConnection(
        connection -> {
          List<Optional<Row>> found =
              found(
                  connection,
                  sighting,
                  KNOWN_OR_ERASED,
                  people.tombstonesOf(sighting.customer()),
                  row ->
                      row.getBoolean("is_erased")
                          ? Optional.empty()
                          : Optional.of(new Row(row.getLong("id"), device(row))));
          if (found.isEmpty() || found.get(0).isEmpty()) {
            return false;
          }
          Row before = found.get(0).get();
          List<@Nullable Object> values = seenAgain(before, sighting);
          Collections.addAll(
              values,
              before.device().customer().value(),
              before.device().visitCount(),
              time.text(before.device().lastSeen()));
          return Jdbc.update(connection, database.sql(seenAgainUnlessChanged), values.toArray())
              == 1;
        });
  }

  private SightingOutcome counted(Handle handle, Sighting sighting) {
    people.alone(handle, sighting.customer());
    Connection connection = handle.getConnection();
    List<Found> found =
        found(
            connection,
            sighting,
            BEHIND_LOCK,
            people.tombstonesOf(sighting.customer()),
            row -> new Found(row.getObject("id", Long.class), row.getBoolean("is_erased")));
    if (found.stream().anyMatch(Found::isErased)) {
      return SightingOutcome.CUSTOMER_ERASED;
    }
    Optional<Row> known =
        found.stream()
            .flatMap(row -> Stream.ofNullable(row.id()))
            .findFirst()
            .flatMap(id -> locked(connection, id));
    if (known.isPresent()) {
      Jdbc.update(connection, database.sql(seenAgain), seenAgain(known.get(), sighting).toArray());
      return SightingOutcome.KNOWN_DEVICE;
    }
    insert(connection, sighting);
    return SightingOutcome.NEW_DEVICE;
  }

  /** Looks for a device's row and for its customer's tombstones. */
  private <T> List<T> found(
      Connection connection,
      Sighting sighting,
      Lookup lookup,
      List<String> tombstones,
      Jdbc.Mapper<T> mapper) {
    Fingerprint fingerprint = sighting.fingerprint();
    String email = sighting.customer().value();
    String ip = sighting.ipHash() == null ? "" : sighting.ipHash().value();
    List<Object> values = new ArrayList<>(tombstones);
    Collections.addAll(values, email, email, fingerprint == null ? ip : fingerprint.value(), ip);
    return Jdbc.query(
        connection,
        Jdbc.withKeys(
            database.sql(fingerprint == null ? lookup.byAddress() : lookup.byBrowser()),
            tombstones.size()),
        mapper,
        values.toArray());
  }

  private Optional<Row> locked(Connection connection, long id) {
    return Jdbc.query(connection, database.sql(LOCKED), row -> new Row(id, device(row)), id)
        .stream()
        .findFirst();
  }

  private List<@Nullable Object> seenAgain(Row row, Sighting sighting) {
    Device before = row.device();
    Device after = before.seenAgain(asStored(sighting));
    IpHash ip = unlessSame(after.ipHash(), before.ipHash());
    Place place = unlessSame(after.place(), before.place());
    String country = place == null ? null : place.country();
    List<@Nullable Object> values = new ArrayList<>();
    Collections.addAll(
        values,
        unlessSame(after.customerId(), before.customerId()),
        ip == null ? null : ip.value(),
        after.userAgent() == null || after.userAgent().equals(before.userAgent())
            ? null
            : cut(after.userAgent()),
        country,
        place == null ? null : place.city(),
        country,
        time.text(unlessSame(after.firstSeen(), before.firstSeen())),
        time.text(unlessSame(after.lastSeen(), before.lastSeen())),
        after.visitCount(),
        row.id());
    return values;
  }

  private void insert(Connection connection, Sighting sighting) {
    Place place = sighting.place();
    String at = time.text(sighting.at());
    Jdbc.update(
        connection,
        database.sql(INSERT),
        sighting.customer().value(),
        sighting.customerId(),
        table.text(sighting.ipHash()),
        table.text(sighting.fingerprint()),
        at,
        at,
        cut(sighting.userAgent()),
        place == null ? null : place.country(),
        place == null ? null : place.city());
  }

  private Sighting asStored(Sighting sighting) {
    return new Sighting(
        sighting.customer(),
        sighting.customerId(),
        sighting.fingerprint(),
        sighting.ipHash(),
        sighting.userAgent(),
        sighting.place(),
        time.asStored(sighting.at()));
  }

  private @Nullable String cut(@Nullable UserAgent agent) {
    return table.column("user_agent").cut(agent == null ? null : agent.value());
  }

  private Device device(ResultSet row) {
    return Rows.device(new ResultSetRow(row, time));
  }

  private static <T> @Nullable T unlessSame(@Nullable T after, @Nullable T before) {
    return after == null || after.equals(before) ? null : after;
  }
}
