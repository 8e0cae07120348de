package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Mix;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.benchmarks.page.Found;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.benchmarks.server.DatabaseShop;
import dev.customerintelligence.event.AppendResult;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Appending events in batches, beside the fastest way that the server has. */
@Section(
    order = 50,
    title = "Append events",
    text =
        "EventStore.append of 1,000 events in one transaction, beside COPY of the same rows on"
            + " Postgres and beside one INSERT with 1,000 rows, which is what a driver makes of a"
            + " rewritten batch, on MySQL and MariaDB. The bare statements look neither for"
            + " repeated ids nor for tombstones. And beside the same with the events' own ids, for"
            + " which MySQL and MariaDB need a second INSERT, into the table of ids; on Postgres it is"
            + " the same COPY.",
    unit = "event")
@Ratio(
    says = "rate of append / rate of the raw batch",
    of = "rawBatch",
    by = "append",
    atLeast = 0.7)
@Ratio(
    says = "rate of append / rate of the raw batch with its ids",
    of = "rawBatchWithIds",
    by = "append")
@Found({
  "On Postgres a batch went in by an INSERT from arrays of text; it goes in by COPY now, after a"
      + " look-up of its ids.",
  "On MySQL and MariaDB a sample of the service's stacks showed a third of its own part in the check"
      + " that a text fits its column, which went through each character of it as a stream, and a"
      + " quarter in JSON, written three times for each event: to check it, to measure it and to"
      + " send it. Texts of ASCII are checked in one loop now, JSON is written once, ids are sorted"
      + " as numbers and lists of keys are bound without JDBI; by hand the service's part fell from"
      + " 9 to 6 us for each event.",
  "What is left there is the server's: the document's table numbers its events and has no column for"
      + " their own ids, by which a repeated batch is known. These stand in a table beside it, so"
      + " that each event makes two rows and three more entries of indexes: that much of the ratio to"
      + " the raw batch is theirs, and beside the raw batch with its ids it is not."
})
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AppendEvents {
  private static final int BATCH = 1000;
  private static final String COLUMNS =
      "session_id, customer_id, customer_email, ip_hash, browser_fingerprint, event_type,"
          + " event_data, ";

  /** A batch that is not stored yet. */
  @State(Scope.Benchmark)
  public static class Batch {
    private List<BehavioralEvent> events = List.of();
    private long number;

    /** Makes the next batch. */
    @Setup(Level.Invocation)
    public void make(DatabaseShop shop) {
      List<BehavioralEvent> batch = new ArrayList<>(BATCH);
      boolean hasPage = shop.storage().events().supportsPageUrl();
      for (int i = 0; i < BATCH; i++) {
        long event = number++;
        int customer = Mix.below(shop.devices / 2, 3000, event);
        // Ids by time, as the library makes them.
        UUID id =
            new UUID(
                (Population.NOW.toEpochMilli() + event) << 16 | 0x7000 | (event & 0xfff),
                Mix.bits(3001, event ^ System.nanoTime()) >>> 2 | Long.MIN_VALUE);
        batch.add(
            new BehavioralEvent(
                id,
                i % 3 == 0 ? "bundle_viewed" : "page_viewed",
                Population.NOW.plusMillis(event),
                JsonObject.parse(
                    "{\"cart_value\":" + customer % 100 + ".95,\"status\":\"viewed\"}"),
                "session" + event / 7,
                customer + 1L,
                Population.email(customer),
                new IpHash(Mix.hex64(3002, customer)),
                Fingerprint.of(Mix.hex64(3003, customer)),
                hasPage ? "https://shop.example.com/product/" + event % 500 : null));
      }
      events = batch;
    }
  }

  /** Appends the batch. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public AppendResult append(DatabaseShop shop, Batch batch) {
    return shop.storage().events().append(batch.events);
  }

  /** Writes the same rows. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long rawBatch(DatabaseShop shop, Batch batch) throws SQLException {
    try (Connection connection = shop.pool().getConnection()) {
      return shop.store.isMysql()
          ? insert(connection, shop, batch.events)
          : copy(connection, shop, batch.events);
    }
  }

  /** Writes the same rows, and their own ids. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long rawBatchWithIds(DatabaseShop shop, Batch batch) throws SQLException {
    try (Connection connection = shop.pool().getConnection()) {
      if (!shop.store.isMysql()) {
        return copy(connection, shop, batch.events);
      }
      connection.setAutoCommit(false);
      try {
        long first = insert(connection, shop, batch.events);
        long ids = insertIds(connection, shop, batch.events, first);
        connection.commit();
        return ids;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static long copy(Connection connection, DatabaseShop shop, List<BehavioralEvent> events)
      throws SQLException {
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(shop.sql("COPY {events} (" + COLUMNS + "created_at, id, page_url) FROM STDIN"));
    StringBuilder rows = new StringBuilder();
    for (BehavioralEvent event : events) {
      for (Object value : values(event)) {
        rows.append(value).append('\t');
      }
      rows.append(event.id()).append('\t').append(event.pageUrl()).append('\n');
    }
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    return copy.endCopy();
  }

  private static long insert(Connection connection, DatabaseShop shop, List<BehavioralEvent> events)
      throws SQLException {
    String into = "INSERT INTO {events} (" + COLUMNS + "`timestamp`) VALUES ";
    String sql = rows(into, "(?, ?, ?, ?, ?, ?, ?, ?)", events.size());
    try (PreparedStatement statement =
        connection.prepareStatement(shop.sql(sql), Statement.RETURN_GENERATED_KEYS)) {
      int position = 1;
      for (BehavioralEvent event : events) {
        for (Object value : values(event)) {
          statement.setObject(position++, value);
        }
      }
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  private static long insertIds(
      Connection connection, DatabaseShop shop, List<BehavioralEvent> events, long first)
      throws SQLException {
    String sql = rows("INSERT INTO {eventIds} (event_id, uuid) VALUES ", "(?, ?)", events.size());
    try (PreparedStatement statement = connection.prepareStatement(shop.sql(sql))) {
      int position = 1;
      for (int i = 0; i < events.size(); i++) {
        UUID id = events.get(i).id();
        statement.setLong(position++, first + i);
        statement.setBytes(
            position++,
            ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
      }
      return statement.executeUpdate();
    }
  }

  private static String rows(String into, String row, int rows) {
    return into + String.join(", ", Collections.nCopies(rows, row));
  }

  private static List<Object> values(BehavioralEvent event) {
    return List.of(
        Objects.requireNonNull(event.sessionId()),
        Objects.requireNonNull(event.customerId()),
        Objects.requireNonNull(event.customer()).value(),
        Objects.requireNonNull(event.ipHash()).value(),
        Objects.requireNonNull(event.fingerprint()).value(),
        event.type(),
        event.data().json(),
        LocalDateTime.ofInstant(event.createdAt(), ZoneOffset.UTC));
  }
}
