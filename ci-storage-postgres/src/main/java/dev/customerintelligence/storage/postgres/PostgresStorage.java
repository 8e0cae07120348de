package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Once;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.StorageFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the data in the tables of the schema document, on Supabase or a plain Postgres 14 or newer.
 * Immutable and thread-safe.
 *
 * <p>It takes connections from the data source that it is given and gives each back after every
 * call; the data source stays the caller's. The sessions must be READ COMMITTED, which is Postgres'
 * default; autocommit may be on or off, and a pooler in transaction mode may stand between.
 */
public final class PostgresStorage implements StorageFactory {
  /** What {@link #open} does about the tables. */
  public enum Migration {
    /** Makes what is missing: tables, indexes, the library's own tables. */
    MIGRATE,
    /** Refuses to open when something is missing, and names it. */
    VALIDATE,
    /** Looks at nothing. */
    NONE
  }

  /** A table of the schema document. */
  public enum ShopTable {
    /** Profiles. */
    CUSTOMER_INTELLIGENCE,
    /** Devices. */
    DEVICE_TRACKING,
    /** Offers. */
    BUNDLE_OFFERS,
    /** Events. */
    BEHAVIORAL_EVENTS;

    /** Returns the name that the schema document gives it. */
    public String tableName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What became of the rows of a CSV file.
   *
   * @param inserted rows that were not there
   * @param alreadyThere rows whose id, or other unique key, was there; these were left as they are
   * @param erased rows of people who were erased; these were left out
   */
  public record CsvImport(long inserted, long alreadyThere, long erased) {}

  /**
   * What became of the tables of {@code behavioral_events}.
   *
   * @param made tables of months to come
   * @param dropped tables of months that are over, with all their events
   */
  public record PartitionChanges(List<String> made, List<String> dropped) {
    /** Copies the lists. */
    public PartitionChanges {
      made = List.copyOf(made);
      dropped = List.copyOf(dropped);
    }
  }

  private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final int MAX_MONTHS_AHEAD = 120;

  private final DataSource dataSource;
  private final String schema;
  private final Migration migration;
  private final Migrations migrations;

  private PostgresStorage(Builder builder) {
    dataSource = builder.dataSource;
    schema = builder.schema == null ? "public" : builder.schema;
    migration = builder.migration == null ? Migration.VALIDATE : builder.migration;
    migrations = new Migrations(dataSource, schema, builder.rowLevelSecurity);
  }

  /** Starts from the defaults: schema {@code public}, {@link Migration#VALIDATE}. */
  public static Builder on(DataSource dataSource) {
    return new Builder(Inputs.required("dataSource", dataSource));
  }

  /**
   * Opens the storage, after the tables were seen to as {@link Builder#migration} says.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when the server is away
   * @throws dev.customerintelligence.error.StorageFailedException when something is missing under
   *     {@link Migration#VALIDATE}, when a migration fails, or when the sessions are not READ
   *     COMMITTED
   */
  @Override
  public Storage open(TombstoneHasher tombstones) {
    People people = new People(Inputs.required("tombstones", tombstones));
    Database database = new Database(dataSource, schema);
    database.requireReadCommitted();
    switch (migration) {
      case MIGRATE -> migrate();
      case VALIDATE -> validate();
      case NONE -> {}
    }
    return OpenStorage.on(database, people);
  }

  /**
   * Makes what is missing. May be repeated, and called by several services at once.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when the server is away or
   *     stops in the middle; what was done stays, and the call may be repeated
   * @throws dev.customerintelligence.error.StorageFailedException when the server refuses
   */
  public void migrate() {
    migrations.migrate();
  }

  /**
   * Refuses a database in which a table, a column or an index is missing or of another type.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when the server is away
   * @throws dev.customerintelligence.error.StorageFailedException naming everything that is missing
   */
  public void validate() {
    SchemaCheck.require(new Database(dataSource, schema));
  }

  /**
   * Returns what {@link #migrate} runs, as SQL to read or to run by hand, statement by statement:
   * indexes that are built beside running writers refuse to stand in a transaction. The schema must
   * be there.
   */
  public String migrationScript() {
    return migrations.script();
  }

  /**
   * Writes a table as CSV in UTF-8 with a header, whole rows, in no promised sequence. The stream
   * stays open.
   *
   * @param rowsSoFar is told now and then how many rows were written, and at the end
   * @return how many rows there are
   * @throws IOException when the stream refuses
   * @throws dev.customerintelligence.error.StorageUnavailableException when the server is away;
   *     what was written so far is then incomplete
   */
  public long exportCsv(ShopTable table, OutputStream out, LongConsumer rowsSoFar)
      throws IOException {
    Inputs.required("table", table);
    Inputs.required("out", out);
    return new CsvTransfer(new Database(dataSource, schema))
        .exportTo(table, out, Inputs.required("rowsSoFar", rowsSoFar));
  }

  /**
   * Reads what {@link #exportCsv} wrote, all of it or nothing. A row that is there stays as it is;
   * a row of an erased person is left out. Until it ends, erasures wait.
   *
   * @param tombstones knows who was erased
   * @param bytesSoFar is told how many bytes were read
   * @throws IOException when the stream fails
   * @throws InvalidInputException naming {@code header}, when the columns are not the table's
   * @throws dev.customerintelligence.error.StorageFailedException naming the line, when a value
   *     does not fit its column
   * @throws dev.customerintelligence.error.StorageUnavailableException when the server is away
   */
  public CsvImport importCsv(
      ShopTable table, InputStream in, TombstoneHasher tombstones, LongConsumer bytesSoFar)
      throws IOException {
    Inputs.required("table", table);
    Inputs.required("in", in);
    People people = new People(Inputs.required("tombstones", tombstones));
    return new CsvTransfer(new Database(dataSource, schema))
        .importFrom(table, in, people, Inputs.required("bytesSoFar", bytesSoFar));
  }

  /**
   * Divides {@code behavioral_events} by month, if it is not yet. What is there stays in one table,
   * which takes events until the month after the next; no row moves. It reads the table twice
   * beside running writers and then locks them out for a moment.
   *
   * <p>In a table that is divided, a repeated event is found by looking into every part: appending
   * costs the more the more months there are.
   *
   * <p>Rights and row level security go over to the new table; triggers and views of others do not.
   *
   * @param now which month it is
   * @throws dev.customerintelligence.error.StorageFailedException when rows have no time or one
   *     after the next month, or when writers did not let go within ten seconds
   * @throws dev.customerintelligence.error.StorageUnavailableException when the server is away; the
   *     call has to be repeated, as a constraint may have stayed that refuses events after the next
   *     month
   */
  public void partitionEvents(Instant now) {
    new EventPartitions(new Database(dataSource, schema)).partition(Inputs.moment("now", now));
  }

  /**
   * Makes the tables of this month and some to come, and drops those in which every event is too
   * old; to be called now and then. Dropped events are gone.
   *
   * @param now which month it is
   * @param monthsAhead how many months to be ready for, 0 to 120
   * @param dropBefore tables with nothing from this moment on are dropped
   * @throws dev.customerintelligence.error.StorageFailedException when the events are not divided
   * @throws dev.customerintelligence.error.StorageUnavailableException when the server is away; the
   *     call may be repeated
   */
  public PartitionChanges maintainEventPartitions(
      Instant now, int monthsAhead, Instant dropBefore) {
    Inputs.moment("now", now);
    Inputs.moment("dropBefore", dropBefore);
    Inputs.between("monthsAhead", monthsAhead, 0, MAX_MONTHS_AHEAD);
    EventPartitions partitions = new EventPartitions(new Database(dataSource, schema));
    return new PartitionChanges(
        partitions.makeAhead(now, monthsAhead), partitions.dropBefore(dropBefore));
  }

  /** Builds a {@link PostgresStorage}; each setter is called at most once. Not thread-safe. */
  public static final class Builder {
    private final DataSource dataSource;
    private @Nullable String schema;
    private @Nullable Migration migration;
    private boolean rowLevelSecurity;

    private Builder(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    /** Sets the schema in which the tables are: lower-case letters, digits and underscores. */
    public Builder schema(String value) {
      schema = Once.set("schema", schema, value);
      if (!IDENTIFIER.matcher(value).matches()) {
        throw new InvalidInputException(
            "schema",
            "must be lower-case letters, digits and underscores, not a digit first, at most 63");
      }
      return this;
    }

    /** Sets what opening does about the tables. */
    public Builder migration(Migration value) {
      migration = Once.set("migration", migration, value);
      return this;
    }

    /**
     * Lets migrations set row level security up for Supabase's roles: {@code anon} sees nothing,
     * {@code authenticated} reads the rows of the token's email address, {@code service_role} does
     * everything. A role that does not exist gets nothing. The addresses in tokens must be
     * confirmed ones, which is a setting of Supabase's authentication.
     */
    public Builder rowLevelSecurity() {
      rowLevelSecurity = true;
      return this;
    }

    /** Returns the storage, to be handed to the library's builder. */
    public PostgresStorage build() {
      return new PostgresStorage(this);
    }
  }
}
