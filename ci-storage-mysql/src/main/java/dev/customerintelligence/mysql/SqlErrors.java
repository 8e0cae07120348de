package dev.customerintelligence.mysql;

import dev.customerintelligence.error.CustomerIntelligenceException;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.error.StorageUnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, by the server's error code (MySQL error message reference, MariaDB error codes).
 *
 * <p>Neither the driver's exception nor JDBI's is handed on as a cause: both may quote the values
 * of the row or of the statement, and these are personal.
 */
public final class SqlErrors {
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int DEADLOCK = 1213;
  private static final int DUPLICATE_KEY = 1062;
  private static final int CHANGED_SINCE_READ = 1020;

  /** Done again, the work finds what the other left. */
  private static final Set<Integer> LOST_RACES =
      Set.of(LOCK_WAIT_TIMEOUT, DEADLOCK, DUPLICATE_KEY, CHANGED_SINCE_READ);

  /**
   * Too many connections, shutdowns, killed or timed-out statements, read-only servers during a
   * change of the leading one, and locks that were never to be had.
   */
  private static final Set<Integer> AWAY =
      Set.of(
          LOCK_WAIT_TIMEOUT,
          DEADLOCK,
          CHANGED_SINCE_READ,
          1040,
          1053,
          1129,
          1203,
          1226,
          1290,
          1317,
          1792,
          1836,
          1927,
          1969,
          3024,
          3032,
          3169,
          4031);

  /** Errors whose messages name tables, columns, users and settings, but no values. */
  private static final Set<Integer> WITHOUT_VALUES =
      Set.of(
          1044, 1045, 1046, 1048, 1049, 1054, 1071, 1091, 1118, 1142, 1143, 1146, 1227, 1264, 1267,
          1271, 1364, 1370, 1406, 1412, 1419, 1568, 1665, 1698);

  private SqlErrors() {}

  /** Carries a failure out of work that is repeated. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(Exception cause) {
      super(cause);
    }
  }

  static boolean lostARace(@Nullable Throwable failure) {
    return sqlException(failure).filter(sql -> LOST_RACES.contains(sql.getErrorCode())).isPresent();
  }

  /** Returns whether a failure, translated or not, is that of a unique key. */
  public static boolean isDuplicateKey(RuntimeException failure) {
    return sqlException(failure).filter(sql -> sql.getErrorCode() == DUPLICATE_KEY).isPresent();
  }

  static CustomerIntelligenceException translate(@Nullable Throwable failure) {
    SQLException sql = sqlException(failure).orElse(null);
    SQLException quotable = quotable(sql);
    String codes = "SQLSTATE " + quotable.getSQLState() + ", error " + quotable.getErrorCode();
    if (sql != null && isAway(sql)) {
      return new StorageUnavailableException(
          "MySQL cannot be reached, is busy, or stopped in the middle ("
              + codes
              + "); whether a write took effect is unknown",
          quotable);
    }
    return new StorageFailedException(
        "MySQL refused a statement (" + codes + "): " + quotable.getMessage(), quotable);
  }

  /** A failed migration says more than its code, and quotes scripts of this module only. */
  public static CustomerIntelligenceException translateMigration(FlywayException failure) {
    CustomerIntelligenceException translated = translate(failure);
    return translated instanceof StorageUnavailableException
        ? translated
        : new StorageFailedException(
            "The migration failed: " + failure.getMessage(), translated.getCause());
  }

  private static boolean isAway(SQLException failure) {
    String state = failure.getSQLState();
    return AWAY.contains(failure.getErrorCode())
        // The server gives every refusal a number: this is the pool or the driver, which lost it.
        || (state == null && failure.getErrorCode() == 0)
        || (state != null && state.startsWith("08"))
        || failure instanceof SQLNonTransientConnectionException
        || failure instanceof SQLTransientConnectionException
        || failure instanceof SQLRecoverableException
        || failure instanceof SQLTimeoutException;
  }

  private static Optional<SQLException> sqlException(@Nullable Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }

  private static SQLException quotable(@Nullable SQLException failure) {
    if (failure == null) {
      return new SQLException("no answer of the server", "unknown", 0);
    }
    SQLException quotable =
        new SQLException(
            quotableMessage(failure),
            failure.getSQLState() == null ? "unknown" : failure.getSQLState(),
            failure.getErrorCode());
    quotable.setStackTrace(failure.getStackTrace());
    return quotable;
  }

  /** MariaDB's driver may add the statement behind the first line. */
  private static String quotableMessage(SQLException failure) {
    String message = failure.getMessage();
    if (failure.getErrorCode() == DUPLICATE_KEY) {
      return "a unique key takes two different rows for the same; its collation may ignore accents";
    }
    return message != null && WITHOUT_VALUES.contains(failure.getErrorCode())
        ? message.lines().findFirst().orElse("")
        : failure.getClass().getSimpleName();
  }
}
