package dev.customerintelligence.storage.postgres;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import dev.customerintelligence.error.StorageUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * The numbered scripts of this module, run by Flyway under a history table of the library's own.
 */
final class Migrations {
  static final String HISTORY = "ci_schema_history";

  /** Outside any Java package, so that the module system lets Flyway read it. */
  private static final String FOLDER = "META-INF/customer-intelligence/postgres/";

  private static final List<String> TABLES =
      List.of(
          "tables/V1__tables_of_the_schema_document.sql",
          "tables/V2__indexes_of_the_schema_document.sql",
          "tables/V3__own_tables.sql",
          "tables/V4__own_indexes.sql");
  private static final String ROW_LEVEL_SECURITY = "row-level-security/R__row_level_security.sql";

  private static final String BROKEN_INDEXES =
      """
      SELECT c.relname FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid
      JOIN pg_class t ON t.oid = i.indrelid
      WHERE NOT i.indisvalid AND c.relnamespace = to_regnamespace('{schema}')
        AND t.relname IN ('customer_intelligence', 'device_tracking', 'bundle_offers',
                          'behavioral_events')
        AND (c.relname LIKE 'ci\\_%' OR c.relname LIKE 'idx\\_%')
        AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p
                        WHERE p.index_relid = i.indexrelid)
      """;

  /** Supabase's defaults would let every visitor write into it. */
  private static final String CLOSE_HISTORY =
      """
      DO $$
      DECLARE
        supabase_role TEXT;
      BEGIN
        FOR supabase_role IN
          SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated')
            AND has_any_column_privilege(oid, '{schema}.ci_schema_history', 'SELECT, INSERT, UPDATE')
        LOOP
          EXECUTE format('REVOKE ALL ON {schema}.ci_schema_history FROM %I', supabase_role);
        END LOOP;
      END
      $$
      """;

  private final DataSource dataSource;
  private final String schema;
  private final boolean rowLevelSecurity;

  Migrations(DataSource dataSource, String schema, boolean rowLevelSecurity) {
    this.dataSource = dataSource;
    this.schema = schema;
    this.rowLevelSecurity = rowLevelSecurity;
  }

  void migrate() {
    List<String> locations = new ArrayList<>(List.of("classpath:" + FOLDER + "tables"));
    if (rowLevelSecurity) {
      locations.add("classpath:" + FOLDER + "row-level-security");
    }
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(dataSource)
            .schemas(schema)
            .defaultSchema(schema)
            .table(HISTORY)
            .locations(locations.toArray(String[]::new))
            .placeholders(Map.of("schema", schema))
            // The tables may have been there before the library.
            .baselineOnMigrate(true)
            .baselineVersion("0")
            // Row level security that is no longer asked for stays as it is.
            .ignoreMigrationPatterns("*:missing", "*:future")
            // An index that is built beside running writers waits for every open transaction, and
            // would wait for ever for the one that holds the lock.
            .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
            .load();
    try {
      dropBrokenIndexes();
      if (hasFailed(flyway)) {
        flyway.repair();
      }
      migrate(flyway);
    } catch (FlywayException e) {
      throw SqlErrors.translateMigration(e);
    }
    Database database = new Database(dataSource, schema);
    database.script(CLOSE_HISTORY);
    if (!new SchemaCheck(database).problems().isEmpty()) {
      // Something was dropped since; each statement makes only what is missing.
      TABLES.forEach(name -> statementsOf(scriptOf(name)).forEach(database::outsideTransaction));
      SchemaCheck.require(database);
    }
  }

  String script() {
    StringBuilder script = new StringBuilder();
    TABLES.forEach(name -> script.append(scriptOf(name)).append('\n'));
    if (rowLevelSecurity) {
      script.append(scriptOf(ROW_LEVEL_SECURITY)).append('\n');
    }
    return script.toString();
  }

  /**
   * An index build that was broken off leaves an index that nobody uses and that IF NOT EXISTS
   * takes for a good one.
   */
  private void dropBrokenIndexes() {
    Database database = new Database(dataSource, schema);
    List<String> broken =
        database.once(
            handle -> handle.createQuery(database.sql(BROKEN_INDEXES)).mapTo(String.class).list());
    for (String index : broken) {
      database.outsideTransaction(
          "DROP INDEX CONCURRENTLY IF EXISTS {schema}.\"" + index.replace("\"", "\"\"") + "\"");
    }
  }

  /** Splits where psql does: at a semicolon that ends a line outside of a quoted block. */
  private static List<String> statementsOf(String script) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    boolean isQuoted = false;
    for (String line : Splitter.on('\n').split(script)) {
      isQuoted ^= line.contains("$$");
      statement.append(line).append('\n');
      if (!isQuoted && line.endsWith(";")) {
        statements.add(statement.toString());
        statement.setLength(0);
      }
    }
    return statements;
  }

  /** Of services that start at once, one lays the history table between another's look and step. */
  private static void migrate(Flyway flyway) {
    boolean isFirst = flyway.info().applied().length == 0;
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      if (!isFirst || SqlErrors.translateMigration(e) instanceof StorageUnavailableException) {
        throw e;
      }
      flyway.migrate();
    }
  }

  private static boolean hasFailed(Flyway flyway) {
    for (MigrationInfo info : flyway.info().applied()) {
      if (info.getState() == MigrationState.FAILED) {
        return true;
      }
    }
    return false;
  }

  private String scriptOf(String name) {
    try {
      return "-- "
          + name
          + "\n"
          + Resources.toString(
                  Resources.getResource(Migrations.class, "/" + FOLDER + name),
                  StandardCharsets.UTF_8)
              .replace("${schema}", schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
