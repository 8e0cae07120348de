package dev.customerintelligence.woocommerce;

import dev.customerintelligence.error.CustomerIntelligenceException;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.error.StorageUnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, by SQLSTATE and error number (MySQL 9 error message reference).
 *
 * <p>Neither the driver's exception nor JDBI's is handed on as a cause: both may quote the values
 * of the row or of the statement, and these are personal.
 */
final class SqlErrors {
  /** Too many connections, shutdown, lock wait, statements and sessions that were cut off. */
  private static final Set<Integer> AWAY =
      Set.of(1040, 1053, 1203, 1205, 1317, 1927, 1969, 3024, 3169);

  /** No such table and no such column: these messages hold names of the schema only. */
  private static final Set<String> QUOTABLE = Set.of("42S02", "42S22");

  private SqlErrors() {}

  static CustomerIntelligenceException translate(Throwable failure) {
    SQLException sql = sqlException(failure);
    if (sql == null) {
      return new StorageFailedException(
          "A query of the shop's tables failed: " + failure.getClass().getSimpleName(), null);
    }
    String state = String.valueOf(sql.getSQLState());
    SQLException quotable =
        new SQLException(
            QUOTABLE.contains(state) ? sql.getMessage() : sql.getClass().getSimpleName(),
            state,
            sql.getErrorCode());
    quotable.setStackTrace(sql.getStackTrace());
    String which = "(SQLSTATE " + state + ", error " + sql.getErrorCode() + ")";
    return isAway(sql, state)
        ? new StorageUnavailableException(
            "The shop's database cannot be reached, or stopped in the middle " + which, quotable)
        : new StorageFailedException(
            "The shop's database refused a query " + which + ": " + quotable.getMessage(),
            quotable);
  }

  private static boolean isAway(SQLException failure, String state) {
    return state.startsWith("08")
        || AWAY.contains(failure.getErrorCode())
        || failure instanceof SQLTransientConnectionException
        || failure instanceof SQLNonTransientConnectionException
        || failure instanceof SQLTimeoutException;
  }

  private static @Nullable SQLException sqlException(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
