package dev.customerintelligence.storage.memory;

import com.google.common.hash.Hashing;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.sync.RangeChecksum;
import dev.customerintelligence.sync.RowChecksum;
import dev.customerintelligence.sync.SkippedRow;
import dev.customerintelligence.sync.SkippedRow.Reason;
import dev.customerintelligence.sync.SourceRow;
import dev.customerintelligence.sync.SyncBatch;
import dev.customerintelligence.sync.SyncBatch.Guard;
import dev.customerintelligence.sync.SyncBatch.Move;
import dev.customerintelligence.sync.SyncCheckpoint;
import dev.customerintelligence.sync.SyncOutcome;
import dev.customerintelligence.sync.SyncTable;
import dev.customerintelligence.sync.SyncTarget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lets the store in memory follow others. One batch at a time; reads take no lock. */
final class InMemorySyncTarget implements SyncTarget {
  private record Channel(String source, SyncTable table) {}

  /**
   * What is remembered of a row.
   *
   * @param key under which it is held: an address or an offer's id
   * @param written what was written, by which a change since is noticed
   */
  private record Entry(
      Channel channel, long number, Object key, Instant version, long checksum, Object written) {
    RowChecksum checksum(boolean intact) {
      return new RowChecksum(
          number, intact ? checksum : checksum ^ Hashing.murmur3_128().hashLong(number).asLong());
    }
  }

  private enum Result {
    WRITTEN,
    UNCHANGED,
    ERASED,
    UNSETTLED
  }

  private final People people;
  private final InMemoryDeviceStore devices;
  private final InMemoryProfileStore profiles;
  private final InMemoryOfferStore offers;
  private final InMemoryEventStore events;
  private final ConcurrentMap<Channel, SyncCheckpoint> checkpoints = new ConcurrentHashMap<>();
  private final ConcurrentMap<Channel, NavigableMap<Long, Entry>> byNumber =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<Object, Entry> byKey = new ConcurrentHashMap<>();

  InMemorySyncTarget(
      People people,
      InMemoryDeviceStore devices,
      InMemoryProfileStore profiles,
      InMemoryOfferStore offers,
      InMemoryEventStore events) {
    this.people = people;
    this.devices = devices;
    this.profiles = profiles;
    this.offers = offers;
    this.events = events;
  }

  @Override
  public SyncCheckpoint checkpoint(String source, SyncTable table) {
    return checkpoints.getOrDefault(new Channel(source, table), SyncCheckpoint.NONE);
  }

  @Override
  public synchronized SyncOutcome apply(SyncBatch batch) {
    Channel channel = new Channel(Inputs.required("batch", batch).source(), batch.table());
    Move move = batch.move();
    if (move != null
        && checkpoint(channel.source(), channel.table()).revision() != move.expectedRevision()) {
      return new SyncOutcome.Overtaken();
    }
    int written = 0;
    int unchanged = 0;
    List<SkippedRow> skipped = new ArrayList<>();
    List<Long> unsettled = new ArrayList<>();
    for (SourceRow row : batch.rows()) {
      switch (write(channel, row, batch.guard())) {
        case WRITTEN -> written++;
        case UNCHANGED -> unchanged++;
        case ERASED ->
            skipped.add(
                new SkippedRow(
                    batch.table(), row.number(), Reason.ERASED, "the person was erased here"));
        case UNSETTLED -> unsettled.add(row.number());
      }
    }
    int removed = 0;
    for (long number : batch.gone()) {
      removed += remove(entries(channel).get(number)) ? 1 : 0;
    }
    if (move != null && unsettled.isEmpty()) {
      checkpoints.put(channel, new SyncCheckpoint(move.to(), move.expectedRevision() + 1));
    }
    return new SyncOutcome.Applied(written, unchanged, removed, skipped, unsettled);
  }

  @Override
  public List<SourceRow> rows(String source, SyncTable table, Collection<Long> numbers) {
    NavigableMap<Long, Entry> entries = entries(new Channel(source, table));
    return numbers.stream()
        .distinct()
        .flatMap(number -> Stream.ofNullable(entries.get(number)))
        .flatMap(entry -> held(entry).stream().map(value -> row(entry, value)))
        .toList();
  }

  @Override
  public List<Long> numbersOf(String source, SyncTable table, EmailAddress customer, int limit) {
    Inputs.required("customer", customer);
    Channel channel = new Channel(source, table);
    Stream<?> keys =
        table == SyncTable.PROFILES
            ? Stream.of(customer)
            : people.find(customer).stream().flatMap(p -> p.offersOldestFirst().stream());
    return keys.flatMap(key -> Stream.ofNullable(byKey.get(key)))
        .filter(entry -> entry.channel().equals(channel))
        .map(Entry::number)
        .limit(atLeastOne(limit))
        .toList();
  }

  @Override
  public long lastNumber(String source, SyncTable table) {
    NavigableMap<Long, Entry> entries = entries(new Channel(source, table));
    return entries.isEmpty() ? 0 : entries.lastKey();
  }

  @Override
  public List<RangeChecksum> checksums(
      String source, SyncTable table, long from, long to, long width) {
    return Ranges.of(checksums(source, table, from, to), from, width);
  }

  @Override
  public List<RowChecksum> rowChecksums(
      String source, SyncTable table, long from, long to, int limit) {
    return checksums(source, table, from, to).limit(atLeastOne(limit)).toList();
  }

  /** The ids are the numbers that this store itself gives to its rows; every page looks at all. */
  @Override
  public List<String> idsWithoutSource(SyncTable table, String after, int limit) {
    return log(table)
        .numbered(1, Long.MAX_VALUE)
        .filter(change -> !byKey.containsKey(change.key()))
        .map(change -> Long.toString(change.number()))
        .filter(id -> id.compareTo(after) > 0)
        .sorted()
        .limit(atLeastOne(limit))
        .toList();
  }

  @Override
  public synchronized int deleteWithoutSource(SyncTable table, Collection<String> ids) {
    int deleted = 0;
    for (String id : ids) {
      Optional<? extends ChangeLog.Change<?>> change = log(table).numbered(Long.parseLong(id));
      if (change.isPresent() && !byKey.containsKey(change.get().key())) {
        deleted += delete(change.get().key()) ? 1 : 0;
      }
    }
    return deleted;
  }

  /** Forgets a row, as what was written says whose it was; the caller holds the monitor. */
  void forget(Object key) {
    Entry entry = byKey.remove(key);
    if (entry != null) {
      entries(entry.channel()).remove(entry.number(), entry);
    }
  }

  private Result write(Channel channel, SourceRow row, Guard guard) {
    if (row instanceof SourceRow.SeenDevice seen) {
      return write(seen.device().customer(), person -> devices.merge(person, seen.device()));
    }
    if (row instanceof SourceRow.Event event) {
      return write(event.event());
    }
    Entry known = entries(channel).get(row.number());
    if (guard == Guard.NEWER_ONLY && known != null && row.changedAt().isBefore(known.version())) {
      return Result.UNSETTLED;
    }
    return row instanceof SourceRow.Profile profile
        ? write(channel, profile, known, guard)
        : write(channel, (SourceRow.Offer) row, known);
  }

  private Result write(Channel channel, SourceRow.Profile row, @Nullable Entry known, Guard guard) {
    CustomerProfile profile = row.profile();
    EmailAddress customer = profile.customer();
    // Whatever becomes of the row, it no longer stands for whom it was written for.
    if (known != null && !known.key().equals(customer)) {
      remove(known);
    }
    Entry owner = byKey.get(customer);
    if (guard != Guard.ANY_ROW
        && owner != null
        && !(owner.channel().equals(channel) && owner.number() == row.number())) {
      return Result.UNSETTLED;
    }
    return write(
        customer,
        person -> {
          CustomerProfile named =
              profiles.find(customer).map(held -> named(profile, held.name())).orElse(profile);
          return put(
              new Entry(channel, row.number(), customer, row.changedAt(), row.checksum(), named),
              () -> profiles.replace(named));
        });
  }

  private Result write(Channel channel, SourceRow.Offer row, @Nullable Entry known) {
    BundleOffer offer = row.offer();
    if (known != null && !known.written().equals(offer)) {
      // The offer may be another customer's now.
      offers
          .find(offer.id())
          .filter(held -> !held.made().customer().equals(offer.made().customer()))
          .ifPresent(held -> remove(known));
    }
    return write(
        offer.made().customer(),
        person ->
            put(
                new Entry(
                    channel, row.number(), offer.id(), row.changedAt(), row.checksum(), offer),
                () -> offers.replace(person, offer)));
  }

  /** Writes what differs from what is held, and remembers it either way. */
  private boolean put(Entry entry, Runnable write) {
    Optional<?> held = held(entry);
    boolean differs = held.isEmpty() || !held.get().equals(entry.written());
    if (differs) {
      write.run();
    }
    forget(entry.key());
    Entry before = entries(entry.channel()).put(entry.number(), entry);
    byKey.put(entry.key(), entry);
    return differs || (before != null && before.checksum() != entry.checksum());
  }

  private interface PersonWrite {
    boolean apply(Person person);
  }

  private Result write(EmailAddress customer, PersonWrite write) {
    return people.write(
        customer, Result.ERASED, person -> write.apply(person) ? Result.WRITTEN : Result.UNCHANGED);
  }

  private Result write(BehavioralEvent event) {
    EmailAddress customer = event.customer();
    if (customer == null) {
      return events.append(null, event) ? Result.WRITTEN : Result.UNCHANGED;
    }
    return write(customer, person -> events.append(person, event));
  }

  private boolean remove(@Nullable Entry entry) {
    if (entry == null) {
      return false;
    }
    boolean deleted = delete(entry.key());
    byKey.remove(entry.key(), entry);
    entries(entry.channel()).remove(entry.number(), entry);
    return deleted;
  }

  private boolean delete(Object key) {
    if (key instanceof EmailAddress customer) {
      return people.write(customer, false, person -> profiles.remove(customer));
    }
    Optional<BundleOffer> held = offers.find((OfferId) key);
    return held.isPresent()
        && people.write(
            held.get().made().customer(),
            false,
            person -> {
              Optional<BundleOffer> now = offers.find((OfferId) key);
              now.ifPresent(offer -> offers.remove(person, List.of(offer)));
              return now.isPresent();
            });
  }

  private Stream<RowChecksum> checksums(String source, SyncTable table, long from, long to) {
    return from > to
        ? Stream.empty()
        : entries(new Channel(source, table)).subMap(from, true, to, true).values().stream()
            .map(entry -> entry.checksum(held(entry).equals(Optional.of(entry.written()))));
  }

  private Optional<?> held(Entry entry) {
    return entry.key() instanceof EmailAddress customer
        ? profiles.find(customer)
        : offers.find((OfferId) entry.key());
  }

  private static SourceRow row(Entry entry, Object value) {
    return value instanceof CustomerProfile profile
        ? new SourceRow.Profile(entry.number(), entry.version(), entry.checksum(), profile)
        : new SourceRow.Offer(
            entry.number(), entry.version(), entry.checksum(), (BundleOffer) value);
  }

  private static CustomerProfile named(CustomerProfile profile, @Nullable PersonName held) {
    PersonName name = profile.name() == null ? held : profile.name().filledFrom(held);
    return Objects.equals(name, profile.name())
        ? profile
        : new CustomerProfile(
            profile.customer(),
            profile.customerId(),
            name,
            profile.ipHash(),
            profile.fingerprint(),
            profile.place(),
            profile.purchases(),
            profile.recalculatedAt());
  }

  private NavigableMap<Long, Entry> entries(Channel channel) {
    return byNumber.computeIfAbsent(channel, c -> new ConcurrentSkipListMap<>());
  }

  private ChangeLog<?> log(SyncTable table) {
    return table == SyncTable.PROFILES ? profiles.changes() : offers.changes();
  }

  private static int atLeastOne(int limit) {
    return Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
  }
}
