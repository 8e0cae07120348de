package dev.customerintelligence.storage.postgres;

import static dev.customerintelligence.storage.postgres.People.EMAIL;

import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.UuidV5;
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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Devices in {@code device_tracking}. */
final class PostgresDeviceStore implements DeviceStore {
  static final String COLUMNS =
      "id, customer_email, customer_id, ip_hash, browser_fingerprint, first_seen, last_seen,"
          + " visit_count, user_agent, geo_country, geo_city";

  /** Sets the ids of devices apart from others that are made of the same texts. */
  private static final UUID DEVICE = UUID.fromString("5b1f8a52-8d1e-4c53-9f0e-0f7c5a2a7d10");

  private static final int MAX_ASKED = 1000;

  /** As {@link Device#seenAgain}. No address is the empty text, as ip_hash is NOT NULL. */
  private static final String SEEN_AGAIN =
      """
      customer_id = CASE WHEN {newest} THEN coalesce(excluded.customer_id, d.customer_id)
          ELSE coalesce(d.customer_id, excluded.customer_id) END,
      ip_hash = CASE WHEN {newest} THEN coalesce(nullif(excluded.ip_hash, ''), d.ip_hash)
          ELSE coalesce(nullif(d.ip_hash, ''), excluded.ip_hash) END,
      user_agent = CASE WHEN {newest} THEN coalesce(excluded.user_agent, d.user_agent)
          ELSE coalesce(d.user_agent, excluded.user_agent) END,
      geo_country = CASE WHEN {newest} THEN coalesce(excluded.geo_country, d.geo_country)
          ELSE coalesce(d.geo_country, excluded.geo_country) END,
      geo_city = CASE WHEN excluded.geo_country IS NOT NULL
              AND ({newest} OR d.geo_country IS NULL)
          THEN excluded.geo_city ELSE d.geo_city END,
      first_seen = least(d.first_seen, excluded.first_seen),
      last_seen = greatest(d.last_seen, excluded.last_seen),
      visit_count = least(greatest(d.visit_count, 1)::bigint + 1, 2147483647)::int
      """
          .replace("{newest}", "(d.last_seen IS NULL OR excluded.last_seen >= d.last_seen)");

  /**
   * Neither table needs a unique key for this: whoever makes a new row gives it the id that its key
   * has, so that of any number only one is made. A row of another writer has any id, so that a
   * known one is found by address and browser first. It is held, since its id is not the one to
   * take when it is deleted or changed meanwhile.
   *
   * <p>One INSERT for new and known ones, since with an UPDATE ready beside it the server opens all
   * indexes twice. So triggers, checks and policies of INSERT see a known device too. It returns no
   * row when the customer is erased, or the id another device's.
   */
  static final String WRITE =
      """
      INSERT INTO {schema}.device_tracking AS d
        (id, customer_email, customer_id, ip_hash, browser_fingerprint, first_seen, last_seen,
         visit_count, user_agent, geo_country, geo_city)
      SELECT
        coalesce(
          (SELECT k.id FROM {schema}.device_tracking k WHERE {same}
           ORDER BY k.customer_email = seen.customer_email DESC, k.id LIMIT 1
           FOR NO KEY UPDATE),
          seen.id),
        customer_email, customer_id, ip_hash, browser_fingerprint, at, at, 1, user_agent,
        geo_country, geo_city
      FROM (
        SELECT ?::uuid AS id, ?::text AS customer_email, ?::int AS customer_id, ?::text AS ip_hash,
          ?::text AS browser_fingerprint, ?::timestamp AS at, ?::text AS user_agent,
          ?::text AS geo_country, ?::text AS geo_city
      ) seen
      WHERE NOT EXISTS (SELECT FROM {schema}.ci_tombstones WHERE hash = ANY(?))
      ON CONFLICT (id) DO UPDATE SET {seenAgain}
      WHERE {sameAsExcluded}
      RETURNING xmax = 0 AS is_new
      """
          .replace("{seenAgain}", SEEN_AGAIN)
          .replace("{same}", sameDevice("k", "seen"))
          .replace("{sameAsExcluded}", sameDevice("d", "excluded"));

  private static final String RECORD = People.LOCK_ONE + WRITE;

  private static final String IS_ERASED =
      "SELECT EXISTS (SELECT FROM {schema}.ci_tombstones WHERE hash = ANY(?))";

  private static final String DEVICES_OF =
      "SELECT {columns} FROM {schema}.device_tracking WHERE {email} = :email"
              .replace("{columns}", COLUMNS)
              .replace("{email}", EMAIL)
          + " ORDER BY last_seen DESC NULLS LAST LIMIT :limit";

  private static final String NEWEST_DEVICES =
      """
      SELECT newest.*
      FROM unnest(:emails) AS asked (email)
      CROSS JOIN LATERAL (
        SELECT {columns} FROM {schema}.device_tracking
        WHERE {email} = asked.email COLLATE "C"
        ORDER BY last_seen DESC NULLS LAST LIMIT 1
      ) newest
      """
          .replace("{columns}", COLUMNS)
          .replace("{email}", EMAIL);

  private static final String CUSTOMERS_ON =
      """
      SELECT {columns} FROM {schema}.device_tracking
      WHERE browser_fingerprint COLLATE "C" = :fingerprint
      ORDER BY last_seen DESC NULLS LAST LIMIT :limit
      """
          .replace("{columns}", COLUMNS);

  /** What the statement of a recognition depends on; in a service it is always the same. */
  private record Asked(boolean browser, int hashes, int limit) {}

  private final Database database;
  private final People people;
  private final DeviceStatistics statistics;
  private final ConcurrentMap<Asked, String> statements = new ConcurrentHashMap<>();

  PostgresDeviceStore(Database database, People people) {
    this.database = database;
    this.people = people;
    this.statistics = new DeviceStatistics(database);
  }

  @Override
  public SightingOutcome record(Sighting sighting) {
    EmailAddress customer = Inputs.required("sighting", sighting).customer();
    UUID id = id(customer, sighting.fingerprint(), sighting.ipHash());
    // A row of that id may have been given another customer or browser since.
    return record(sighting, id)
        .or(() -> record(sighting, UUID.randomUUID()))
        .orElseThrow(() -> new StorageFailedException("device_tracking has no free id", null));
  }

  /** The id under which a device is made, so that two who make it at once make one. */
  static UUID id(Device device) {
    return id(device.customer(), device.fingerprint(), device.ipHash());
  }

  private static UUID id(
      EmailAddress customer, @Nullable Fingerprint fingerprint, @Nullable IpHash ipHash) {
    String signal =
        fingerprint == null ? "@" + (ipHash == null ? "" : ipHash.value()) : fingerprint.value();
    return UuidV5.of(DEVICE, customer.value() + " " + signal);
  }

  private Optional<SightingOutcome> record(Sighting sighting, UUID id) {
    EmailAddress customer = sighting.customer();
    UserAgent agent = sighting.userAgent();
    Place place = sighting.place();
    String ip = ip(sighting);
    String fingerprint = Values.text(sighting.fingerprint());
    Integer customerId = Values.customerId(sighting.customerId());
    String[] tombstones = people.tombstonesOf(customer);
    return database.onceOnConnection(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(database.sql(RECORD))) {
            new Parameters(statement)
                .whole(People.bucket(customer))
                .id(id)
                .text(customer.value())
                .whole(customerId)
                .text(ip)
                .text(fingerprint)
                .moment(sighting.at())
                .text(agent == null ? null : agent.value())
                .text(place == null ? null : place.country())
                .text(place == null ? null : place.city())
                .texts(tombstones);
            List<Boolean> written = AfterLock.run(statement, row -> row.getBoolean(1));
            if (!written.isEmpty()) {
              return Optional.of(
                  written.get(0) ? SightingOutcome.NEW_DEVICE : SightingOutcome.KNOWN_DEVICE);
            }
          }
          // Nothing was written, so that this one may be repeated as well.
          return isErased(connection, tombstones)
              ? Optional.of(SightingOutcome.CUSTOMER_ERASED)
              : Optional.empty();
        });
  }

  private boolean isErased(Connection connection, String[] tombstones) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(database.sql(IS_ERASED))) {
      new Parameters(statement).texts(tombstones);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** IS NOT DISTINCT FROM also keeps the planner from reading everybody with the fingerprint. */
  private static String sameDevice(String row, String seen) {
    return """
        {email} = {seen}.customer_email
        AND {row}.browser_fingerprint IS NOT DISTINCT FROM {seen}.browser_fingerprint
        AND ({seen}.browser_fingerprint IS NOT NULL OR {row}.ip_hash = {seen}.ip_hash)
        """
        .replace("{email}", EMAIL.replace("customer_email", "{row}.customer_email"))
        .replace("{row}", row)
        .replace("{seen}", seen);
  }

  /** No address is the empty text, as ip_hash is NOT NULL. */
  private static String ip(Sighting sighting) {
    return sighting.ipHash() == null ? "" : sighting.ipHash().value();
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
                database.withSchema(
                    DevicesByKey.statement(asked.browser(), asked.hashes(), asked.limit())));
    return database.onceOnConnection(
        connection -> DevicesByKey.read(connection, sql, signals, limit));
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
                .createQuery(database.sql(DEVICES_OF))
                .bind("email", customer.value())
                .bind("limit", limit)
                .map((row, context) -> Rows.device(new ResultSetRow(row)))
                .list());
  }

  @Override
  public Map<EmailAddress, Device> newestDevices(Collection<EmailAddress> customers) {
    Inputs.required("customers", customers);
    Inputs.between("customers.size", customers.size(), 0, MAX_ASKED);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(NEWEST_DEVICES))
                .bindArray(
                    "emails",
                    String.class,
                    customers.stream().map(EmailAddress::value).distinct().toArray())
                .map((row, context) -> Rows.device(new ResultSetRow(row)))
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
                .map((row, context) -> Rows.device(new ResultSetRow(row)))
                .list());
  }
}
