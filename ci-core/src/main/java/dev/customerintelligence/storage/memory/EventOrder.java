package dev.customerintelligence.storage.memory;

import dev.customerintelligence.event.BehavioralEvent;
import java.util.Comparator;
import java.util.UUID;

/** Sequences of events: by time, and by id where the time is the same. */
final class EventOrder {
  /** Ids compare as unsigned numbers, as databases do; {@link UUID#compareTo} does not. */
  private static final Comparator<UUID> UNSIGNED =
      ((Comparator<UUID>)
              (a, b) ->
                  Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits()))
          .thenComparing(
              (a, b) ->
                  Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits()));

  static final Comparator<BehavioralEvent> OLDEST_FIRST =
      Comparator.comparing(BehavioralEvent::createdAt).thenComparing(BehavioralEvent::id, UNSIGNED);
  static final Comparator<BehavioralEvent> NEWEST_FIRST = OLDEST_FIRST.reversed();

  private EventOrder() {}
}
