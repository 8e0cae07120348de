package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Once;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.StorageFactory;
import java.time.ZoneId;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the data in the tables of the schema document in a WordPress database, on MySQL 8.4 or
 * MariaDB 10.11, or newer. Immutable and thread-safe.
 *
 * <p>It takes connections from the data source that it is given, by MySQL Connector/J or MariaDB
 * Connector/J, and gives each back after every call; the data source stays the caller's. The
 * sessions must speak utf8mb4, which is both drivers' default, and their URL names the database.
 * Isolation, autocommit, time zone and {@code sql_mode} may be as they are.
 *
 * <p>The tables hold whole seconds on the site's clock. In a zone with summer time the hour in
 * autumn that the clock shows twice cannot be told apart: it is read as its first passing. Shops
 * that keep UTC have no such hour. The tables hold neither names nor carts nor pages, which the
 * ports say and refuse. What a column is too short for is refused before the server could cut it,
 * by its length on this server; a user agent is cut.
 */
public final class MysqlStorage implements StorageFactory {
  /** What {@link #open} does about the tables. */
  public enum Migration {
    /** Makes what is missing: tables, indexes, the library's own tables. */
    MIGRATE,
    /** Refuses to open when something is missing, and names it. */
    VALIDATE,
    /**
     * Looks at nothing but the columns of the shop's tables. The library's own tables must have
     * been made by hand, from the part {@code V2__own_tables.sql} of {@link #migrationScript}; the
     * shop's may lack the library's indexes, which makes some answers slow but none wrong.
     */
    NONE
  }

  /** MySQL's names have at most 64 characters, and the longest table's has 24 behind the prefix. */
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_]{0,40}");

  private final DataSource dataSource;
  private final Tables tables;
  private final SiteTime time;
  private final Migration migration;
  private final Migrations migrations;

  private MysqlStorage(Builder builder) {
    dataSource = builder.dataSource;
    tables = new Tables(builder.prefix == null ? "wp_" : builder.prefix);
    time = builder.zone == null ? SiteTime.UTC : new SiteTime(builder.zone);
    migration = builder.migration == null ? Migration.VALIDATE : builder.migration;
    migrations = new Migrations(dataSource, tables);
  }

  /** Starts from the defaults: prefix {@code wp_}, zone UTC, {@link Migration#VALIDATE}. */
  public static Builder on(DataSource dataSource) {
    return new Builder(Inputs.required("dataSource", dataSource));
  }

  /**
   * Opens the storage, after the tables were seen to as {@link Builder#migration} says.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when the server is away
   * @throws dev.customerintelligence.error.StorageFailedException when the server is too old, when
   *     a table of the shop is missing, has no transactions or a collation in which case counts,
   *     when anything else is missing under {@link Migration#VALIDATE}, when a migration fails, or
   *     when the sessions do not speak utf8mb4
   */
  @Override
  public Storage open(TombstoneHasher tombstones) {
    Database database = new Database(dataSource, tables);
    People people = new People(database, Inputs.required("tombstones", tombstones));
    Dialect dialect = Server.require(database);
    switch (migration) {
      case MIGRATE -> migrate();
      case VALIDATE -> validate();
      case NONE -> {}
    }
    return OpenStorage.on(database, dialect, ShopTables.read(database), time, people);
  }

  /**
   * Makes tables and indexes that are missing. May be repeated, and called by several services at
   * once.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when the server is away or
   *     stops in the middle; what was done stays, and the call may be repeated
   * @throws dev.customerintelligence.error.StorageFailedException when the server is too old or
   *     refuses
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
    SchemaCheck.require(new Database(dataSource, tables));
  }

  /** Returns what {@link #migrate} runs, as SQL to read or to run by hand. */
  public String migrationScript() {
    return migrations.script();
  }

  /** Builds a {@link MysqlStorage}; each setter is called at most once. Not thread-safe. */
  public static final class Builder {
    private final DataSource dataSource;
    private @Nullable String prefix;
    private @Nullable ZoneId zone;
    private @Nullable Migration migration;

    private Builder(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    /** Sets WordPress' table prefix: at most 40 letters, digits and underscores. */
    public Builder prefix(String value) {
      prefix = Once.set("prefix", prefix, value);
      if (!PREFIX.matcher(value).matches()) {
        throw new InvalidInputException(
            "prefix", "must be letters, digits and underscores, at most 40, is '" + value + "'");
      }
      return this;
    }

    /** Sets the zone of the site's clock, in which the tables' times are. */
    public Builder zone(ZoneId value) {
      zone = Once.set("zone", zone, value);
      return this;
    }

    /** Sets what opening does about the tables. */
    public Builder migration(Migration value) {
      migration = Once.set("migration", migration, value);
      return this;
    }

    /** Returns the storage, to be handed to the library's builder. */
    public MysqlStorage build() {
      return new MysqlStorage(this);
    }
  }
}
