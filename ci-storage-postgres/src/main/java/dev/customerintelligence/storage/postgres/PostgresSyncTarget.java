package dev.customerintelligence.storage.postgres;

import static dev.customerintelligence.storage.postgres.People.EMAIL;

import dev.customerintelligence.bundle.BundleLine;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.UuidV7;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.storage.postgres.SyncedRows.Write;
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
import dev.customerintelligence.sync.SyncPosition;
import dev.customerintelligence.sync.SyncTable;
import dev.customerintelligence.sync.SyncTarget;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Lets this store follow another; {@code ci_sync_rows} remembers what came from there. */
final class PostgresSyncTarget implements SyncTarget {
  private static final int MAX_NUMBERS = 5_000;

  private static final String CHECKPOINT =
      """
      SELECT stream, changed_at, number, revision, now() AT TIME ZONE 'UTC' AS server_now
      FROM {schema}.ci_sync_checkpoints
      WHERE source = :source AND table_name = :table
      """;

  private static final String FIRST_CHECKPOINT =
      """
      INSERT INTO {schema}.ci_sync_checkpoints (source, table_name, changed_at, number, revision)
      VALUES (:source, :table, :changedAt, :number, 0)
      ON CONFLICT (source, table_name) DO NOTHING
      """;

  private static final String MOVE =
      """
      UPDATE {schema}.ci_sync_checkpoints
      SET changed_at = :changedAt, number = :number, revision = revision + 1
      WHERE source = :source AND table_name = :table
      """;

  private static final String OF_STREAM = "s.stream = :stream";

  private static final String OF_SOURCE =
      """
      s.stream = (SELECT stream FROM {schema}.ci_sync_checkpoints
        WHERE source = :source AND table_name = :table)""";

  /**
   * What is held of each row, and under its customer's address. The limits make the server look up
   * row by row, whatever it believes how many there are.
   */
  private static final String KNOWN_PROFILES =
      """
      SELECT r.number, s.target_id AS known_id, s.version AS known_version, c.id AS held_id,
             o.stream AS owner_stream, o.number AS owner_number,
             s.checksum = r.checksum AND s.target_id = c.id
               AND coalesce(r.first_name = c.first_name, r.first_name IS NULL)
               AND coalesce(r.last_name = c.last_name, r.last_name IS NULL) AND {intact} AS unchanged
      FROM unnest(:numbers, :checksums, :emails, :firstNames, :lastNames)
        AS r (number, checksum, email, first_name, last_name)
      LEFT JOIN LATERAL (
        SELECT * FROM {schema}.ci_sync_rows s
        WHERE {ofStream} AND s.number = r.number LIMIT 1
      ) s ON true
      LEFT JOIN LATERAL (
        SELECT * FROM {schema}.customer_intelligence
        WHERE {email} = r.email COLLATE "C"
        ORDER BY customer_email = r.email DESC, id LIMIT 1
      ) c ON true
      LEFT JOIN LATERAL (
        SELECT * FROM {schema}.ci_sync_rows o WHERE o.target_id = c.id LIMIT 1
      ) o ON true
      """
          .replace("{intact}", SyncedTable.PROFILES.intact())
          .replace("{ofStream}", OF_STREAM)
          .replace("{email}", EMAIL);

  private static final String KNOWN_OFFERS =
      """
      SELECT r.number, s.target_id AS known_id, s.version AS known_version, c.id AS held_id,
             s.stream AS owner_stream, s.number AS owner_number,
             s.checksum = r.checksum AND s.target_id = c.id AND {intact} AS unchanged
      FROM unnest(:numbers, :checksums, :ids) AS r (number, checksum, id)
      LEFT JOIN LATERAL (
        SELECT * FROM {schema}.ci_sync_rows s
        WHERE {ofStream} AND s.number = r.number LIMIT 1
      ) s ON true
      LEFT JOIN {schema}.bundle_offers c ON c.id = r.id
      """
          .replace("{intact}", SyncedTable.OFFERS.intact())
          .replace("{ofStream}", OF_STREAM);

  private static final String FORGET =
      "DELETE FROM {schema}.ci_sync_rows WHERE target_id = ANY(:ids)";

  private static final String DELETE = "DELETE FROM {schema}.{table} WHERE id = ANY(:ids)";

  private static final String DELETE_GONE =
      """
      WITH gone AS (
        DELETE FROM {schema}.ci_sync_rows s WHERE {ofStream} AND s.number = ANY(:numbers)
        RETURNING target_id
      ), deleted AS (
        DELETE FROM {schema}.{table} c USING gone WHERE c.id = gone.target_id RETURNING c.id
      )
      SELECT count(*) FROM deleted
      """
          .replace("{ofStream}", OF_STREAM);

  private static final String ROWS =
      """
      SELECT s.number AS row_number, s.version AS row_version, s.checksum AS row_checksum, c.*
      FROM {schema}.ci_sync_rows s JOIN {schema}.{table} c ON c.id = s.target_id
      WHERE {ofSource} AND s.number = ANY(:numbers)
      """
          .replace("{ofSource}", OF_SOURCE);

  private static final String NUMBERS_OF =
      """
      SELECT s.number FROM {schema}.{table} c JOIN {schema}.ci_sync_rows s ON s.target_id = c.id
      WHERE {email} = :email AND {ofSource} LIMIT :limit
      """
          .replace("{email}", EMAIL)
          .replace("{ofSource}", OF_SOURCE);

  private static final String LAST_NUMBER =
      "SELECT coalesce(max(s.number), 0) FROM {schema}.ci_sync_rows s WHERE " + OF_SOURCE;

  private static final String RANGES =
      """
      SELECT :from + (s.number - :from) / :width * :width AS range_from, count(*) AS rows,
             bit_xor({checksum}) AS checksum
      FROM {schema}.ci_sync_rows s LEFT JOIN {schema}.{table} c ON c.id = s.target_id
      WHERE {ofSource} AND s.number BETWEEN :from AND :to
      GROUP BY 1 ORDER BY 1
      """
          .replace("{ofSource}", OF_SOURCE);

  private static final String ROW_CHECKSUMS =
      """
      SELECT s.number, {checksum} AS checksum
      FROM {schema}.ci_sync_rows s LEFT JOIN {schema}.{table} c ON c.id = s.target_id
      WHERE {ofSource} AND s.number BETWEEN :from AND :to
      ORDER BY s.number LIMIT :limit
      """
          .replace("{ofSource}", OF_SOURCE);

  private static final String WITHOUT_SOURCE =
      """
      SELECT c.id::text FROM {schema}.{table} c
      WHERE c.id > :after AND NOT EXISTS (
        SELECT FROM {schema}.ci_sync_rows s WHERE s.target_id = c.id)
      ORDER BY c.id LIMIT :limit
      """;

  private static final String DELETE_WITHOUT_SOURCE =
      """
      DELETE FROM {schema}.{table} c WHERE c.id = ANY(:ids) AND NOT EXISTS (
        SELECT FROM {schema}.ci_sync_rows s WHERE s.target_id = c.id)
      """;

  private record Known(
      @Nullable UUID knownId,
      @Nullable Instant knownVersion,
      @Nullable UUID heldId,
      boolean isOwn,
      boolean unchanged) {}

  /** The rows of one table that come from one source, as long as the transaction holds them. */
  private record Locked(int id, long revision, LocalDateTime now) {}

  /** What becomes of one batch. */
  private static final class Result {
    final List<SkippedRow> skipped = new ArrayList<>();
    final List<Long> unsettled = new ArrayList<>();
    int written;
    int unchanged;
  }

  private final Database database;
  private final Tombstones tombstones;
  private final SyncedRows rows;
  private final RandomGenerator random = new SecureRandom();

  PostgresSyncTarget(Database database, People people) {
    this.database = database;
    this.tombstones = new Tombstones(database, people);
    this.rows = new SyncedRows(database);
  }

  @Override
  public SyncCheckpoint checkpoint(String source, SyncTable table) {
    return database
        .once(
            handle ->
                ofSource(handle.createQuery(database.sql(CHECKPOINT)), source, table)
                    .map(
                        (row, context) ->
                            new SyncCheckpoint(
                                new SyncPosition(moment(row, "changed_at"), row.getLong("number")),
                                row.getLong("revision")))
                    .findOne())
        .orElse(SyncCheckpoint.NONE);
  }

  @Override
  public SyncOutcome apply(SyncBatch batch) {
    Inputs.required("batch", batch);
    Result refusals = new Result();
    List<SourceRow> storable =
        batch.rows().stream().filter(row -> isStorable(batch.table(), row, refusals)).toList();
    return database.inTransaction(
        handle -> {
          Locked stream = lock(handle, batch);
          Move move = batch.move();
          if (move != null && stream.revision() != move.expectedRevision()) {
            return new SyncOutcome.Overtaken();
          }
          // A transaction may be repeated: what it found out must not be found twice.
          Result result = new Result();
          result.skipped.addAll(refusals.skipped);
          List<SourceRow> open = withoutErased(handle, batch.table(), storable, result);
          write(handle, batch, stream, open, result);
          int removed = remove(handle, batch, stream.id());
          if (move != null && result.unsettled.isEmpty()) {
            move(handle, batch, move.to());
          }
          return new SyncOutcome.Applied(
              result.written, result.unchanged, removed, result.skipped, result.unsettled);
        });
  }

  @Override
  public List<SourceRow> rows(String source, SyncTable table, Collection<Long> numbers) {
    Inputs.between("numbers.size", numbers.size(), 0, MAX_NUMBERS);
    return database.once(
        handle ->
            ofSource(handle.createQuery(sql(ROWS, table)), source, table)
                .bindArray("numbers", Long.class, numbers.toArray())
                .map((row, context) -> row(row, table))
                .list());
  }

  @Override
  public List<Long> numbersOf(String source, SyncTable table, EmailAddress customer, int limit) {
    Inputs.required("customer", customer);
    return database.once(
        handle ->
            ofSource(handle.createQuery(sql(NUMBERS_OF, table)), source, table)
                .bind("email", customer.value())
                .bind("limit", atLeastOne(limit))
                .mapTo(Long.class)
                .list());
  }

  @Override
  public long lastNumber(String source, SyncTable table) {
    return database.once(
        handle ->
            ofSource(handle.createQuery(database.sql(LAST_NUMBER)), source, table)
                .mapTo(Long.class)
                .one());
  }

  @Override
  public List<RangeChecksum> checksums(
      String source, SyncTable table, long from, long to, long width) {
    return database.once(
        handle ->
            ofSource(handle.createQuery(sql(RANGES, table)), source, table)
                .bind("from", from)
                .bind("to", to)
                .bind("width", width)
                .map(
                    (row, context) ->
                        new RangeChecksum(
                            row.getLong("range_from"),
                            row.getLong("rows"),
                            row.getLong("checksum")))
                .list());
  }

  @Override
  public List<RowChecksum> rowChecksums(
      String source, SyncTable table, long from, long to, int limit) {
    return database.once(
        handle ->
            ofSource(handle.createQuery(sql(ROW_CHECKSUMS, table)), source, table)
                .bind("from", from)
                .bind("to", to)
                .bind("limit", atLeastOne(limit))
                .map(
                    (row, context) ->
                        new RowChecksum(row.getLong("number"), row.getLong("checksum")))
                .list());
  }

  @Override
  public List<String> idsWithoutSource(SyncTable table, String after, int limit) {
    return database.once(
        handle ->
            handle
                .createQuery(sql(WITHOUT_SOURCE, table))
                .bind("after", after.isEmpty() ? new UUID(0, 0) : UUID.fromString(after))
                .bind("limit", atLeastOne(limit))
                .mapTo(String.class)
                .list());
  }

  @Override
  public int deleteWithoutSource(SyncTable table, Collection<String> ids) {
    return database.once(
        handle ->
            handle
                .createUpdate(sql(DELETE_WITHOUT_SOURCE, table))
                .bindArray("ids", UUID.class, ids.stream().map(UUID::fromString).toArray())
                .execute());
  }

  /** Batches of one source and table go one after the other. */
  private Locked lock(Handle handle, SyncBatch batch) {
    Optional<Locked> found = locked(handle, batch);
    if (found.isEmpty()) {
      SyncPosition start = SyncPosition.START;
      ofSource(handle.createUpdate(database.sql(FIRST_CHECKPOINT)), batch)
          .bind("changedAt", Values.time(start.changedAt()))
          .bind("number", start.number())
          .execute();
      found = locked(handle, batch);
    }
    return found.orElseThrow();
  }

  private Optional<Locked> locked(Handle handle, SyncBatch batch) {
    return ofSource(handle.createQuery(database.sql(CHECKPOINT + " FOR UPDATE")), batch)
        .map(
            (row, context) ->
                new Locked(
                    row.getInt("stream"),
                    row.getLong("revision"),
                    row.getObject("server_now", LocalDateTime.class)))
        .findOne();
  }

  private void move(Handle handle, SyncBatch batch, SyncPosition to) {
    ofSource(handle.createUpdate(database.sql(MOVE)), batch)
        .bind("changedAt", Values.time(to.changedAt()))
        .bind("number", to.number())
        .execute();
  }

  private List<SourceRow> withoutErased(
      Handle handle, SyncTable table, List<SourceRow> rows, Result result) {
    Set<EmailAddress> customers = new HashSet<>();
    rows.forEach(row -> customer(row).ifPresent(customers::add));
    if (customers.isEmpty()) {
      return rows;
    }
    Set<EmailAddress> erased = tombstones.lockAndFindErased(handle, customers);
    List<SourceRow> open = new ArrayList<>();
    for (SourceRow row : rows) {
      if (customer(row).filter(erased::contains).isPresent()) {
        result.skipped.add(
            new SkippedRow(table, row.number(), Reason.ERASED, "the person was erased here"));
      } else {
        open.add(row);
      }
    }
    return open;
  }

  private void write(
      Handle handle, SyncBatch batch, Locked stream, List<SourceRow> open, Result result) {
    switch (batch.table()) {
      case PROFILES, OFFERS -> {
        List<SourceRow> left = open;
        while (!left.isEmpty()) {
          left = writeOnce(handle, batch, stream, left, result);
        }
      }
      case DEVICES -> {
        List<Device> devices =
            open.stream().map(row -> ((SourceRow.SeenDevice) row).device()).toList();
        result.written = SyncedDevices.write(handle, database, devices);
        result.unchanged = devices.size() - result.written;
      }
      case EVENTS -> {
        Map<UUID, BehavioralEvent> byId = new TreeMap<>();
        open.forEach(
            row -> byId.put(((SourceRow.Event) row).event().id(), ((SourceRow.Event) row).event()));
        result.written = PostgresEventStore.insert(handle, database, List.copyOf(byId.values()));
        result.unchanged = open.size() - result.written;
      }
    }
  }

  /** Returns the rows that another writer deleted meanwhile. */
  private List<SourceRow> writeOnce(
      Handle handle, SyncBatch batch, Locked stream, List<SourceRow> open, Result result) {
    Map<Long, Known> known =
        batch.table() == SyncTable.PROFILES
            ? knownProfiles(handle, stream.id(), open)
            : knownOffers(handle, stream.id(), open);
    List<Write> writes = new ArrayList<>();
    List<UUID> left = new ArrayList<>();
    List<UUID> takenOver = new ArrayList<>();
    for (SourceRow row : open) {
      Known of = known.get(row.number());
      if (of == null) {
        continue;
      }
      boolean isLater =
          of.knownVersion() != null
              && row.changedAt().truncatedTo(Values.PRECISION).isBefore(of.knownVersion());
      if (batch.guard() == Guard.NEWER_ONLY && isLater) {
        result.unsettled.add(row.number());
        continue;
      }
      if (of.knownId() != null && !of.knownId().equals(of.heldId())) {
        // Whatever becomes of the row, it no longer stands for whom it was written for.
        left.add(of.knownId());
      }
      if (of.heldId() != null && !of.isOwn() && batch.guard() != Guard.ANY_ROW) {
        result.unsettled.add(row.number());
      } else if (of.unchanged()) {
        result.unchanged++;
      } else if (of.heldId() == null) {
        writes.add(new Write(newId(row), stream.now(), row));
      } else {
        writes.add(new Write(of.heldId(), null, row));
        if (!of.isOwn()) {
          takenOver.add(of.heldId());
        }
      }
    }
    byIds(handle, sql(DELETE, batch.table()), left);
    left.addAll(takenOver);
    byIds(handle, database.sql(FORGET), left);
    Set<Long> written =
        batch.table() == SyncTable.PROFILES
            ? rows.writeProfiles(handle, stream.id(), writes)
            : rows.writeOffers(handle, stream.id(), writes);
    result.written += written.size();
    return writes.stream().map(Write::row).filter(row -> !written.contains(row.number())).toList();
  }

  private Map<Long, Known> knownProfiles(Handle handle, int stream, List<SourceRow> open) {
    List<CustomerProfile> profiles =
        open.stream().map(row -> ((SourceRow.Profile) row).profile()).toList();
    return known(
        stream,
        handle
            .createQuery(database.sql(KNOWN_PROFILES))
            .bind("stream", stream)
            .bindArray("numbers", Long.class, each(open, SourceRow::number))
            .bindArray("checksums", Long.class, each(open, SourceRow::checksum))
            .bindArray("emails", String.class, each(profiles, p -> p.customer().value()))
            .bindArray("firstNames", String.class, each(profiles, p -> name(p, PersonName::first)))
            .bindArray("lastNames", String.class, each(profiles, p -> name(p, PersonName::last))));
  }

  private Map<Long, Known> knownOffers(Handle handle, int stream, List<SourceRow> open) {
    return known(
        stream,
        handle
            .createQuery(database.sql(KNOWN_OFFERS))
            .bind("stream", stream)
            .bindArray("numbers", Long.class, each(open, SourceRow::number))
            .bindArray("checksums", Long.class, each(open, SourceRow::checksum))
            .bindArray("ids", UUID.class, each(open, this::newId)));
  }

  private static Map<Long, Known> known(int stream, Query query) {
    Map<Long, Known> known = new HashMap<>();
    query
        .map(
            (row, context) -> {
              long number = row.getLong("number");
              int owner = row.getInt("owner_stream");
              boolean isFree = row.wasNull();
              known.put(
                  number,
                  new Known(
                      row.getObject("known_id", UUID.class),
                      row.getObject("known_version") == null ? null : moment(row, "known_version"),
                      row.getObject("held_id", UUID.class),
                      isFree || (owner == stream && row.getLong("owner_number") == number),
                      row.getBoolean("unchanged")));
              return true;
            })
        .forEach(found -> {});
    return known;
  }

  private int remove(Handle handle, SyncBatch batch, int stream) {
    return batch.gone().isEmpty()
        ? 0
        : handle
            .createQuery(sql(DELETE_GONE, batch.table()))
            .bind("stream", stream)
            .bindArray("numbers", Long.class, batch.gone().toArray())
            .mapTo(Integer.class)
            .one();
  }

  private UUID newId(SourceRow row) {
    return row instanceof SourceRow.Offer offer
        ? UUID.fromString(offer.offer().id().value())
        : UuidV7.at(row.changedAt(), random);
  }

  private static void byIds(Handle handle, String sql, List<UUID> ids) {
    if (!ids.isEmpty()) {
      handle.createUpdate(sql).bindArray("ids", UUID.class, ids.toArray()).execute();
    }
  }

  private static boolean isStorable(SyncTable table, SourceRow row, Result result) {
    try {
      requireStorable(row);
      return true;
    } catch (InvalidInputException e) {
      result.skipped.add(new SkippedRow(table, row.number(), Reason.REFUSED, e.getMessage()));
      return false;
    }
  }

  private static void requireStorable(SourceRow row) {
    if (row instanceof SourceRow.Profile profile) {
      PostgresProfileStore.requireStorable(profile.profile());
    } else if (row instanceof SourceRow.Offer offer) {
      Values.customerId(offer.offer().made().customerId());
      Values.otherFields(
          "lines", offer.offer().made().lines().stream().map(BundleLine::otherFields));
    } else if (row instanceof SourceRow.SeenDevice seen) {
      Values.customerId(seen.device().customerId());
    } else if (row instanceof SourceRow.Event event) {
      PostgresEventStore.requireStorable(event.event());
    }
  }

  private static Optional<EmailAddress> customer(SourceRow row) {
    if (row instanceof SourceRow.Profile profile) {
      return Optional.of(profile.profile().customer());
    }
    if (row instanceof SourceRow.Offer offer) {
      return Optional.of(offer.offer().made().customer());
    }
    if (row instanceof SourceRow.SeenDevice seen) {
      return Optional.of(seen.device().customer());
    }
    return row instanceof SourceRow.Event event
        ? Optional.ofNullable(event.event().customer())
        : Optional.empty();
  }

  private static SourceRow row(ResultSet row, SyncTable table) throws SQLException {
    long number = row.getLong("row_number");
    Instant version = moment(row, "row_version");
    long checksum = row.getLong("row_checksum");
    try {
      return table == SyncTable.PROFILES
          ? new SourceRow.Profile(number, version, checksum, PostgresProfileStore.profile(row))
          : new SourceRow.Offer(number, version, checksum, PostgresOfferStore.offer(row));
    } catch (UnreadableRowException e) {
      return new SourceRow.Unreadable(number, version, checksum, e.getMessage());
    }
  }

  private String sql(String template, SyncTable table) {
    SyncedTable synced =
        switch (table) {
          case PROFILES -> SyncedTable.PROFILES;
          case OFFERS -> SyncedTable.OFFERS;
          default ->
              throw new InvalidInputException("table", "must be PROFILES or OFFERS, is " + table);
        };
    return database.sql(
        template
            .replace("{table}", synced.table())
            .replace("{checksum}", synced.countedChecksum()));
  }

  private static <S extends SqlStatement<S>> S ofSource(S statement, SyncBatch batch) {
    return ofSource(statement, batch.source(), batch.table());
  }

  private static <S extends SqlStatement<S>> S ofSource(
      S statement, String source, SyncTable table) {
    return statement
        .bind("source", Inputs.required("source", source))
        .bind("table", table.tableName());
  }

  private static Instant moment(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private static @Nullable String name(
      CustomerProfile profile, Function<PersonName, @Nullable String> part) {
    return profile.name() == null ? null : part.apply(profile.name());
  }

  private static <T> Object[] each(List<T> values, Function<T, @Nullable Object> part) {
    return values.stream().map(part).toArray();
  }

  private static int atLeastOne(int limit) {
    return Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
  }
}
