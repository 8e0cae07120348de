package dev.customerintelligence.event;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.UuidV7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Logs behavioural events and reads them back. Thread-safe. */
public final class EventService {
  /** How many events {@link #recentOf} returns. */
  public static final int RECENT = 50;

  private static final int MAX_TYPES = 1000;
  private static final int MAX_BATCH = 10_000;

  private final EventStore store;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * Joins a store, a clock and a source of random ids.
   *
   * @param random thread-safe
   */
  public EventService(EventStore store, InstantSource clock, RandomGenerator random) {
    this.store = Inputs.required("store", store);
    this.clock = Inputs.required("clock", clock);
    this.random = Inputs.required("random", random);
  }

  /**
   * Starts an event that happens now, with a new time-ordered id.
   *
   * @throws InvalidInputException naming {@code eventType}, when it is null, blank or over 100
   *     characters
   */
  public BehavioralEvent.Builder newEvent(String type) {
    Instant now = clock.instant();
    return BehavioralEvent.builder(UuidV7.at(now, random), type, now);
  }

  /**
   * Stores one event; a repeated id is left as it is.
   *
   * @throws InvalidInputException when the event is null or the store cannot hold it
   * @throws dev.customerintelligence.error.StorageUnavailableException when the store is away
   */
  public AppendResult log(BehavioralEvent event) {
    return logAll(List.of(Inputs.required("event", event)));
  }

  /**
   * Stores up to 10,000 events, all or none; repeated ids are left as they are.
   *
   * @throws InvalidInputException when an event is null, there are too many, or the store cannot
   *     hold one; nothing is stored then
   * @throws dev.customerintelligence.error.StorageUnavailableException when the store is away
   */
  public AppendResult logAll(List<BehavioralEvent> events) {
    List<BehavioralEvent> batch = Inputs.list("events", events);
    Inputs.between("events.size", batch.size(), 0, MAX_BATCH);
    return store.append(batch.stream().map(this::storable).toList());
  }

  /**
   * Opens a writer that buffers events and stores them in batches; close it to flush.
   *
   * @see BufferedEventWriter
   */
  public BufferedEventWriter newWriter(BufferedEventWriter.Options options) {
    return new BufferedEventWriter(this::logAll, options);
  }

  /** Returns the customer's 50 newest events, newest first. */
  public List<BehavioralEvent> recentOf(EmailAddress customer) {
    return store.newestOf(Inputs.required("customer", customer), RECENT);
  }

  /**
   * Counts the events since a moment, until now, by type, most first; at most 1,000 types.
   *
   * @throws InvalidInputException naming {@code since}, when it is null
   */
  public List<EventTypeCount> countsByType(Instant since) {
    return store.countsByType(Inputs.moment("since", since), clock.instant(), MAX_TYPES);
  }

  private BehavioralEvent storable(BehavioralEvent event) {
    if (event.pageUrl() == null || store.supportsPageUrl()) {
      return event;
    }
    return new BehavioralEvent(
        event.id(),
        event.type(),
        event.createdAt(),
        event.data(),
        event.sessionId(),
        event.customerId(),
        event.customer(),
        event.ipHash(),
        event.fingerprint(),
        null);
  }
}
