package dev.customerintelligence.storage.memory;

import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.recognition.Device;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * What is stored under one email address. Written only under its own monitor; the lists are
 * immutable and may be read without it.
 */
final class Person {
  private final EmailAddress email;
  private volatile List<Device> devices = List.of();
  private volatile List<OfferId> offersOldestFirst = List.of();
  private volatile @Nullable NavigableSet<BehavioralEvent> eventsNewestFirst;
  private boolean removed;

  Person(EmailAddress email) {
    this.email = email;
  }

  EmailAddress email() {
    return email;
  }

  List<Device> devices() {
    return devices;
  }

  void devices(List<Device> value) {
    devices = value;
  }

  List<OfferId> offersOldestFirst() {
    return offersOldestFirst;
  }

  void offersOldestFirst(List<OfferId> value) {
    offersOldestFirst = value;
  }

  NavigableSet<BehavioralEvent> eventsNewestFirst() {
    NavigableSet<BehavioralEvent> events = eventsNewestFirst;
    return events == null ? Collections.emptyNavigableSet() : events;
  }

  void add(BehavioralEvent event) {
    NavigableSet<BehavioralEvent> events = eventsNewestFirst;
    if (events == null) {
      events = new ConcurrentSkipListSet<>(EventOrder.NEWEST_FIRST);
      eventsNewestFirst = events;
    }
    events.add(event);
  }

  boolean isRemoved() {
    return removed;
  }

  void markRemoved() {
    removed = true;
  }
}
