package dev.customerintelligence.storage.mysql;

import static dev.customerintelligence.storage.mysql.People.EXACT;
import static dev.customerintelligence.storage.mysql.People.IS_CUSTOMER;

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
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
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
      ORDER BY ip_hash = :ip DESC, last_seen DESC, id LIMIT 1
      """
          .replace("{isCustomer}", IS_CUSTOMER);

  private static final String SAME_BROWSER = "browser_fingerprint = :fingerprint";

  private static final String SAME_ADDRESS =
      "(browser_fingerprint IS NULL OR browser_fingerprint = '') AND ip_hash = :ip";

  private static final Lookup ID_OF_KNOWN = Lookup.of("id");

  private static final Lookup KNOWN_OR_ERASED =
      Lookup.of(
          COLUMNS + ", EXISTS (SELECT 1 FROM {tombstones} WHERE hash IN (<hashes>)) AS is_erased");

  /** By key, so that no row of anybody else is locked on the way. */
  private static final String LOCKED =
      "SELECT " + COLUMNS + " FROM {devices} WHERE id = :id FOR UPDATE";

  /** What the sighting does not change is bound as null, so that it stays as it was written. */
  private static final String SEEN_AGAIN =
      """
      UPDATE {devices} SET
        customer_id = COALESCE(:customerId, customer_id),
        ip_hash = COALESCE(:ip, ip_hash),
        user_agent = COALESCE(:agent, user_agent),
        geo_city = CASE WHEN :country IS NULL THEN geo_city ELSE :city END,
        geo_country = COALESCE(:country, geo_country),
        first_seen = COALESCE(:first, first_seen),
        last_seen = COALESCE(:last, last_seen),
        visit_count = :visits
      WHERE id = :id
      """;

  /** Whose a row was when it was read, and that nobody has counted a visit on it since. */
  private static final String UNCHANGED =
      """
      AND customer_email = :emailBefore AND visit_count = :visitsBefore
      AND last_seen = :lastBefore
      """;

  private static final String INSERT =
      """
      INSERT INTO {devices}
        (customer_email, customer_id, ip_hash, browser_fingerprint, first_seen, last_seen,
         visit_count, user_agent, geo_country, geo_city)
      VALUES (:email, :customerId, :ip, :fingerprint, :at, :at, 1, :agent, :country, :city)
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
        FROM {devices} WHERE customer_email IN (<emails>) AND {exact} IN (<emails>)
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

  /** How a device's row is found that is known already. */
  private record Lookup(String byBrowser, String byAddress) {
    static Lookup of(String columns) {
      String statement = KNOWN.replace("{what}", columns);
      return new Lookup(
          statement.replace("{isDevice}", SAME_BROWSER),
          statement.replace("{isDevice}", SAME_ADDRESS));
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

  MysqlDeviceStore(Database database, ShopTables tables, SiteTime time, People people) {
    this.database = database;
    this.table = tables.devices();
    this.time = time;
    this.people = people;
    this.statistics = new DeviceStatistics(database, time);
    this.devicesOf = DEVICES_OF.replace("{force}", table.forced("customer_email,last_seen"));
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
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(NEWEST_DEVICES))
                .bindList("emails", customers.stream().map(EmailAddress::value).distinct().toList())
                .map((row, context) -> device(row))
                .collect(Collectors.toMap(Device::customer, Function.identity())));
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
    return database.once(
        handle -> {
          Optional<Row> found =
              known(handle, sighting, KNOWN_OR_ERASED)
                  .bindList("hashes", people.tombstonesOf(sighting.customer()))
                  .map(
                      (row, context) ->
                          row.getBoolean("is_erased")
                              ? Optional.<Row>empty()
                              : Optional.of(new Row(row.getLong("id"), device(row))))
                  .findOne()
                  .flatMap(Function.identity());
          if (found.isEmpty()) {
            return false;
          }
          Device before = found.get().device();
          return seenAgain(handle, SEEN_AGAIN + UNCHANGED, found.get(), sighting)
                  .bind("emailBefore", before.customer().value())
                  .bind("visitsBefore", before.visitCount())
                  .bind("lastBefore", time.text(before.lastSeen()))
                  .execute()
              == 1;
        });
  }

  private SightingOutcome counted(Handle handle, Sighting sighting) {
    if (!people.alone(handle, sighting.customer()).erased().isEmpty()) {
      return SightingOutcome.CUSTOMER_ERASED;
    }
    Optional<Row> known =
        known(handle, sighting, ID_OF_KNOWN)
            .mapTo(Long.class)
            .findOne()
            .flatMap(id -> locked(handle, id));
    if (known.isPresent()) {
      seenAgain(handle, SEEN_AGAIN, known.get(), sighting).execute();
      return SightingOutcome.KNOWN_DEVICE;
    }
    insert(handle, sighting);
    return SightingOutcome.NEW_DEVICE;
  }

  private Query known(Handle handle, Sighting sighting, Lookup lookup) {
    boolean byBrowser = sighting.fingerprint() != null;
    Query query =
        handle
            .createQuery(database.sql(byBrowser ? lookup.byBrowser() : lookup.byAddress()))
            .bind("email", sighting.customer().value())
            .bind("ip", sighting.ipHash() == null ? "" : sighting.ipHash().value());
    return sighting.fingerprint() == null
        ? query
        : query.bind("fingerprint", sighting.fingerprint().value());
  }

  private Optional<Row> locked(Handle handle, long id) {
    return handle
        .createQuery(database.sql(LOCKED))
        .bind("id", id)
        .map((row, context) -> new Row(id, device(row)))
        .findOne();
  }

  private Update seenAgain(Handle handle, String sql, Row row, Sighting sighting) {
    Device before = row.device();
    Device after = before.seenAgain(asStored(sighting));
    IpHash ip = unlessSame(after.ipHash(), before.ipHash());
    Place place = unlessSame(after.place(), before.place());
    return handle
        .createUpdate(database.sql(sql))
        .bind("id", row.id())
        .bind("customerId", unlessSame(after.customerId(), before.customerId()))
        .bind("ip", ip == null ? null : ip.value())
        .bind(
            "agent",
            after.userAgent() == null || after.userAgent().equals(before.userAgent())
                ? null
                : cut(after.userAgent()))
        .bind("country", place == null ? null : place.country())
        .bind("city", place == null ? null : place.city())
        .bind("first", time.text(unlessSame(after.firstSeen(), before.firstSeen())))
        .bind("last", time.text(unlessSame(after.lastSeen(), before.lastSeen())))
        .bind("visits", after.visitCount());
  }

  private void insert(Handle handle, Sighting sighting) {
    Place place = sighting.place();
    handle
        .createUpdate(database.sql(INSERT))
        .bind("email", sighting.customer().value())
        .bind("customerId", sighting.customerId())
        .bind("ip", table.text(sighting.ipHash()))
        .bind("fingerprint", table.text(sighting.fingerprint()))
        .bind("at", time.text(sighting.at()))
        .bind("agent", cut(sighting.userAgent()))
        .bind("country", place == null ? null : place.country())
        .bind("city", place == null ? null : place.city())
        .execute();
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
