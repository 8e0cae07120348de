package dev.customerintelligence.event;

import dev.customerintelligence.error.CustomerIntelligenceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A buffered writer was closed and could not store these events.
 *
 * <p>Some of them may be stored all the same, when a store went away in the middle of a batch;
 * appending them again is harmless, as their ids are known.
 */
public final class EventsNotWrittenException extends CustomerIntelligenceException {
  private static final long serialVersionUID = 1L;

  private final transient List<BehavioralEvent> events;

  EventsNotWrittenException(List<BehavioralEvent> events, @Nullable Throwable cause) {
    super(events.size() + " events were not written; events() returns them", cause);
    this.events = List.copyOf(events);
  }

  /** Returns exactly the events that are not known to be stored, in the order they were given. */
  public List<BehavioralEvent> events() {
    return events;
  }
}
