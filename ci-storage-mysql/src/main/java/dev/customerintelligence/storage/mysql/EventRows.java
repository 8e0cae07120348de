package dev.customerintelligence.storage.mysql;

import com.google.common.collect.Lists;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.internal.UuidV5;
import dev.customerintelligence.mysql.SqlErrors;
import dev.customerintelligence.storage.row.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code wg_behavioral_events}, whose ids are numbers that the server gives, with the
 * events' own ids beside them in {@code ci_event_ids}.
 */
final class EventRows {
  /** With {@code e} for the events and {@code i} for the ids. */
  static final String COLUMNS =
      "e.id, e.session_id, e.customer_id, e.customer_email, e.ip_hash, e.browser_fingerprint,"
          + " e.event_type, e.event_data, e.`timestamp` AS created_at, i.uuid";

  static final String FROM = "{events} e {force} LEFT JOIN {eventIds} i ON i.event_id = e.id";

  /** Sets the ids of other writers' events apart from others that are made of the same texts. */
  private static final UUID EVENT = UUID.fromString("0c7e4a1e-3a4b-4a57-9b0d-53f1c0a6e1b7");

  private static final int IDS_PER_STATEMENT = 1000;
  private static final int ROWS_PER_STATEMENT = 1000;

  /** So that no statement outgrows the packet that a server takes, by default 16 MiB and more. */
  private static final int CHARS_PER_STATEMENT = 1 << 20;

  private static final String KNOWN = "SELECT uuid FROM {eventIds} WHERE uuid IN ({keys})";

  private static final String STEP = "SELECT @@SESSION.auto_increment_increment";

  private static final String FORGET_BEFORE_THE_FIRST =
      """
      DELETE FROM {eventIds} WHERE event_id < (SELECT COALESCE(MIN(id), 0) FROM {events})
      ORDER BY event_id LIMIT :limit
      """;

  private static final String FORGET_EARLIER = "DELETE FROM {eventIds} WHERE event_id IN (<ids>)";

  /** An event with the texts that its columns hold. */
  record Storable(
      BehavioralEvent event, @Nullable String ipHash, @Nullable String fingerprint, String data) {
    UUID id() {
      return event.id();
    }
  }

  private record IdPair(long eventId, UUID uuid) {}

  private static final ValueLists<IdPair> ID_PAIRS =
      ValueLists.<IdPair>none()
          .with("event_id", IdPair::eventId)
          .with("uuid", pair -> Uuids.bytes(pair.uuid()));

  private final Database database;
  private final ShopTables.Table table;
  private final SiteTime time;
  private final ValueLists<Storable> written;

  EventRows(Database database, ShopTables tables, SiteTime time) {
    this.database = database;
    this.table = tables.events();
    this.time = time;
    this.written =
        ValueLists.<Storable>none()
            .with("session_id", row -> row.event().sessionId())
            .with("customer_id", row -> row.event().customerId())
            .with("customer_email", row -> email(row.event()))
            .with("ip_hash", Storable::ipHash)
            .with("browser_fingerprint", Storable::fingerprint)
            .with("event_type", row -> row.event().type())
            .with("event_data", Storable::data)
            .with("`timestamp`", row -> time.text(row.event().createdAt()));
  }

  /** Returns a statement about a customer's events that reads them in the sequence of time. */
  String byTime(String template) {
    return database.sql(template.replace("{force}", table.forced("customer_email,timestamp")));
  }

  /** Returns a statement about single events. */
  String byId(String template) {
    return database.sql(template.replace("{force}", ""));
  }

  /** Returns an event as its row will be; refuses what the columns cannot hold, by the field. */
  Storable storable(BehavioralEvent event) {
    if (event.pageUrl() != null) {
      throw new InvalidInputException("pageUrl", "must be null, as this store keeps no pages");
    }
    table.requireStorable(event.customer());
    table.customerId(event.customerId());
    table.column("session_id").text("sessionId", event.sessionId());
    table.column("event_type").text("eventType", event.type());
    String data = event.data().json();
    table.column("event_data").text("data", data);
    return new Storable(event, table.text(event.ipHash()), table.text(event.fingerprint()), data);
  }

  /** Stores the events whose ids are not stored, and returns how many these were. */
  int insert(Handle handle, Collection<Storable> events) {
    Set<UUID> known = known(handle, events);
    List<Storable> fresh =
        events.stream()
            .filter(event -> known.add(event.id()))
            // In one sequence, so that batches with the same events wait for each other.
            .sorted(Comparator.comparing(Storable::id))
            .toList();
    for (List<Storable> some : statements(fresh)) {
      insertAll(handle, some);
    }
    return fresh.size();
  }

  BehavioralEvent event(ResultSet row) throws SQLException {
    byte @Nullable [] stored = row.getBytes("uuid");
    UUID id =
        stored == null
            ? UuidV5.of(EVENT, database.tables().named(Tables.EVENTS) + " " + row.getString("id"))
            : Uuids.of(stored);
    return Rows.event(new ResultSetRow(row, time), id);
  }

  /** Deletes these rows, and returns how many there were. */
  long delete(Handle handle, List<Long> ids) {
    long deleted = 0;
    for (List<Long> some : Lists.partition(ids, IDS_PER_STATEMENT)) {
      handle
          .createUpdate(database.sql("DELETE FROM {eventIds} WHERE event_id IN (<ids>)"))
          .bindList("ids", some)
          .execute();
      deleted +=
          handle
              .createUpdate(database.sql("DELETE FROM {events} WHERE id IN (<ids>)"))
              .bindList("ids", some)
              .execute();
    }
    return deleted;
  }

  /** Forgets ids of events that another writer deleted, as far as they come before all others. */
  void forgetBeforeTheFirst(Handle handle, int limit) {
    handle.createUpdate(database.sql(FORGET_BEFORE_THE_FIRST)).bind("limit", limit).execute();
  }

  private Set<UUID> known(Handle handle, Collection<Storable> events) {
    List<byte[]> ids = events.stream().map(event -> Uuids.bytes(event.id())).toList();
    Set<UUID> known = new HashSet<>();
    for (List<byte[]> some : Lists.partition(ids, IDS_PER_STATEMENT)) {
      known.addAll(
          Jdbc.query(
              handle.getConnection(),
              Jdbc.withKeys(database.sql(KNOWN), some.size()),
              row -> Uuids.of(row.getBytes(1)),
              some.toArray()));
    }
    return known;
  }

  /**
   * The ids that the server gives the rows of one INSERT follow each other without gaps, in every
   * auto-increment lock mode (MySQL manual, "AUTO_INCREMENT Handling in InnoDB").
   */
  private void insertAll(Handle handle, List<Storable> events) {
    long first = written.insert(handle, database.sql("{events}"), events, "");
    long step = events.size() == 1 ? 1 : handle.createQuery(STEP).mapTo(Long.class).one();
    List<IdPair> pairs = new ArrayList<>();
    for (Storable event : events) {
      pairs.add(new IdPair(first + pairs.size() * step, event.id()));
    }
    try {
      ID_PAIRS.insert(handle, database.sql("{eventIds}"), pairs, "");
    } catch (JdbiException e) {
      if (!SqlErrors.isDuplicateKey(e)) {
        throw e;
      }
      // A table that was emptied gives numbers anew, beside which the ids of then still stand.
      handle
          .createUpdate(database.sql(FORGET_EARLIER))
          .bindList("ids", pairs.stream().map(IdPair::eventId).toList())
          .execute();
      // An id that another writer stored meanwhile breaks its unique key, and all is done again.
      ID_PAIRS.insert(handle, database.sql("{eventIds}"), pairs, "");
    }
  }

  private static List<List<Storable>> statements(List<Storable> events) {
    List<List<Storable>> statements = new ArrayList<>();
    List<Storable> open = new ArrayList<>();
    long chars = 0;
    for (Storable event : events) {
      int length = event.data().length();
      if (!open.isEmpty()
          && (open.size() == ROWS_PER_STATEMENT || chars + length > CHARS_PER_STATEMENT)) {
        statements.add(open);
        open = new ArrayList<>();
        chars = 0;
      }
      open.add(event);
      chars += length;
    }
    if (!open.isEmpty()) {
      statements.add(open);
    }
    return statements;
  }

  private static @Nullable String email(BehavioralEvent event) {
    return event.customer() == null ? null : event.customer().value();
  }
}
