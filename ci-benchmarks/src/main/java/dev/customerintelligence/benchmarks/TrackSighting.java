package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Mix;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.benchmarks.page.Found;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.benchmarks.server.DatabaseShop;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.SightingOutcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Remembering a device, beside a bare upsert. */
@Section(
    order = 40,
    title = "Track a sighting",
    text =
        "One DeviceStore.record, beside a single-row upsert that does not look for tombstones nor"
            + " for rows of other writers: on Postgres by the document's unique key, on MySQL and"
            + " MariaDB by the primary key, as the document's table has no other. Four of five"
            + " devices are known, all commits are alike; the embedded Postgres makes no"
            + " checkpoint in its first hour and does not vacuum. And since nobody who sees a visitor knows that primary"
            + " key, beside bare statements that keep a second row and somebody erased out too: on"
            + " Postgres a lock, a look for the tombstone and the upsert in one request; on MySQL and"
            + " MariaDB a look for row and tombstone and an UPDATE by id, or for a new device the"
            + " INSERT in a transaction behind a lock and one look for both. On Postgres they look for no rows"
            + " of other writers either, and on none do they mind who else counts meanwhile.")
@Ratio(says = "track / bare upsert", of = "track", by = "bareUpsert", atMost = 1.3)
@Ratio(says = "track / bare statements that keep out the same", of = "track", by = "guardedWrite")
@Ratio(
    says = "bare statements that keep out the same / bare upsert",
    of = "guardedWrite",
    by = "bareUpsert")
@Found({
  "On Postgres a sample of the service's stacks showed most of its own part in JDBI: the statement was"
      + " put together and its text hashed anew for each sighting, and each value went through the"
      + " search for what binds it. The texts of what visitors wait for are kept now, and this"
      + " statement and the making of an offer are bound without JDBI: by hand in one loop a sighting"
      + " took a fifth less, and the service's part of it no longer than the bare upsert's.",
  "There, by EXPLAIN (ANALYZE, BUFFERS) of a known device, all in memory, a third of the execution"
      + " went into finding its row: by address and browser, as another writer may have spelled the"
      + " address otherwise than the unique key would find it, and once more by its id. And an"
      + " update and an insert were ready, of which it needs one, and each opened all nine indexes. One"
      + " insert does for both now, which has the row's id or a new one. By hand, of 500,000 devices on"
      + " one server, before and after by turns, a sighting takes an eighth less; the ratio here moved"
      + " by no more than it does from run to run. To look by the id first, for rows that the library"
      + " made, gained nothing.",
  "What is left there is, about by halves, the lock and the look for the tombstone, which the bare"
      + " statements that keep out the same show beside the bare upsert, and the look for the row. The"
      + " first half alone takes most of what the target leaves, so that it cannot be met without"
      + " giving up one or the other.",
  "Postgres made checkpoints while these were measured, after which the first write to a page logs it"
      + " whole: the bare upsert comes first and seemed slower than it is, which flattered the ratio."
      + " And its autovacuum began when the writes of the first two were enough for it, during the"
      + " third, which is the library's, and made that uneven. The embedded server waits an hour with"
      + " checkpoints now, and does not vacuum the table by itself.",
  "On MySQL and MariaDB a known device was counted in a transaction of nine requests under a lock. It"
      + " takes two now, without one: the row is read, and written if nobody has changed it since."
      + " A new device still takes the lock, as the document's table has no key that would keep a"
      + " second one out.",
  "On MySQL and MariaDB the server weighed the indexes of all that the UPDATE is conditional on, which"
      + " by single statements took it a third of the update's time; the key is named now. Of a new"
      + " device, whether it and its customer's tombstone are there is one request instead of two.",
  "The target is wrong for them beside an upsert by primary key: one request that finds its row by"
      + " a number which the library has to look for first, and which keeps neither a second device"
      + " nor somebody erased out. What the library adds is seen beside bare statements that do."
})
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TrackSighting {
  private static final String POSTGRES =
      """
      INSERT INTO {devices} AS d (customer_email, customer_id, ip_hash, browser_fingerprint,
        first_seen, last_seen, visit_count, user_agent, geo_country, geo_city)
      VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
      ON CONFLICT (browser_fingerprint, customer_email) DO UPDATE SET
        ip_hash = excluded.ip_hash, last_seen = greatest(d.last_seen, excluded.last_seen),
        visit_count = d.visit_count + 1, user_agent = excluded.user_agent,
        geo_country = excluded.geo_country, geo_city = excluded.geo_city
      """;

  private static final String MYSQL =
      """
      INSERT INTO {devices} (customer_email, customer_id, ip_hash, browser_fingerprint,
        first_seen, last_seen, visit_count, user_agent, geo_country, geo_city, id)
      VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)
      ON DUPLICATE KEY UPDATE
        ip_hash = VALUES(ip_hash), last_seen = GREATEST(last_seen, VALUES(last_seen)),
        visit_count = visit_count + 1, user_agent = VALUES(user_agent),
        geo_country = VALUES(geo_country), geo_city = VALUES(geo_city)
      """;

  private static final String GUARDED_POSTGRES =
      Guard.LOCK_ON_POSTGRES
          + POSTGRES.replace(
              "VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
              "SELECT ?, ?, ?, ?, ?::timestamp, ?::timestamp, 1, ?, ?, ? WHERE NOT EXISTS ("
                  + Guard.TOMBSTONE
                  + ")");

  private static final String ROW =
      """
      SELECT {columns}
      FROM {devices} WHERE customer_email = ? AND browser_fingerprint = ?
      ORDER BY last_seen DESC LIMIT 1
      """;

  private static final String LOOK =
      ROW.replace("{columns}", "id, EXISTS (" + Guard.TOMBSTONE + ") AS is_erased");

  private static final String IN_THE_WAY = Guard.tombstoneOr(ROW.replace("{columns}", "1"));

  private static final String UPDATE =
      """
      UPDATE {devices} SET ip_hash = ?, last_seen = GREATEST(last_seen, ?),
        visit_count = visit_count + 1, user_agent = ?, geo_country = ?, geo_city = ?
      WHERE id = ?
      """;

  private static final String INSERT = MYSQL.substring(0, MYSQL.indexOf("ON DUPLICATE"));

  private static final long BEGINNING = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  /** The next sighting. */
  @State(Scope.Benchmark)
  public static class Next {
    // What was seen before would be an update that changes next to nothing.
    private int number = (int) (System.nanoTime() & 0xffffff);

    private int deviceOf(int sighting, int devices) {
      return Mix.below(devices, 2000, sighting);
    }

    private Sighting sighting(int devices) {
      int sighting = number++;
      Device known =
          new Population(devices).device(deviceOf(sighting, devices), DatabaseShop.ipHasher());
      return new Sighting(
          known.customer(),
          known.customerId(),
          isNew(sighting) ? newBrowser() : known.fingerprint(),
          known.ipHash(),
          known.userAgent(),
          known.place(),
          Population.NOW.plusMillis(System.currentTimeMillis() - BEGINNING));
    }

    private static boolean isNew(int sighting) {
      return sighting % 5 == 4;
    }

    private static Fingerprint newBrowser() {
      String half = UUID.randomUUID().toString().replace("-", "");
      return Fingerprint.of(half + half);
    }
  }

  /** Remembers one device. */
  @Benchmark
  public SightingOutcome track(DatabaseShop shop, Next next) {
    boolean isNew = Next.isNew(next.number);
    SightingOutcome outcome = shop.storage().devices().record(next.sighting(shop.devices));
    if (outcome != (isNew ? SightingOutcome.NEW_DEVICE : SightingOutcome.KNOWN_DEVICE)) {
      throw new IllegalStateException("A " + outcome + " was tracked");
    }
    return outcome;
  }

  /** Writes the same row. */
  @Benchmark
  public int bareUpsert(DatabaseShop shop, Next next) throws SQLException {
    int number = next.number;
    Sighting sighting = next.sighting(shop.devices);
    try (Connection connection = shop.pool().getConnection()) {
      return shop.store.isMysql()
          ? write(
              connection,
              shop,
              MYSQL,
              sighting,
              Next.isNew(number) ? null : next.deviceOf(number, shop.devices) + 1L)
          : write(connection, shop, POSTGRES, sighting);
    }
  }

  /** Writes the same row if nothing is in its way. */
  @Benchmark
  public int guardedWrite(DatabaseShop shop, Next next) throws SQLException {
    int number = next.number;
    Sighting sighting = next.sighting(shop.devices);
    try (Connection connection = shop.pool().getConnection()) {
      if (!shop.store.isMysql()) {
        return guardedUpsert(connection, shop, sighting, number);
      }
      long id = look(connection, shop, sighting, number);
      if ((id == 0) != Next.isNew(number)) {
        throw new IllegalStateException("The device of " + number + " has the id " + id);
      }
      return id == 0
          ? Guard.onMysql(
              connection,
              shop,
              number,
              IN_THE_WAY,
              List.of(sighting.customer().value(), fingerprint(sighting)),
              same -> write(same, shop, INSERT, sighting, (Object) null))
          : update(connection, shop, sighting, id);
    }
  }

  private static int guardedUpsert(
      Connection connection, DatabaseShop shop, Sighting sighting, int number) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(shop.sql(GUARDED_POSTGRES))) {
      statement.setInt(1, Guard.lock(number));
      bind(statement, 2, sighting);
      statement.setString(11, Guard.tombstone(number));
      statement.execute();
      statement.getMoreResults();
      if (statement.getUpdateCount() != 1) {
        throw new IllegalStateException("The device of " + number + " was not written");
      }
      return 1;
    }
  }

  /** Returns the row's id, or 0. */
  private static long look(Connection connection, DatabaseShop shop, Sighting sighting, int number)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(shop.sql(LOOK))) {
      statement.setString(1, Guard.tombstone(number));
      statement.setString(2, sighting.customer().value());
      statement.setString(3, fingerprint(sighting));
      try (ResultSet found = statement.executeQuery()) {
        if (!found.next()) {
          return 0;
        }
        if (found.getBoolean("is_erased")) {
          throw new IllegalStateException("Customer " + number + " was erased");
        }
        return found.getLong("id");
      }
    }
  }

  private static int update(Connection connection, DatabaseShop shop, Sighting sighting, long id)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(shop.sql(UPDATE))) {
      statement.setString(1, Objects.requireNonNull(sighting.ipHash()).value());
      statement.setObject(2, LocalDateTime.ofInstant(sighting.at(), ZoneOffset.UTC));
      statement.setString(3, Objects.requireNonNull(sighting.userAgent()).value());
      statement.setString(4, Objects.requireNonNull(sighting.place()).country());
      statement.setString(5, Objects.requireNonNull(sighting.place()).city());
      statement.setLong(6, id);
      if (statement.executeUpdate() != 1) {
        throw new IllegalStateException("The device " + id + " was not written");
      }
      return 1;
    }
  }

  private static int write(
      Connection connection,
      DatabaseShop shop,
      String sql,
      Sighting sighting,
      @Nullable Object... more)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(shop.sql(sql))) {
      bind(statement, 1, sighting);
      for (int i = 0; i < more.length; i++) {
        statement.setObject(10 + i, more[i]);
      }
      return statement.executeUpdate();
    }
  }

  private static String fingerprint(Sighting sighting) {
    return Objects.requireNonNull(sighting.fingerprint()).value();
  }

  private static void bind(PreparedStatement statement, int first, Sighting sighting)
      throws SQLException {
    Object at = LocalDateTime.ofInstant(sighting.at(), ZoneOffset.UTC);
    statement.setString(first, sighting.customer().value());
    statement.setInt(first + 1, Math.toIntExact(Objects.requireNonNull(sighting.customerId())));
    statement.setString(first + 2, Objects.requireNonNull(sighting.ipHash()).value());
    statement.setString(first + 3, fingerprint(sighting));
    statement.setObject(first + 4, at);
    statement.setObject(first + 5, at);
    statement.setString(first + 6, Objects.requireNonNull(sighting.userAgent()).value());
    statement.setString(first + 7, Objects.requireNonNull(sighting.place()).country());
    statement.setString(first + 8, Objects.requireNonNull(sighting.place()).city());
  }
}
