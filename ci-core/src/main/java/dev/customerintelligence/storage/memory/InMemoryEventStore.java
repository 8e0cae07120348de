package dev.customerintelligence.storage.memory;

import dev.customerintelligence.event.AppendResult;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events, by id, by time and by person. */
final class InMemoryEventStore implements EventStore {
  private enum Outcome {
    STORED,
    REPEATED,
    ERASED
  }

  private static final Comparator<EventTypeCount> MOST_FIRST =
      Comparator.comparingLong(EventTypeCount::count)
          .reversed()
          .thenComparing(EventTypeCount::type);
  private static final UUID FIRST_ID = new UUID(0, 0);

  private final People people;
  private final ConcurrentMap<UUID, BehavioralEvent> byId = new ConcurrentHashMap<>();
  private final NavigableSet<BehavioralEvent> byTime =
      new ConcurrentSkipListSet<>(EventOrder.OLDEST_FIRST);

  InMemoryEventStore(People people) {
    this.people = people;
  }

  @Override
  public AppendResult append(List<BehavioralEvent> events) {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (BehavioralEvent event : Inputs.<BehavioralEvent>list("events", events)) {
      counts.merge(append(event), 1, Integer::sum);
    }
    return new AppendResult(
        counts.getOrDefault(Outcome.STORED, 0),
        counts.getOrDefault(Outcome.REPEATED, 0),
        counts.getOrDefault(Outcome.ERASED, 0));
  }

  @Override
  public List<BehavioralEvent> newestOf(EmailAddress customer, int limit) {
    return people
        .find(Inputs.required("customer", customer))
        .map(Person::eventsNewestFirst)
        .map(NavigableSet::stream)
        .orElse(Stream.empty())
        .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
        .toList();
  }

  @Override
  public List<EventTypeCount> countsByType(Instant since, Instant until, int limit) {
    Inputs.moment("until", until);
    Map<String, Long> counts = new HashMap<>();
    byTime.tailSet(firstAt(Inputs.moment("since", since)), true).stream()
        .takeWhile(event -> !event.createdAt().isAfter(until))
        .forEach(event -> counts.merge(event.type(), 1L, Long::sum));
    return counts.entrySet().stream()
        .map(entry -> new EventTypeCount(entry.getKey(), entry.getValue()))
        .sorted(MOST_FIRST)
        .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
        .toList();
  }

  @Override
  public boolean supportsPageUrl() {
    return true;
  }

  /** Stores an event of a person; the caller holds the person's monitor. */
  boolean append(@Nullable Person person, BehavioralEvent event) {
    if (byId.putIfAbsent(event.id(), event) != null) {
      return false;
    }
    byTime.add(event);
    if (person != null) {
      person.add(event);
    }
    return true;
  }

  Stream<BehavioralEvent> all() {
    return byTime.stream();
  }

  Stream<BehavioralEvent> before(Instant moment) {
    return byTime.stream().takeWhile(event -> event.createdAt().isBefore(moment));
  }

  /**
   * Takes an event out of the indexes that this store keeps; for an event of a person, the caller
   * holds the person's monitor.
   *
   * @return whether this call took it out
   */
  boolean remove(BehavioralEvent event) {
    // The id last: until it is gone, nobody can store the event again.
    return byTime.remove(event) && byId.remove(event.id(), event);
  }

  private Outcome append(BehavioralEvent event) {
    EmailAddress customer = event.customer();
    if (customer == null) {
      return append(null, event) ? Outcome.STORED : Outcome.REPEATED;
    }
    return people.write(
        customer,
        Outcome.ERASED,
        person -> append(person, event) ? Outcome.STORED : Outcome.REPEATED);
  }

  private static BehavioralEvent firstAt(Instant moment) {
    return BehavioralEvent.builder(FIRST_ID, "first", moment).build();
  }
}
