package dev.customerintelligence.storage.mysql;

import static dev.customerintelligence.storage.mysql.People.IS_CUSTOMER;

import dev.customerintelligence.event.AppendResult;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Events in {@code wg_behavioral_events}. */
final class MysqlEventStore implements EventStore {
  private static final int MAX_BATCH = 10_000;

  private static final String NEWEST_OF =
      """
      SELECT {columns} FROM {from} WHERE {isCustomer} ORDER BY e.`timestamp` DESC LIMIT :limit
      """
          .replace("{columns}", EventRows.COLUMNS)
          .replace("{from}", EventRows.FROM)
          .replace("{isCustomer}", IS_CUSTOMER);

  /** Of the last second all, since its highest ids come first and are in another table. */
  private static final String OF_SECOND =
      """
      SELECT {columns} FROM {from} WHERE {isCustomer} AND e.`timestamp` = :second
      """
          .replace("{columns}", EventRows.COLUMNS)
          .replace("{from}", EventRows.FROM)
          .replace("{isCustomer}", IS_CUSTOMER);

  private static final String COUNTS_BY_TYPE =
      """
      SELECT CONVERT(event_type USING utf8mb4) COLLATE utf8mb4_bin AS type, COUNT(*) AS events
      FROM {events} WHERE `timestamp` >= :since AND `timestamp` <= :until
      GROUP BY type ORDER BY events DESC, type LIMIT :limit
      """;

  private static final Comparator<BehavioralEvent> NEWEST_FIRST =
      Comparator.comparing(BehavioralEvent::createdAt)
          .thenComparing(event -> event.id().toString())
          .reversed();

  private final Database database;
  private final SiteTime time;
  private final People people;
  private final EventRows rows;

  MysqlEventStore(Database database, SiteTime time, People people, EventRows rows) {
    this.database = database;
    this.time = time;
    this.people = people;
    this.rows = rows;
  }

  @Override
  public AppendResult append(List<BehavioralEvent> events) {
    List<BehavioralEvent> batch = Inputs.list("events", events);
    Inputs.between("events.size", batch.size(), 0, MAX_BATCH);
    List<EventRows.Storable> written = batch.stream().map(rows::storable).toList();
    if (batch.isEmpty()) {
      return new AppendResult(0, 0, 0);
    }
    Set<EmailAddress> customers = new HashSet<>();
    for (BehavioralEvent event : batch) {
      if (event.customer() != null) {
        customers.add(event.customer());
      }
    }
    return database.inTransaction(
        handle -> {
          Set<EmailAddress> erased = people.together(handle, customers).erased();
          List<EventRows.Storable> allowed =
              written.stream()
                  .filter(
                      row ->
                          row.event().customer() == null
                              || !erased.contains(row.event().customer()))
                  .toList();
          int stored = rows.insert(handle, allowed);
          return new AppendResult(stored, allowed.size() - stored, batch.size() - allowed.size());
        });
  }

  @Override
  public List<BehavioralEvent> newestOf(EmailAddress customer, int limit) {
    Inputs.required("customer", customer);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.inSnapshot(handle -> newestOf(handle, customer, limit));
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
                .bind("since", time.text(since))
                .bind("until", time.text(until))
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new EventTypeCount(row.getString("type"), row.getLong("events")))
                .list());
  }

  /** The schema document's MySQL table has no column for it. */
  @Override
  public boolean supportsPageUrl() {
    return false;
  }

  private List<BehavioralEvent> newestOf(Handle handle, EmailAddress customer, int limit) {
    List<BehavioralEvent> newest =
        new ArrayList<>(
            handle
                .createQuery(rows.byTime(NEWEST_OF))
                .bind("email", customer.value())
                .bind("limit", limit)
                .map((row, context) -> rows.event(row))
                .list());
    if (newest.size() == limit) {
      Instant second = newest.get(limit - 1).createdAt();
      newest.removeIf(event -> event.createdAt().equals(second));
      newest.addAll(
          handle
              .createQuery(rows.byTime(OF_SECOND))
              .bind("email", customer.value())
              .bind("second", time.text(second))
              .map((row, context) -> rows.event(row))
              .list());
    }
    return newest.stream().sorted(NEWEST_FIRST).limit(limit).toList();
  }
}
