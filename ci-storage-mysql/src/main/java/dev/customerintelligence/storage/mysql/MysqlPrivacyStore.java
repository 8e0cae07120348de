package dev.customerintelligence.storage.mysql;

import static dev.customerintelligence.storage.mysql.People.EXACT;
import static dev.customerintelligence.storage.mysql.People.IS_CUSTOMER;

import com.google.common.collect.Lists;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Tombstone;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.UuidV7;
import dev.customerintelligence.privacy.AuditAction;
import dev.customerintelligence.privacy.AuditRecord;
import dev.customerintelligence.privacy.PendingErasure;
import dev.customerintelligence.privacy.PeoplePage;
import dev.customerintelligence.privacy.PersonCounts;
import dev.customerintelligence.privacy.PersonVisitor;
import dev.customerintelligence.privacy.PrivacyStore;
import dev.customerintelligence.storage.row.Rows;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.EmptyHandling;
import org.jspecify.annotations.Nullable;

/** Tombstones, audit records, and whatever deletes. */
final class MysqlPrivacyStore implements PrivacyStore {
  private static final int PAGE = 500;
  private static final int IDS_PER_STATEMENT = 1000;
  private static final PersonCounts NOTHING = new PersonCounts(0, 0, 0, 0, 0);

  private static final String CUSTOMER_IDS =
      """
      SELECT customer_id FROM {profiles} WHERE {isCustomer} AND customer_id > 0
      UNION SELECT customer_id FROM {devices} WHERE {isCustomer} AND customer_id > 0
      UNION SELECT customer_id FROM {offers} WHERE {isCustomer} AND customer_id > 0
      UNION SELECT customer_id FROM {events} WHERE {isCustomer} AND customer_id > 0
      """
          .replace("{isCustomer}", IS_CUSTOMER);

  private static final String OWN_FINGERPRINTS =
      """
      SELECT DISTINCT d.browser_fingerprint FROM {devices} d
      WHERE {isCustomer} AND d.browser_fingerprint <> '' AND NOT EXISTS (
        SELECT 1 FROM {devices} o
        WHERE o.browser_fingerprint = d.browser_fingerprint AND {exactOfOther} <> :email)
      """
          .replace("{isCustomer}", IS_CUSTOMER.replace("customer_email", "d.customer_email"))
          .replace("{exactOfOther}", EXACT.replace("customer_email", "o.customer_email"));

  /** By address, and without one by customer id and by own browsers; each by its index. */
  private static final String EVENT_IDS =
      """
      SELECT id FROM {events} WHERE {isCustomer}
      UNION SELECT id FROM {events} WHERE customer_id IN (<ids>)
        AND (customer_email IS NULL OR customer_email = '')
      UNION SELECT id FROM {events} WHERE browser_fingerprint IN (<fingerprints>)
        AND (customer_email IS NULL OR customer_email = '')
      ORDER BY id
      """
          .replace("{isCustomer}", IS_CUSTOMER);

  private static final String COUNT =
      """
      SELECT (SELECT COUNT(*) FROM {profiles} WHERE {isCustomer}) AS profiles,
             (SELECT COUNT(*) FROM {devices} WHERE {isCustomer}) AS devices,
             (SELECT COUNT(*) FROM {offers} WHERE {isCustomer}) AS offers,
             (SELECT COUNT(*) FROM {forecasts} WHERE customer_email = :email) AS forecasts
      """
          .replace("{isCustomer}", IS_CUSTOMER);

  private static final String PAGE_OF =
      "SELECT * FROM {table} WHERE " + IS_CUSTOMER + " AND id > :after ORDER BY id LIMIT :limit";

  private static final String EVENTS =
      "SELECT "
          + EventRows.COLUMNS
          + " FROM "
          + EventRows.FROM
          + " WHERE e.id IN (<ids>) ORDER BY e.id";

  private static final String BURY =
      "INSERT IGNORE INTO {tombstones} (hash, erased_at) VALUES (:hash, :at)";

  /** Before every erasure. */
  private static final String NEVER = "1000-01-01 00:00:00";

  private static final String ANNOUNCE =
      "INSERT INTO {pendingErasures} (id, person, erased_at) VALUES (:id, :person, :at)";

  private static final String PENDING =
      """
      SELECT id, person, erased_at FROM {pendingErasures}
      WHERE erased_at > :at OR (erased_at = :at AND id > :id)
      ORDER BY erased_at, id LIMIT :limit
      """;

  private static final String TOMBSTONES =
      "SELECT hash FROM {tombstones} WHERE hash > :after ORDER BY hash LIMIT :limit";

  /**
   * In the columns' own sequence, by which each part reads its index. Of addresses that differ in
   * accents only, which such a column takes for one, one is looked at.
   */
  private static final String HELD =
      Stream.of("{profiles}", "{devices}", "{offers}", "{events}")
              .map(
                  table ->
                      "(SELECT DISTINCT customer_email FROM "
                          + table
                          + " WHERE customer_email > :after ORDER BY customer_email LIMIT :limit)")
              .collect(Collectors.joining(" UNION "))
          + " ORDER BY customer_email LIMIT :limit";

  /** Apart from the others, as this column has a sequence of its own. */
  private static final String HELD_FORECASTS =
      """
      SELECT customer_email FROM {forecasts} WHERE customer_email > :after
      ORDER BY customer_email LIMIT :limit
      """;

  /** What a place among the rows, and one among the forecasts, begins with. */
  private static final String IN_ROWS = "rows:";

  private static final String IN_FORECASTS = "forecasts:";

  private static final String NOTE =
      """
      INSERT INTO {audit} (id, at, action, profiles, devices, offers, events, forecasts)
      VALUES (:id, :at, :action, :profiles, :devices, :offers, :events, :forecasts)
      """;

  private static final String IS_ERASED =
      "SELECT COUNT(*) FROM {tombstones} WHERE hash IN (<hashes>)";

  private static final String RELEASE = "DELETE FROM {tombstones} WHERE hash IN (<hashes>)";

  private static final String NOT_SEEN =
      """
      SELECT id FROM {devices} WHERE last_seen < :moment
      ORDER BY last_seen LIMIT :limit FOR UPDATE SKIP LOCKED
      """;

  private static final String NEVER_SEEN =
      """
      SELECT id FROM {devices}
      WHERE last_seen IS NULL AND COALESCE(first_seen, '1970-01-01 00:00:00') < :moment
      LIMIT :limit FOR UPDATE SKIP LOCKED
      """;

  private static final String OLD_EVENTS =
      """
      SELECT id FROM {events} WHERE `timestamp` < :moment
      ORDER BY `timestamp` LIMIT :limit FOR UPDATE SKIP LOCKED
      """;

  private static final String COUNT_NOT_SEEN =
      "SELECT COUNT(*) FROM {devices} WHERE last_seen < :moment";

  private static final String COUNT_NEVER_SEEN =
      """
      SELECT COUNT(*) FROM {devices}
      WHERE last_seen IS NULL AND COALESCE(first_seen, '1970-01-01 00:00:00') < :moment
      """;

  private static final String COUNT_OLD_EVENTS =
      "SELECT COUNT(*) FROM {events} WHERE `timestamp` < :moment";

  private static final String AUDITS =
      """
      SELECT id, at, action, profiles, devices, offers, events, forecasts FROM {audit}
      ORDER BY sequence DESC LIMIT :limit
      """;

  private final Database database;
  private final SiteTime time;
  private final People people;
  private final EventRows eventRows;
  private final RandomGenerator random = new SecureRandom();

  MysqlPrivacyStore(Database database, SiteTime time, People people, EventRows eventRows) {
    this.database = database;
    this.time = time;
    this.people = people;
    this.eventRows = eventRows;
  }

  @Override
  public AuditRecord erase(EmailAddress person, Instant at) {
    return erase(person, at, (handle, note) -> {});
  }

  @Override
  public AuditRecord eraseEverywhere(EmailAddress person, Instant at) {
    return erase(
        person,
        at,
        (handle, note) ->
            handle
                .createUpdate(database.sql(ANNOUNCE))
                .bind("id", Uuids.bytes(note.id()))
                .bind("person", person.value())
                .bind("at", SiteTime.UTC.text(at))
                .execute());
  }

  @Override
  public List<PendingErasure> pendingErasures(@Nullable PendingErasure after, int limit) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(PENDING))
                .bind("at", after == null ? NEVER : SiteTime.UTC.text(after.erasedAt()))
                .bind("id", after == null ? new byte[0] : Uuids.bytes(after.id()))
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new PendingErasure(
                            Uuids.of(row.getBytes("id")),
                            EmailAddress.of(row.getString("person")),
                            SiteTime.UTC.readPresent(row, "erased_at")))
                .list());
  }

  @Override
  public boolean completeErasure(
      PendingErasure erasure, Instant at, PersonCounts deletedElsewhere) {
    Inputs.required("erasure", erasure);
    Inputs.moment("at", at);
    return database.inTransaction(
        handle -> {
          int completed =
              handle
                  .createUpdate(database.sql("DELETE FROM {pendingErasures} WHERE id = :id"))
                  .bind("id", Uuids.bytes(erasure.id()))
                  .execute();
          if (completed > 0) {
            note(handle, at, AuditAction.ERASED_ELSEWHERE, deletedElsewhere);
          }
          return completed > 0;
        });
  }

  @Override
  public List<Tombstone> tombstonesAfter(@Nullable Tombstone after, int limit) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(TOMBSTONES))
                .bind("after", after == null ? "" : after.value())
                .bind("limit", limit)
                .map((row, context) -> new Tombstone(row.getString("hash")))
                .list());
  }

  @Override
  public int addTombstones(List<Tombstone> tombstones, Instant at) {
    List<Tombstone> added = Inputs.list("tombstones", tombstones);
    Inputs.moment("at", at);
    return database.inTransaction(
        handle -> {
          int rows = 0;
          for (Tombstone tombstone : added) {
            rows +=
                handle
                    .createUpdate(database.sql(BURY))
                    .bind("hash", tombstone.value())
                    .bind("at", SiteTime.UTC.text(at))
                    .execute();
          }
          return rows;
        });
  }

  @Override
  public PeoplePage heldThoughErased(@Nullable String from, int limit) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return from != null && from.startsWith(IN_FORECASTS)
        ? held(HELD_FORECASTS, IN_FORECASTS, from, null, limit)
        : held(HELD, IN_ROWS, from == null ? IN_ROWS : from, IN_FORECASTS, limit);
  }

  private PeoplePage held(
      String sql, String place, String from, @Nullable String afterLast, int limit) {
    return database.inSnapshot(
        handle -> {
          List<String> held =
              handle
                  .createQuery(database.sql(sql))
                  .bind("after", from.substring(place.length()))
                  .bind("limit", limit)
                  .mapTo(String.class)
                  .list();
          return new PeoplePage(
              erased(handle, held),
              held.size() < limit ? afterLast : place + held.get(held.size() - 1));
        });
  }

  private List<EmailAddress> erased(Handle handle, List<String> held) {
    Map<String, EmailAddress> byHash = new HashMap<>();
    for (String text : held) {
      try {
        EmailAddress person = EmailAddress.of(text);
        people.tombstonesOf(person).forEach(hash -> byHash.put(hash, person));
      } catch (InvalidInputException notAnAddress) {
        // Nobody can have been erased under it.
      }
    }
    return handle
        .createQuery(database.sql("SELECT hash FROM {tombstones} WHERE hash IN (<hashes>)"))
        .bindList(EmptyHandling.NULL_KEYWORD, "hashes", List.copyOf(byHash.keySet()))
        .mapTo(String.class)
        .stream()
        .map(byHash::get)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private interface Announcement {
    void make(Handle handle, AuditRecord note);
  }

  private AuditRecord erase(EmailAddress person, Instant at, Announcement announcement) {
    Inputs.required("person", person);
    Inputs.moment("at", at);
    return database.inTransaction(
        handle -> {
          people.lockOut(handle, person);
          handle
              .createUpdate(database.sql(BURY))
              .bind("hash", people.tombstone(person).value())
              .bind("at", SiteTime.UTC.text(at))
              .execute();
          holdDevices(handle, person);
          Keys keys = keys(handle, person);
          // Offers before events: a step that is under way holds its offer and then adds an event.
          long offers = delete(handle, "{offers}", person);
          long devices = delete(handle, "{devices}", person);
          long profiles = delete(handle, "{profiles}", person);
          long events = eventRows.delete(handle, eventIds(handle, person, keys));
          long forecasts = MysqlForecastStore.delete(database, handle, List.of(person));
          AuditRecord note =
              note(
                  handle,
                  at,
                  AuditAction.ERASED,
                  new PersonCounts(profiles, devices, offers, events, forecasts));
          announcement.make(handle, note);
          return note;
        });
  }

  /** A known device is counted without the person's lock, and the visit may tell of a key. */
  private void holdDevices(Handle handle, EmailAddress person) {
    handle
        .createQuery(database.sql("SELECT id FROM {devices} WHERE " + IS_CUSTOMER + " FOR UPDATE"))
        .bind("email", person.value())
        .mapTo(Long.class)
        .list();
  }

  @Override
  public boolean isErased(EmailAddress person) {
    Inputs.required("person", person);
    return database.once(
        handle ->
            handle
                    .createQuery(database.sql(IS_ERASED))
                    .bindList("hashes", people.tombstonesOf(person))
                    .mapTo(Long.class)
                    .one()
                > 0);
  }

  @Override
  public boolean release(EmailAddress person, Instant at) {
    Inputs.required("person", person);
    Inputs.moment("at", at);
    return database.inTransaction(
        handle -> {
          int lifted =
              handle
                  .createUpdate(database.sql(RELEASE))
                  .bindList("hashes", people.tombstonesOf(person))
                  .execute();
          if (lifted > 0) {
            note(handle, at, AuditAction.RELEASED, NOTHING);
          }
          return lifted > 0;
        });
  }

  @Override
  public PersonCounts count(EmailAddress person) {
    Inputs.required("person", person);
    return database.inSnapshot(
        handle -> {
          long events = eventIds(handle, person, keys(handle, person)).size();
          return handle
              .createQuery(database.sql(COUNT))
              .bind("email", person.value())
              .map(
                  (row, context) ->
                      new PersonCounts(
                          row.getLong("profiles"),
                          row.getLong("devices"),
                          row.getLong("offers"),
                          events,
                          row.getLong("forecasts")))
              .one();
        });
  }

  @Override
  public void read(EmailAddress person, PersonVisitor visitor) {
    Inputs.required("person", person);
    Inputs.required("visitor", visitor);
    // Shown outside the work that is repeated where it lost a race: nothing is shown twice.
    List<Long> events =
        database.inSnapshot(handle -> eventIds(handle, person, keys(handle, person)));
    show("{profiles}", person, row -> MysqlProfileStore.profile(row, time), visitor::profile);
    show("{devices}", person, row -> Rows.device(new ResultSetRow(row, time)), visitor::device);
    show("{offers}", person, row -> MysqlOfferStore.offer(row, time), visitor::offer);
    for (List<Long> some : Lists.partition(events, PAGE)) {
      database
          .once(
              handle ->
                  handle
                      .createQuery(eventRows.byId(EVENTS))
                      .bindList("ids", some)
                      .map((row, context) -> eventRows.event(row))
                      .list())
          .forEach(visitor::event);
    }
    database
        .once(handle -> MysqlForecastStore.find(database, handle, person))
        .ifPresent(visitor::forecast);
  }

  @Override
  public int deleteDevicesNotSeenSince(Instant moment, int limit) {
    Inputs.moment("moment", moment);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.inTransaction(
        handle -> {
          List<Long> due = new ArrayList<>(ids(handle, NOT_SEEN, moment, limit));
          if (due.size() < limit) {
            due.addAll(ids(handle, NEVER_SEEN, moment, limit - due.size()));
          }
          for (List<Long> some : Lists.partition(due, IDS_PER_STATEMENT)) {
            handle
                .createUpdate(database.sql("DELETE FROM {devices} WHERE id IN (<ids>)"))
                .bindList("ids", some)
                .execute();
          }
          return due.size();
        });
  }

  @Override
  public int deleteEventsBefore(Instant moment, int limit) {
    Inputs.moment("moment", moment);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.inTransaction(
        handle -> {
          long deleted = eventRows.delete(handle, ids(handle, OLD_EVENTS, moment, limit));
          eventRows.forgetBeforeTheFirst(handle, limit);
          return (int) deleted;
        });
  }

  @Override
  public long countDevicesNotSeenSince(Instant moment) {
    Inputs.moment("moment", moment);
    return database.once(
        handle -> count(handle, COUNT_NOT_SEEN, moment) + count(handle, COUNT_NEVER_SEEN, moment));
  }

  @Override
  public long countEventsBefore(Instant moment) {
    Inputs.moment("moment", moment);
    return database.once(handle -> count(handle, COUNT_OLD_EVENTS, moment));
  }

  @Override
  public List<AuditRecord> newestAudits(int limit) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(AUDITS))
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new AuditRecord(
                            Uuids.of(row.getBytes("id")),
                            SiteTime.UTC.readPresent(row, "at"),
                            AuditAction.valueOf(row.getString("action")),
                            new PersonCounts(
                                row.getLong("profiles"),
                                row.getLong("devices"),
                                row.getLong("offers"),
                                row.getLong("events"),
                                row.getLong("forecasts"))))
                .list());
  }

  /** What marks events without an address as the person's. */
  private record Keys(List<Long> ids, List<String> fingerprints) {}

  private Keys keys(Handle handle, EmailAddress person) {
    return new Keys(
        handle
            .createQuery(database.sql(CUSTOMER_IDS))
            .bind("email", person.value())
            .mapTo(Long.class)
            .list(),
        handle
            .createQuery(database.sql(OWN_FINGERPRINTS))
            .bind("email", person.value())
            .mapTo(String.class)
            .list());
  }

  private List<Long> eventIds(Handle handle, EmailAddress person, Keys keys) {
    return handle
        .createQuery(database.sql(EVENT_IDS))
        .bind("email", person.value())
        .bindList(EmptyHandling.NULL_KEYWORD, "ids", keys.ids())
        .bindList(EmptyHandling.NULL_KEYWORD, "fingerprints", keys.fingerprints())
        .mapTo(Long.class)
        .list();
  }

  private long delete(Handle handle, String table, EmailAddress person) {
    return handle
        .createUpdate(database.sql("DELETE FROM " + table + " WHERE " + IS_CUSTOMER))
        .bind("email", person.value())
        .execute();
  }

  private long count(Handle handle, String sql, Instant moment) {
    return handle
        .createQuery(database.sql(sql))
        .bind("moment", time.text(moment))
        .mapTo(Long.class)
        .one();
  }

  private List<Long> ids(Handle handle, String sql, Instant moment, int limit) {
    return handle
        .createQuery(database.sql(sql))
        .bind("moment", time.text(moment))
        .bind("limit", limit)
        .mapTo(Long.class)
        .list();
  }

  /** By pages, as only one of the two drivers streams when it is asked in the usual way. */
  private <T> void show(
      String table, EmailAddress person, Function<ResultSet, T> read, Consumer<T> show) {
    String sql = database.sql(PAGE_OF.replace("{table}", table));
    long after = 0;
    List<Shown<T>> page;
    do {
      long from = after;
      page =
          database.once(
              handle ->
                  handle
                      .createQuery(sql)
                      .bind("email", person.value())
                      .bind("after", from)
                      .bind("limit", PAGE)
                      .map((row, context) -> new Shown<>(row.getLong("id"), read.apply(row)))
                      .list());
      for (Shown<T> row : page) {
        show.accept(row.value());
        after = row.id();
      }
    } while (page.size() == PAGE);
  }

  private record Shown<T>(long id, T value) {}

  private AuditRecord note(Handle handle, Instant at, AuditAction action, PersonCounts deleted) {
    AuditRecord audit =
        new AuditRecord(UuidV7.at(at, random), SiteTime.UTC.asStored(at), action, deleted);
    handle
        .createUpdate(database.sql(NOTE))
        .bind("id", Uuids.bytes(audit.id()))
        .bind("at", SiteTime.UTC.text(at))
        .bind("action", action.name())
        .bind("profiles", deleted.profiles())
        .bind("devices", deleted.devices())
        .bind("offers", deleted.offers())
        .bind("events", deleted.events())
        .bind("forecasts", deleted.forecasts())
        .execute();
    return audit;
  }
}
