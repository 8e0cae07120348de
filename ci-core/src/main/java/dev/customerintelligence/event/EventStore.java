package dev.customerintelligence.event;

import dev.customerintelligence.identity.EmailAddress;
import java.time.Instant;
import java.util.List;

/**
 * The port that keeps events. Thread-safe; every call may be repeated without harm.
 *
 * <p>Every method throws {@link dev.customerintelligence.error.StorageUnavailableException} when
 * the store cannot be reached.
 */
public interface EventStore {

  /**
   * Stores the events that are not stored yet, all in one transaction or none.
   *
   * <p>An event whose id is stored already is left as it is; one whose customer was erased is left
   * out.
   *
   * @param events at most 10,000; may be empty and may hold an id twice
   * @throws dev.customerintelligence.error.InvalidInputException naming the field of the first
   *     event that the store cannot hold; none is stored then
   */
  AppendResult append(List<BehavioralEvent> events);

  /**
   * Returns the newest events of a customer, newest first; of one moment, the highest id first.
   *
   * @param limit the most events to return, at least 1
   */
  List<BehavioralEvent> newestOf(EmailAddress customer, int limit);

  /**
   * Counts the events from {@code since} to {@code until}, both included, by type, most first, then
   * by type.
   *
   * @param since the first moment that counts
   * @param until the last moment that counts
   * @param limit the most types to return, at least 1
   */
  List<EventTypeCount> countsByType(Instant since, Instant until, int limit);

  /**
   * Returns whether this store keeps {@link BehavioralEvent#pageUrl}. Where it does not, {@link
   * #append} refuses an event that has one, and {@link EventService} leaves it out.
   */
  boolean supportsPageUrl();
}
