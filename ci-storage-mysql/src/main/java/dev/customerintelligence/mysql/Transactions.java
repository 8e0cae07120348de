package dev.customerintelligence.mysql;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs work on connections: commits it, repeats what lost a race, and translates what fails.
 * Thread-safe; work may run more than once.
 */
public class Transactions {
  private static final int ATTEMPTS = 8;

  /**
   * Of the next transaction only, so that nothing has to be put back. Under REPEATABLE READ, the
   * servers' default, a transaction that has waited for a lock would go on reading what was before
   * the wait, and locking reads would also lock the gaps in which others insert.
   */
  private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

  private static final String REPEATABLE_READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

  private final DataSource dataSource;
  private final Jdbi jdbi;
  private final FailsafeExecutor<Object> repeating =
      Failsafe.with(
          RetryPolicy.builder()
              .handleIf(failure -> SqlErrors.lostARace(failure))
              .withMaxAttempts(ATTEMPTS)
              .withMaxDuration(Duration.ofMinutes(1))
              .withBackoff(Duration.ofMillis(2), Duration.ofMillis(200))
              .withJitter(0.5)
              .build());

  /** Work on one connection. */
  public interface ConnectionWork<T> {
    /** Does it. */
    T on(Connection connection) throws SQLException;
  }

  /** Work on one handle. */
  public interface Work<T> extends Function<Handle, T> {}

  /** Works on connections of a data source. */
  protected Transactions(DataSource dataSource) {
    this.dataSource = dataSource;
    this.jdbi = Jdbi.create(dataSource);
  }

  /** Does work that is one request to the server, or several that stand by themselves. */
  public final <T> T once(Work<T> work) {
    return translating(
        () -> jdbi.withHandle(handle -> once(handle.getConnection(), () -> work.apply(handle))));
  }

  /**
   * As {@link #once}, for what visitors wait for at every page: making a handle and a statement of
   * JDBI's costs more than such a request does.
   */
  public final <T> T onceOnConnection(ConnectionWork<T> work) {
    return translating(
        () -> {
          try (Connection connection = dataSource.getConnection()) {
            return once(connection, () -> work.on(connection));
          }
        });
  }

  /** Does work that takes several requests, all of it or nothing, each seeing what is committed. */
  public final <T> T inTransaction(Work<T> work) {
    return inTransaction(READ_COMMITTED, work);
  }

  /** Does reading work that takes several requests, all seeing the same. */
  public final <T> T inSnapshot(Work<T> work) {
    return inTransaction(REPEATABLE_READ, work);
  }

  private static <T> T once(Connection connection, SqlWork<T> work) throws SQLException {
    return connection.getAutoCommit() ? work.run() : committed(connection, work);
  }

  private <T> T inTransaction(String isolation, Work<T> work) {
    return translating(
        () ->
            jdbi.withHandle(
                handle -> {
                  Work<T> isolated =
                      same -> {
                        same.execute(isolation);
                        return work.apply(same);
                      };
                  // Not START TRANSACTION: a driver that knows several hosts might change to
                  // another one in the middle of what it takes for single statements.
                  return handle.getConnection().getAutoCommit()
                      ? handle.inTransaction(isolated::apply)
                      : committed(handle.getConnection(), () -> isolated.apply(handle));
                }));
  }

  /** JDBI takes a connection without autocommit for one whose transaction somebody else ends. */
  private static <T> T committed(Connection connection, SqlWork<T> work) throws SQLException {
    boolean done = false;
    try {
      T result = work.run();
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(connection);
      }
    }
  }

  /** What led here is what the caller hears of. */
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException broken) {
      // A connection that cannot be rolled back is gone, and its transaction with it.
    }
  }

  private <T> T translating(SqlWork<T> work) {
    try {
      return repeating.get(
          () -> {
            try {
              return work.run();
            } catch (JdbiException | SQLException e) {
              throw new SqlErrors.Failed(e);
            }
          });
    } catch (SqlErrors.Failed e) {
      throw SqlErrors.translate(e.getCause());
    }
  }

  private interface SqlWork<T> {
    T run() throws SQLException;
  }
}
