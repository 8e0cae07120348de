package dev.customerintelligence.examples.storefront.visitor;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.BufferedEventWriter;
import dev.customerintelligence.event.EventsNotWrittenException;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes events in at once and stores them in batches. An event that was accepted is stored, even
 * when the store was away meanwhile; only a process that is killed loses what it held. Thread-safe.
 */
@Component
public final class EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final BufferedEventWriter writer;

  EventLog(CustomerIntelligence library) {
    writer = library.events().newWriter(BufferedEventWriter.Options.defaults());
  }

  /**
   * Accepts an event.
   *
   * @throws StorageUnavailableException when the store is away for so long that the buffer is full;
   *     the event is not accepted then
   */
  public void accept(BehavioralEvent event) {
    try {
      if (!writer.tryWrite(event, PATIENCE)) {
        throw new StorageUnavailableException("the buffer of events is full", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailableException("interrupted before the event was accepted", e);
    }
  }

  /** Waits until everything that was accepted before is stored. */
  public void flush() throws InterruptedException {
    writer.flush();
  }

  /** Stores what is held; Spring calls it after the last request and before the library closes. */
  @PreDestroy
  void close() {
    try {
      writer.close();
    } catch (EventsNotWrittenException e) {
      LOG.error(
          "{} events were accepted and are not stored: {}",
          e.events().size(),
          e.events().stream().map(BehavioralEvent::id).toList());
    }
  }
}
