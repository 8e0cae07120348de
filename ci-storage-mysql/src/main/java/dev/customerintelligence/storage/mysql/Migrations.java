package dev.customerintelligence.storage.mysql;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.mysql.SqlErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Handle;

/**
 * The numbered scripts of this module, run by Flyway under a history table of the library's own.
 */
final class Migrations {
  /** Outside any Java package, so that the module system lets Flyway read it. */
  private static final String FOLDER = "META-INF/customer-intelligence/mysql/";

  private static final List<String> SCRIPTS =
      List.of("V1__tables_of_the_schema_document.sql", "V2__own_tables.sql", "V3__own_indexes.sql");

  private final DataSource dataSource;
  private final Tables tables;

  Migrations(DataSource dataSource, Tables tables) {
    this.dataSource = dataSource;
    this.tables = tables;
  }

  void migrate() {
    Database database = new Database(dataSource, tables);
    Server.require(database);
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(dataSource)
            .table(tables.named(Tables.HISTORY))
            .locations("classpath:" + FOLDER)
            .placeholders(Map.of("prefix", tables.prefix()))
            // The tables may have been there before the library, and WordPress' own always are.
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .ignoreMigrationPatterns("*:missing", "*:future")
            .load();
    try {
      // A statement that changes a table cannot be taken back, so what failed in the middle stays
      // noted as failed; every script may be run again over what it did.
      if (hasFailed(flyway)) {
        flyway.repair();
      }
      migrate(flyway);
    } catch (FlywayException e) {
      throw SqlErrors.translateMigration(e);
    }
    if (!new SchemaCheck(database).problems().isEmpty()) {
      // Something was dropped since; each statement makes only what is missing.
      database.once(this::runAll);
      SchemaCheck.require(database);
    }
  }

  /** On one session, as some statements prepare what the next one runs. */
  private boolean runAll(Handle handle) {
    for (String name : SCRIPTS) {
      for (String statement :
          Splitter.on(";\n").omitEmptyStrings().trimResults().split(scriptOf(name))) {
        handle.execute(statement);
      }
    }
    return true;
  }

  String script() {
    StringBuilder script = new StringBuilder();
    SCRIPTS.forEach(name -> script.append(scriptOf(name)).append('\n'));
    return script.toString();
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
              .replace("${prefix}", tables.prefix());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
