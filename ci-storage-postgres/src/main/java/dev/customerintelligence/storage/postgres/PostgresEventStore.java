package dev.customerintelligence.storage.postgres;

import static dev.customerintelligence.storage.postgres.People.EMAIL;

import dev.customerintelligence.event.AppendResult;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.storage.row.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Events in {@code behavioral_events}, which may be partitioned by month. */
final class PostgresEventStore implements EventStore {
  static final String COLUMNS =
      "id, session_id, customer_id, customer_email, ip_hash, browser_fingerprint, event_type,"
          + " event_data, page_url, created_at";

  static final ColumnArrays<BehavioralEvent> WRITTEN =
      ColumnArrays.<BehavioralEvent>none()
          .with("id", "uuid", BehavioralEvent::id)
          .with("session_id", "text", BehavioralEvent::sessionId)
          .with("customer_id", "int", BehavioralEvent::customerId)
          .with("customer_email", "text", event -> text(event.customer()))
          .with("ip_hash", "text", event -> Values.text(event.ipHash()))
          .with("browser_fingerprint", "text", event -> Values.text(event.fingerprint()))
          .with("event_type", "text", BehavioralEvent::type)
          .with("event_data", "jsonb", event -> event.data().json())
          .with("page_url", "text", BehavioralEvent::pageUrl)
          .with("created_at", "timestamp", event -> Values.time(event.createdAt()));

  private static final int MAX_BATCH = 10_000;

  private static final String STORED =
      "SELECT id FROM {schema}.behavioral_events WHERE id = ANY(:ids)";

  private static final String NEWEST_OF =
      """
      SELECT {columns} FROM {schema}.behavioral_events WHERE {email} = :email
      ORDER BY created_at DESC NULLS LAST, id DESC LIMIT :limit
      """
          .replace("{columns}", COLUMNS)
          .replace("{email}", EMAIL);

  private static final String COUNTS_BY_TYPE =
      """
      SELECT event_type, count(*) AS count FROM {schema}.behavioral_events
      WHERE created_at >= :since AND created_at <= :until
      GROUP BY event_type ORDER BY count(*) DESC, event_type COLLATE "C" LIMIT :limit
      """;

  private final Database database;
  private final Tombstones tombstones;

  PostgresEventStore(Database database, People people) {
    this.database = database;
    this.tombstones = new Tombstones(database, people);
  }

  @Override
  public AppendResult append(List<BehavioralEvent> events) {
    List<BehavioralEvent> batch = Inputs.list("events", events);
    Inputs.between("events.size", batch.size(), 0, MAX_BATCH);
    batch.forEach(PostgresEventStore::requireStorable);
    if (batch.isEmpty()) {
      return new AppendResult(0, 0, 0);
    }
    Set<EmailAddress> customers =
        batch.stream()
            .map(BehavioralEvent::customer)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return database.inTransaction(
        handle -> {
          Set<EmailAddress> erased = tombstones.lockAndFindErased(handle, customers);
          int allowed = 0;
          Map<UUID, BehavioralEvent> byId = new TreeMap<>();
          for (BehavioralEvent event : batch) {
            if (event.customer() == null || !erased.contains(event.customer())) {
              allowed++;
              byId.putIfAbsent(event.id(), event);
            }
          }
          // By id, so that batches with the same events wait for each other in turn.
          int stored = insert(handle, database, List.copyOf(byId.values()));
          return new AppendResult(stored, allowed - stored, batch.size() - allowed);
        });
  }

  @Override
  public List<BehavioralEvent> newestOf(EmailAddress customer, int limit) {
    Inputs.required("customer", customer);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(NEWEST_OF))
                .bind("email", customer.value())
                .bind("limit", limit)
                .map((row, context) -> event(row))
                .list());
  }

  @Override
  public List<EventTypeCount> countsByType(Instant since, Instant until, int limit) {
    Inputs.moment("since", since);
    Inputs.moment("until", until);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(COUNTS_BY_TYPE))
                .bind("since", Values.time(since))
                .bind("until", Values.time(until))
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new EventTypeCount(row.getString("event_type"), row.getLong("count")))
                .list());
  }

  @Override
  public boolean supportsPageUrl() {
    return true;
  }

  /**
   * Stores the events whose ids are not stored, each given once; returns how many these were. One
   * that another writer stores meanwhile fails the transaction, which begins anew.
   */
  static int insert(Handle handle, Database database, List<BehavioralEvent> distinct) {
    if (distinct.isEmpty()) {
      return 0;
    }
    Set<UUID> stored =
        handle
            .createQuery(database.sql(STORED))
            .bindArray("ids", UUID.class, distinct.stream().map(BehavioralEvent::id).toArray())
            .mapTo(UUID.class)
            .collect(Collectors.toSet());
    List<BehavioralEvent> fresh =
        distinct.stream().filter(event -> !stored.contains(event.id())).toList();
    if (!fresh.isEmpty()) {
      BulkCopy.insert(handle, database.sql("{schema}.behavioral_events"), WRITTEN, fresh);
    }
    return fresh.size();
  }

  static BehavioralEvent event(ResultSet row) throws SQLException {
    return Rows.event(new ResultSetRow(row), row.getObject("id", UUID.class));
  }

  /** Refuses what the columns cannot hold, naming the field. */
  static void requireStorable(BehavioralEvent event) {
    Values.customerId(event.customerId());
    Values.json("data", event.data().json());
  }

  private static @Nullable String text(@Nullable EmailAddress customer) {
    return customer == null ? null : customer.value();
  }
}
