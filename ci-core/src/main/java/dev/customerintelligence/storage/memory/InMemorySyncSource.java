package dev.customerintelligence.storage.memory;

import com.google.common.collect.Comparators;
import com.google.common.hash.Hashing;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.sync.RangeChecksum;
import dev.customerintelligence.sync.RowChecksum;
import dev.customerintelligence.sync.SourceRow;
import dev.customerintelligence.sync.SyncPosition;
import dev.customerintelligence.sync.SyncSource;
import dev.customerintelligence.sync.SyncTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lets other stores follow the one in memory. */
final class InMemorySyncSource implements SyncSource {
  private static final long POSITIVE = Long.MAX_VALUE;

  private final People people;
  private final InMemoryProfileStore profiles;
  private final InMemoryOfferStore offers;
  private final InMemoryEventStore events;
  private final InstantSource clock;

  InMemorySyncSource(
      People people,
      InMemoryProfileStore profiles,
      InMemoryOfferStore offers,
      InMemoryEventStore events,
      InstantSource clock) {
    this.people = people;
    this.profiles = profiles;
    this.offers = offers;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public List<SourceRow> changes(SyncTable table, SyncPosition after, Instant upTo, int limit) {
    return log(table)
        .between(Inputs.required("after", after), SyncPosition.behind(Inputs.moment("upTo", upTo)))
        .flatMap(this::row)
        .limit(atLeastOne(limit))
        .toList();
  }

  /** Devices and events have no numbers of their own: every page looks at all of them. */
  @Override
  public List<SourceRow> rowsAfter(SyncTable table, long after, int limit) {
    return switch (table) {
      case DEVICES ->
          numbered(
              people.all().stream().flatMap(person -> person.devices().stream()).map(this::row),
              after,
              limit);
      case EVENTS -> numbered(events.all().map(this::row), after, limit);
      default ->
          log(table)
              .numbered(after + 1, Long.MAX_VALUE)
              .flatMap(this::row)
              .limit(atLeastOne(limit))
              .toList();
    };
  }

  @Override
  public List<SourceRow> rows(SyncTable table, Collection<Long> numbers) {
    return numbers.stream()
        .distinct()
        .flatMap(number -> log(table).numbered(number).stream())
        .flatMap(this::row)
        .toList();
  }

  @Override
  public List<SourceRow> rowsOf(SyncTable table, EmailAddress customer, int limit) {
    Inputs.required("customer", customer);
    Stream<? extends ChangeLog.Change<?>> changes =
        table == SyncTable.PROFILES
            ? profiles.changes().of(customer).stream()
            : offers.newestOf(customer, limit).stream()
                .flatMap(offer -> offers.changes().of(offer.id()).stream());
    return changes.flatMap(this::row).limit(atLeastOne(limit)).toList();
  }

  @Override
  public long lastNumber(SyncTable table) {
    return log(table).lastNumber();
  }

  @Override
  public List<RangeChecksum> checksums(SyncTable table, long from, long to, long width) {
    return Ranges.of(checksums(table, from, to), from, width);
  }

  @Override
  public List<RowChecksum> rowChecksums(SyncTable table, long from, long to, int limit) {
    return checksums(table, from, to).limit(atLeastOne(limit)).toList();
  }

  private Stream<RowChecksum> checksums(SyncTable table, long from, long to) {
    return log(table)
        .numbered(from, to)
        .map(change -> new RowChecksum(change.number(), change.checksum()));
  }

  private ChangeLog<?> log(SyncTable table) {
    return switch (table) {
      case PROFILES -> profiles.changes();
      case OFFERS -> offers.changes();
      default ->
          throw new InvalidInputException("table", "must be PROFILES or OFFERS, is " + table);
    };
  }

  /** Returns the row as it is by now, which may be newer than the change; none if it is no more. */
  private Stream<SourceRow> row(ChangeLog.Change<?> change) {
    if (change.key() instanceof EmailAddress customer) {
      Optional<CustomerProfile> profile = profiles.find(customer);
      return profile.stream()
          .map(p -> new SourceRow.Profile(change.number(), change.at(), change.checksum(), p));
    }
    Optional<BundleOffer> offer = offers.find((OfferId) change.key());
    return offer.stream()
        .map(o -> new SourceRow.Offer(change.number(), change.at(), change.checksum(), o));
  }

  private SourceRow row(Device device) {
    String browser =
        device.fingerprint() == null
            ? "@" + (device.ipHash() == null ? "" : device.ipHash().value())
            : device.fingerprint().value();
    long number = number(device.customer().value() + " " + browser);
    return new SourceRow.SeenDevice(number, device.lastSeen(), device.hashCode(), device);
  }

  private SourceRow row(BehavioralEvent event) {
    return new SourceRow.Event(
        number(event.id().toString()), event.createdAt(), event.hashCode(), event);
  }

  private static List<SourceRow> numbered(Stream<SourceRow> rows, long after, int limit) {
    return rows.filter(row -> row.number() > after)
        .collect(Comparators.least(atLeastOne(limit), Comparator.comparingLong(SourceRow::number)));
  }

  private static long number(String identity) {
    return Hashing.murmur3_128().hashString(identity, StandardCharsets.UTF_8).asLong() & POSITIVE;
  }

  private static int atLeastOne(int limit) {
    return Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
  }
}
