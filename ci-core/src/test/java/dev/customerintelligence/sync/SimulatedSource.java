package dev.customerintelligence.sync;

import com.google.common.hash.Hashing;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.TestOffers;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.PurchaseProfile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A database as it is at its worst: moments of whole seconds that a transaction takes when it
 * writes, and that others see when it commits, by a clock that may be set.
 */
final class SimulatedSource implements SyncSource {
  /** A row that is committed. */
  record Row(Instant changedAt, EmailAddress customer, int value, boolean readable) {}

  private record Transaction(Instant commits, Runnable change) {}

  private final Map<SyncTable, TreeMap<Long, Row>> tables = new EnumMap<>(SyncTable.class);
  private final List<Transaction> open = new ArrayList<>();
  private final Map<SyncTable, Long> lastNumbers = new EnumMap<>(SyncTable.class);
  private Instant time = Instant.parse("2026-03-01T12:00:00Z");
  private Duration skew = Duration.ZERO;

  SimulatedSource() {
    tables.put(SyncTable.PROFILES, new TreeMap<>());
    tables.put(SyncTable.OFFERS, new TreeMap<>());
  }

  /** Lets time pass; what is due is committed. */
  void pass(Duration duration) {
    time = time.plus(duration);
    List<Transaction> due =
        open.stream().filter(transaction -> !transaction.commits().isAfter(time)).toList();
    open.removeAll(due);
    due.forEach(transaction -> transaction.change().run());
  }

  void skew(Duration value) {
    skew = value;
  }

  /** Commits everything. */
  void settle() {
    pass(Duration.ofDays(1));
  }

  NavigableMap<Long, Row> table(SyncTable table) {
    return tables.get(table);
  }

  /** Writes a row now, for others to see after a while; without a number a new one. */
  void write(SyncTable table, Long number, EmailAddress customer, int value, Duration commitsIn) {
    write(table, number, customer, value, true, commitsIn);
  }

  void write(
      SyncTable table,
      Long number,
      EmailAddress customer,
      int value,
      boolean readable,
      Duration commitsIn) {
    long written = number == null ? lastNumbers.merge(table, 1L, Long::sum) : number;
    Row row = new Row(now(), customer, value, readable);
    commit(commitsIn, () -> table(table).put(written, row));
  }

  void delete(SyncTable table, long number, Duration commitsIn) {
    commit(commitsIn, () -> table(table).remove(number));
  }

  private void commit(Duration in, Runnable change) {
    if (in.isZero()) {
      change.run();
    } else {
      open.add(new Transaction(time.plus(in), change));
    }
  }

  /** Returns the rows that a target must have: of one customer's profiles the first. */
  Map<Long, SourceRow> expected(SyncTable table) {
    Map<Long, SourceRow> expected = new TreeMap<>();
    Map<EmailAddress, Long> first = new HashMap<>();
    table(table)
        .forEach(
            (number, row) -> {
              boolean stands =
                  table == SyncTable.OFFERS || first.putIfAbsent(row.customer(), number) == null;
              if (stands && row.readable()) {
                expected.put(number, row(table, number));
              }
            });
    return expected;
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public Instant now() {
    return time.plus(skew).truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public List<SourceRow> changes(SyncTable table, SyncPosition after, Instant upTo, int limit) {
    return all(table)
        .filter(row -> row.position().compareTo(after) > 0 && !row.changedAt().isAfter(upTo))
        .sorted(Comparator.comparing(SourceRow::position))
        .limit(limit)
        .toList();
  }

  @Override
  public List<SourceRow> rowsAfter(SyncTable table, long after, int limit) {
    return all(table).filter(row -> row.number() > after).limit(limit).toList();
  }

  @Override
  public List<SourceRow> rows(SyncTable table, Collection<Long> numbers) {
    return all(table).filter(row -> numbers.contains(row.number())).toList();
  }

  @Override
  public List<SourceRow> rowsOf(SyncTable table, EmailAddress customer, int limit) {
    return all(table)
        .filter(row -> table(table).get(row.number()).customer().equals(customer))
        .limit(table == SyncTable.PROFILES ? 1 : limit)
        .toList();
  }

  @Override
  public long lastNumber(SyncTable table) {
    return table(table).isEmpty() ? 0 : table(table).lastKey();
  }

  @Override
  public List<RangeChecksum> checksums(SyncTable table, long from, long to, long width) {
    Map<Long, RangeChecksum> ranges = new TreeMap<>();
    for (SourceRow row :
        table(table).subMap(from, true, to, true).keySet().stream()
            .map(number -> row(table, number))
            .toList()) {
      long start = from + (row.number() - from) / width * width;
      RangeChecksum known = ranges.getOrDefault(start, new RangeChecksum(start, 0, 0));
      ranges.put(
          start, new RangeChecksum(start, known.rows() + 1, known.checksum() ^ row.checksum()));
    }
    return List.copyOf(ranges.values());
  }

  @Override
  public List<RowChecksum> rowChecksums(SyncTable table, long from, long to, int limit) {
    return table(table).subMap(from, true, to, true).keySet().stream()
        .map(number -> new RowChecksum(number, row(table, number).checksum()))
        .limit(limit)
        .toList();
  }

  private Stream<SourceRow> all(SyncTable table) {
    return List.copyOf(table(table).keySet()).stream().map(number -> row(table, number));
  }

  SourceRow row(SyncTable table, long number) {
    Row row = table(table).get(number);
    long checksum =
        Hashing.murmur3_128()
            .newHasher()
            .putLong(number)
            .putString(row.customer().value(), StandardCharsets.UTF_8)
            .putInt(row.value())
            .putBoolean(row.readable())
            .hash()
            .asLong();
    if (!row.readable()) {
      return new SourceRow.Unreadable(number, row.changedAt(), checksum, "status: must be known");
    }
    return table == SyncTable.PROFILES
        ? new SourceRow.Profile(
            number, row.changedAt(), checksum, profile(row.customer(), row.value()))
        : new SourceRow.Offer(
            number, row.changedAt(), checksum, offer(number, row.customer(), row.value()));
  }

  static CustomerProfile profile(EmailAddress customer, int value) {
    return new CustomerProfile(
        customer,
        null,
        null,
        null,
        null,
        null,
        new PurchaseProfile(
            value, BigDecimal.ONE, 1, BigDecimal.ONE, null, 14, null, List.of(), BigDecimal.ONE),
        Instant.parse("2026-01-01T00:00:00Z"));
  }

  static BundleOffer offer(long number, EmailAddress customer, int value) {
    return BundleOffer.pending(
        new OfferId(Long.toString(number)),
        TestOffers.draft(
            customer, Instant.parse("2026-01-01T00:00:00Z").plusSeconds(value), "59.80", "5.98"));
  }
}
