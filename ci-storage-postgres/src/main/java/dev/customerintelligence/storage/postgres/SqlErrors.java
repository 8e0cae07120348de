package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.error.CustomerIntelligenceException;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.error.StorageUnavailableException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What went wrong, by SQLSTATE (PostgreSQL manual, appendix A).
 *
 * <p>Neither the driver's exception nor JDBI's is handed on as a cause: both may quote the values
 * of the row or of the statement, and these are personal.
 */
final class SqlErrors {
  /**
   * Serialization failure, deadlock, and a row that another writer made first: done again, the work
   * finds what the other left.
   */
  private static final Set<String> LOST_RACES = Set.of("40001", "40P01", "23505");

  /** Connection classes, shutdowns, too many connections, and statements that were cut off. */
  private static final Set<String> AWAY =
      Set.of("57P01", "57P02", "57P03", "57P05", "53300", "57014", "25P03", "25P04", "55P03");

  /** Where in a CSV file a value does not fit; what follows quotes it. */
  private static final Pattern LINE = Pattern.compile("line \\d+(, column \\w+)?");

  private SqlErrors() {}

  /** Carries a failure out of work that is repeated. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(Exception cause) {
      super(cause);
    }
  }

  static boolean lostARace(@Nullable Throwable failure) {
    return state(failure).filter(LOST_RACES::contains).isPresent();
  }

  static CustomerIntelligenceException translate(@Nullable Throwable failure) {
    Optional<SQLException> sql = sqlException(failure);
    String state = state(failure).orElse("unknown");
    SQLException quotable = quotable(sql.orElse(null), state);
    if (sql.isPresent() && isAway(sql.get(), state)) {
      return new StorageUnavailableException(
          "Postgres cannot be reached, or stopped in the middle (SQLSTATE "
              + state
              + "); whether a write took effect is unknown",
          quotable);
    }
    return new StorageFailedException(
        "Postgres refused a statement (SQLSTATE " + state + "): " + quotable.getMessage(),
        quotable);
  }

  /** A failed migration says more than its SQLSTATE, and quotes scripts of this module only. */
  static CustomerIntelligenceException translateMigration(FlywayException failure) {
    CustomerIntelligenceException translated = translate(failure);
    return translated instanceof StorageUnavailableException
        ? translated
        : new StorageFailedException(
            "The migration failed: " + failure.getMessage(), translated.getCause());
  }

  private static boolean isAway(SQLException failure, String state) {
    return state.startsWith("08")
        || AWAY.contains(state)
        || failure instanceof SQLTransientConnectionException
        || failure instanceof SQLTimeoutException;
  }

  private static Optional<String> state(@Nullable Throwable failure) {
    return sqlException(failure).map(SQLException::getSQLState);
  }

  private static Optional<SQLException> sqlException(@Nullable Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }

  private static SQLException quotable(@Nullable SQLException failure, String state) {
    SQLException quotable = new SQLException(quotableMessage(failure, state), state);
    if (failure != null) {
      quotable.setStackTrace(failure.getStackTrace());
    }
    return quotable;
  }

  /** Errors of class 22 and 23, and those of triggers, quote values; only the names are said. */
  private static String quotableMessage(@Nullable SQLException failure, String state) {
    ServerErrorMessage server =
        failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    if (server == null) {
      return failure == null ? "no answer of the server" : failure.getClass().getSimpleName();
    }
    if (state.startsWith("22") || state.startsWith("23") || state.startsWith("P0")) {
      Matcher line = LINE.matcher(String.valueOf(server.getWhere()));
      return "table "
          + server.getTable()
          + ", column "
          + server.getColumn()
          + ", constraint "
          + server.getConstraint()
          + (line.find() ? ", " + line.group() : "");
    }
    return String.valueOf(server.getMessage());
  }
}
