package dev.customerintelligence.storage.postgres;

import static dev.customerintelligence.storage.postgres.People.EMAIL;

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
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Tombstones, audit records, and whatever deletes. */
final class PostgresPrivacyStore implements PrivacyStore {
  private static final int FETCH_SIZE = 500;
  private static final PersonCounts NOTHING = new PersonCounts(0, 0, 0, 0, 0);

  /** Whose events without an address are the person's: by customer id and by own browsers. */
  private static final String KEYS =
      """
      WITH of_person AS (
        SELECT customer_id, NULL AS fingerprint FROM {schema}.customer_intelligence
          WHERE {email} = :email
        UNION SELECT customer_id, browser_fingerprint FROM {schema}.device_tracking
          WHERE {email} = :email
        UNION SELECT customer_id, NULL FROM {schema}.bundle_offers WHERE {email} = :email
        UNION SELECT customer_id, NULL FROM {schema}.behavioral_events WHERE {email} = :email
      )
      SELECT array(SELECT DISTINCT customer_id FROM of_person WHERE customer_id > 0) AS ids,
             array(SELECT DISTINCT fingerprint FROM of_person p
                   WHERE fingerprint IS NOT NULL AND NOT EXISTS (
                     SELECT FROM {schema}.device_tracking o
                     WHERE o.browser_fingerprint COLLATE "C" = p.fingerprint
                       AND lower(o.customer_email) COLLATE "C" <> :email)) AS fingerprints
      """
          .replace("{email}", EMAIL);

  private static final String IS_OF_PERSON = EMAIL + " = :email";

  private static final String IS_EVENT_OF_PERSON =
      """
      ({email} = :email OR ((customer_email IS NULL OR customer_email = '')
        AND (customer_id = ANY(:ids) OR browser_fingerprint = ANY(:fingerprints))))
      """
          .replace("{email}", EMAIL);

  private static final String COUNT =
      """
      SELECT (SELECT count(*) FROM {schema}.customer_intelligence WHERE {person}) AS profiles,
             (SELECT count(*) FROM {schema}.device_tracking WHERE {person}) AS devices,
             (SELECT count(*) FROM {schema}.bundle_offers WHERE {person}) AS offers,
             (SELECT count(*) FROM {schema}.behavioral_events WHERE {event}) AS events,
             (SELECT count(*) FROM {schema}.ci_forecasts WHERE customer_email = :email) AS forecasts
      """
          .replace("{person}", IS_OF_PERSON)
          .replace("{event}", IS_EVENT_OF_PERSON);

  private static final String BURY =
      """
      INSERT INTO {schema}.ci_tombstones (hash, erased_at) VALUES (:hash, :at)
      ON CONFLICT (hash) DO NOTHING
      """;

  private static final String FORGET =
      """
      DELETE FROM {schema}.ci_sync_rows s USING {schema}.{table} c
      WHERE s.target_id = c.id AND {email} = :email
      """
          .replace("{email}", EMAIL);

  private static final String ANNOUNCE =
      """
      INSERT INTO {schema}.ci_pending_erasures (id, person, erased_at) VALUES (:id, :person, :at)
      """;

  private static final String PENDING =
      """
      SELECT id, person, erased_at FROM {schema}.ci_pending_erasures
      WHERE :at::timestamp IS NULL OR (erased_at, id) > (:at::timestamp, :id::uuid)
      ORDER BY erased_at, id LIMIT :limit
      """;

  private static final String TOMBSTONES =
      """
      SELECT hash FROM {schema}.ci_tombstones WHERE hash COLLATE "C" > :after
      ORDER BY hash COLLATE "C" LIMIT :limit
      """;

  private static final String ADD_TOMBSTONES =
      """
      INSERT INTO {schema}.ci_tombstones (hash, erased_at) SELECT hash, :at FROM unnest(:hashes) hash
      ON CONFLICT (hash) DO NOTHING
      """;

  /** Each part reads no more of its index than the page needs. */
  private static final String HELD =
      Stream.of("customer_intelligence", "device_tracking", "bundle_offers", "behavioral_events")
              .map(
                  table ->
                      "(SELECT DISTINCT "
                          + EMAIL
                          + " AS email FROM {schema}."
                          + table
                          + " WHERE "
                          + EMAIL
                          + " > :after ORDER BY 1 LIMIT :limit)")
              .collect(Collectors.joining(" UNION "))
          + " UNION (SELECT customer_email FROM {schema}.ci_forecasts"
          + " WHERE customer_email > :after ORDER BY customer_email LIMIT :limit)"
          + " ORDER BY email LIMIT :limit";

  private static final String NOTE =
      """
      INSERT INTO {schema}.ci_privacy_audit
        (id, at, action, profiles, devices, offers, events, forecasts)
      VALUES (:id, :at, :action, :profiles, :devices, :offers, :events, :forecasts)
      """;

  private static final String IS_ERASED =
      "SELECT EXISTS (SELECT FROM {schema}.ci_tombstones WHERE hash = ANY(:hashes))";

  private static final String RELEASE =
      "DELETE FROM {schema}.ci_tombstones WHERE hash = ANY(:hashes)";

  private static final String DELETE_DEVICES =
      """
      DELETE FROM {schema}.device_tracking WHERE id = ANY(ARRAY(
        SELECT id FROM {schema}.device_tracking WHERE {due}
        LIMIT :limit FOR UPDATE SKIP LOCKED))
      """;

  private static final String NOT_SEEN = "last_seen < :moment ORDER BY last_seen";

  private static final String NEVER_SEEN =
      "last_seen IS NULL AND coalesce(first_seen, TIMESTAMP 'epoch') < :moment";

  private static final String COUNT_DEVICES =
      """
      SELECT (SELECT count(*) FROM {schema}.device_tracking WHERE last_seen < :moment)
        + (SELECT count(*) FROM {schema}.device_tracking WHERE {never})
      """
          .replace("{never}", NEVER_SEEN);

  private static final String COUNT_EVENTS =
      "SELECT count(*) FROM {schema}.behavioral_events WHERE created_at < :moment";

  /** By ctid, as the key of a partitioned table is another one; the lock keeps it valid. */
  private static final String DELETE_EVENTS =
      """
      WITH due AS MATERIALIZED (
        SELECT tableoid, ctid FROM {schema}.behavioral_events WHERE created_at < :moment
        ORDER BY created_at LIMIT :limit FOR UPDATE SKIP LOCKED
      )
      DELETE FROM {schema}.behavioral_events WHERE (tableoid, ctid) IN (SELECT * FROM due)
      """;

  private static final String AUDITS =
      """
      SELECT id, at, action, profiles, devices, offers, events, forecasts
      FROM {schema}.ci_privacy_audit
      ORDER BY sequence DESC LIMIT :limit
      """;

  private record Keys(List<Integer> ids, List<String> fingerprints) {
    <S extends SqlStatement<S>> S bind(S statement) {
      return statement
          .bindArray("ids", Integer.class, ids)
          .bindArray("fingerprints", String.class, fingerprints);
    }
  }

  /** Takes the row on which a result set stands. */
  private interface Visit {
    void row(ResultSet row) throws SQLException;
  }

  private final Database database;
  private final People people;
  private final RandomGenerator random = new SecureRandom();

  PostgresPrivacyStore(Database database, People people) {
    this.database = database;
    this.people = people;
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
                .bind("id", note.id())
                .bind("person", person.value())
                .bind("at", Values.time(at))
                .execute());
  }

  @Override
  public List<PendingErasure> pendingErasures(@Nullable PendingErasure after, int limit) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(PENDING))
                .bind("at", after == null ? null : Values.time(after.erasedAt()))
                .bind("id", after == null ? null : after.id())
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new PendingErasure(
                            row.getObject("id", UUID.class),
                            EmailAddress.of(row.getString("person")),
                            row.getObject("erased_at", LocalDateTime.class)
                                .toInstant(ZoneOffset.UTC)))
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
                  .createUpdate(
                      database.sql("DELETE FROM {schema}.ci_pending_erasures WHERE id = :id"))
                  .bind("id", erasure.id())
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
    return database.once(
        handle ->
            handle
                .createUpdate(database.sql(ADD_TOMBSTONES))
                .bindArray("hashes", String.class, added.stream().map(Tombstone::value).toArray())
                .bind("at", Values.time(at))
                .execute());
  }

  @Override
  public PeoplePage heldThoughErased(@Nullable String from, int limit) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.inTransaction(
        handle -> {
          List<String> held =
              handle
                  .createQuery(database.sql(HELD))
                  .bind("after", from == null ? "" : from)
                  .bind("limit", limit)
                  .mapTo(String.class)
                  .list();
          return new PeoplePage(
              erased(handle, held), held.size() < limit ? null : held.get(held.size() - 1));
        });
  }

  private List<EmailAddress> erased(Handle handle, List<String> held) {
    Map<String, EmailAddress> byHash = new HashMap<>();
    for (String text : held) {
      try {
        EmailAddress person = EmailAddress.of(text);
        for (String hash : people.tombstonesOf(person)) {
          byHash.put(hash, person);
        }
      } catch (InvalidInputException notAnAddress) {
        // Nobody can have been erased under it.
      }
    }
    return handle
        .createQuery(
            database.sql("SELECT hash FROM {schema}.ci_tombstones WHERE hash = ANY(:hashes)"))
        .bindArray("hashes", String.class, byHash.keySet().toArray())
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
          handle
              .createQuery(database.sql(People.LOCK_OUT))
              .bind("bucket", People.bucket(person))
              .mapTo(Long.class)
              .one();
          handle
              .createUpdate(database.sql(BURY))
              .bind("hash", people.tombstone(person).value())
              .bind("at", Values.time(at))
              .execute();
          Keys keys = keys(handle, person);
          // Offers before events: a step that is under way holds its offer and then adds an event.
          forget(handle, "bundle_offers", person);
          forget(handle, "customer_intelligence", person);
          long offers = delete(handle, "bundle_offers", person);
          long devices = delete(handle, "device_tracking", person);
          long profiles = delete(handle, "customer_intelligence", person);
          long events =
              keys.bind(
                      handle
                          .createUpdate(
                              database.sql(
                                  "DELETE FROM {schema}.behavioral_events WHERE "
                                      + IS_EVENT_OF_PERSON))
                          .bind("email", person.value()))
                  .execute();
          long forecasts = PostgresForecastStore.delete(database, handle, List.of(person));
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

  @Override
  public boolean isErased(EmailAddress person) {
    Inputs.required("person", person);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(IS_ERASED))
                .bindArray("hashes", String.class, (Object[]) people.tombstonesOf(person))
                .mapTo(Boolean.class)
                .one());
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
                  .bindArray("hashes", String.class, (Object[]) people.tombstonesOf(person))
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
    return database.inTransaction(
        handle ->
            keys(handle, person)
                .bind(handle.createQuery(database.sql(COUNT)).bind("email", person.value()))
                .map((row, context) -> counts(row))
                .one());
  }

  @Override
  public void read(EmailAddress person, PersonVisitor visitor) {
    Inputs.required("person", person);
    Inputs.required("visitor", visitor);
    database.inTransactionOnce(
        handle -> {
          Keys keys = keys(handle, person);
          show(
              ofPerson(handle, "customer_intelligence", person),
              row -> visitor.profile(PostgresProfileStore.profile(row)));
          show(
              ofPerson(handle, "device_tracking", person),
              row -> visitor.device(Rows.device(new ResultSetRow(row))));
          show(
              ofPerson(handle, "bundle_offers", person),
              row -> visitor.offer(PostgresOfferStore.offer(row)));
          show(
              keys.bind(all(handle, "behavioral_events", IS_EVENT_OF_PERSON, person)),
              row -> visitor.event(PostgresEventStore.event(row)));
          PostgresForecastStore.find(database, handle, person).ifPresent(visitor::forecast);
          return true;
        });
  }

  @Override
  public int deleteDevicesNotSeenSince(Instant moment, int limit) {
    Inputs.moment("moment", moment);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    int deleted = delete(DELETE_DEVICES.replace("{due}", NOT_SEEN), moment, limit);
    return deleted == limit
        ? deleted
        : deleted + delete(DELETE_DEVICES.replace("{due}", NEVER_SEEN), moment, limit - deleted);
  }

  @Override
  public int deleteEventsBefore(Instant moment, int limit) {
    Inputs.moment("moment", moment);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return delete(DELETE_EVENTS, moment, limit);
  }

  @Override
  public long countDevicesNotSeenSince(Instant moment) {
    return count(COUNT_DEVICES, moment);
  }

  @Override
  public long countEventsBefore(Instant moment) {
    return count(COUNT_EVENTS, moment);
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
                            row.getObject("id", UUID.class),
                            row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                            AuditAction.valueOf(row.getString("action")),
                            counts(row)))
                .list());
  }

  private Keys keys(Handle handle, EmailAddress person) {
    return handle
        .createQuery(database.sql(KEYS))
        .bind("email", person.value())
        .map(
            (row, context) ->
                new Keys(
                    List.of((Integer[]) row.getArray("ids").getArray()),
                    List.of((String[]) row.getArray("fingerprints").getArray())))
        .one();
  }

  /** Checksums of rows say something about who was in them. */
  private void forget(Handle handle, String table, EmailAddress person) {
    handle
        .createUpdate(database.sql(FORGET.replace("{table}", table)))
        .bind("email", person.value())
        .execute();
  }

  private long delete(Handle handle, String table, EmailAddress person) {
    return handle
        .createUpdate(database.sql("DELETE FROM {schema}." + table + " WHERE " + IS_OF_PERSON))
        .bind("email", person.value())
        .execute();
  }

  private long count(String sql, Instant moment) {
    Inputs.moment("moment", moment);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(sql))
                .bind("moment", Values.time(moment))
                .mapTo(Long.class)
                .one());
  }

  private int delete(String sql, Instant moment, int limit) {
    return database.once(
        handle ->
            handle
                .createUpdate(database.sql(sql))
                .bind("moment", Values.time(moment))
                .bind("limit", limit)
                .execute());
  }

  private Query ofPerson(Handle handle, String table, EmailAddress person) {
    return all(handle, table, IS_OF_PERSON, person);
  }

  private Query all(Handle handle, String table, String condition, EmailAddress person) {
    return handle
        .createQuery(database.sql("SELECT * FROM {schema}." + table + " WHERE " + condition))
        .bind("email", person.value());
  }

  /** Reads through a cursor, which needs the transaction. */
  private static void show(Query query, Visit visit) {
    query
        .setFetchSize(FETCH_SIZE)
        .map(
            (row, context) -> {
              visit.row(row);
              return true;
            })
        .forEach(shown -> {});
  }

  private AuditRecord note(Handle handle, Instant at, AuditAction action, PersonCounts deleted) {
    AuditRecord audit = new AuditRecord(UuidV7.at(at, random), at, action, deleted);
    handle
        .createUpdate(database.sql(NOTE))
        .bind("id", audit.id())
        .bind("at", Values.time(at))
        .bind("action", action.name())
        .bind("profiles", deleted.profiles())
        .bind("devices", deleted.devices())
        .bind("offers", deleted.offers())
        .bind("events", deleted.events())
        .bind("forecasts", deleted.forecasts())
        .execute();
    return audit;
  }

  private static PersonCounts counts(ResultSet row) throws SQLException {
    return new PersonCounts(
        row.getLong("profiles"),
        row.getLong("devices"),
        row.getLong("offers"),
        row.getLong("events"),
        row.getLong("forecasts"));
  }
}
