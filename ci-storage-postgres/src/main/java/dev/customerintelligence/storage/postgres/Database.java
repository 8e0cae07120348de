package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work on connections: commits it, repeats what lost a race, and translates what fails. */
final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int ATTEMPTS = 8;

  private final DataSource dataSource;
  private final Jdbi jdbi;
  private final String schema;
  private final ConcurrentMap<String, String> statements = new ConcurrentHashMap<>();
  private final FailsafeExecutor<Object> repeating =
      Failsafe.with(
          RetryPolicy.builder()
              .handleIf(failure -> SqlErrors.lostARace(failure))
              .withMaxAttempts(ATTEMPTS)
              .withBackoff(Duration.ofMillis(2), Duration.ofMillis(200))
              .withJitter(0.5)
              .build());

  /** Work on one handle. */
  interface Work<T> extends Function<Handle, T> {}

  /** Work on one connection. */
  interface ConnectionWork<T> {
    T on(Connection connection) throws SQLException;
  }

  Database(DataSource dataSource, String schema) {
    this.dataSource = dataSource;
    this.jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
    this.schema = schema;
  }

  /**
   * Returns a statement with the schema's name in the place of {@code {schema}}, the same object
   * for the same template: JDBI looks statements up by their text, and a new text's hash takes
   * longer than the look-up. Templates are kept, so none may hold a value.
   */
  String sql(String template) {
    String sql = statements.get(template);
    return sql == null ? statements.computeIfAbsent(template, this::withSchema) : sql;
  }

  /** As {@link #sql}, for a text that is used once or kept elsewhere. */
  String withSchema(String template) {
    return template.replace("{schema}", schema);
  }

  String schema() {
    return schema;
  }

  /**
   * Does work that is one request to the server, and so a transaction by itself where the
   * connection commits on its own.
   */
  <T> T once(Work<T> work) {
    return translating(
        () ->
            jdbi.withHandle(
                handle ->
                    handle.getConnection().getAutoCommit()
                        ? work.apply(handle)
                        : committing(handle, work)));
  }

  /**
   * As {@link #once}, for the few requests that visitors wait for: a handle, a statement and the
   * bindings of JDBI's take a good part of the time of one.
   */
  <T> T onceOnConnection(ConnectionWork<T> work) {
    return translating(
        () -> {
          try (Connection connection = dataSource.getConnection()) {
            return connection.getAutoCommit() ? work.on(connection) : committing(connection, work);
          }
        });
  }

  /** Does work that takes several requests, all of it or nothing. */
  <T> T inTransaction(Work<T> work) {
    return translating(() -> transaction(work));
  }

  /** As {@link #inTransaction} for work that cannot be done twice, as it consumes its input. */
  <T> T inTransactionOnce(Work<T> work) {
    try {
      return transaction(work);
    } catch (JdbiException | SQLException e) {
      throw SqlErrors.translate(e);
    }
  }

  /** Runs several statements without parameters, all of them or none. */
  void script(String template) {
    inTransaction(
        handle -> {
          try (Statement statement = handle.getConnection().createStatement()) {
            return statement.execute(withSchema(template));
          } catch (SQLException e) {
            throw new ConnectionException(e);
          }
        });
  }

  /** Runs a statement that refuses to stand in a transaction. */
  void outsideTransaction(String template) {
    translating(
        () ->
            jdbi.withHandle(
                handle -> {
                  Connection connection = handle.getConnection();
                  boolean before = connection.getAutoCommit();
                  connection.setAutoCommit(true);
                  try {
                    return handle.execute(withSchema(template));
                  } finally {
                    connection.setAutoCommit(before);
                  }
                }));
  }

  /**
   * Refuses sessions of another isolation: under a snapshot of the whole transaction, a write that
   * waited for an erasure would not see it.
   */
  void requireReadCommitted() {
    String isolation =
        once(
            handle ->
                handle
                    .createQuery("SELECT current_setting('transaction_isolation')")
                    .mapTo(String.class)
                    .one());
    if (!"read committed".equals(isolation)) {
      throw new StorageFailedException(
          "The data source's sessions must be READ COMMITTED, Postgres' default; they are "
              + isolation,
          null);
    }
  }

  /** JDBI's own transactions leave the commit to others where autocommit is off. */
  private <T> T transaction(Work<T> work) throws SQLException {
    return jdbi.withHandle(
        handle -> {
          Connection connection = handle.getConnection();
          if (!connection.getAutoCommit()) {
            return committing(handle, work);
          }
          connection.setAutoCommit(false);
          try {
            return committing(handle, work);
          } finally {
            restoreAutoCommit(connection);
          }
        });
  }

  private static <T> T committing(Handle handle, Work<T> work) throws SQLException {
    return committing(handle.getConnection(), connection -> work.apply(handle));
  }

  private static <T> T committing(Connection connection, ConnectionWork<T> work)
      throws SQLException {
    try {
      T result = work.on(connection);
      connection.commit();
      return result;
    } catch (RuntimeException | SQLException | Error e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /** The commit is done or failed by now; what the connection says later changes neither. */
  private static void restoreAutoCommit(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      LOG.debug("A connection did not take autocommit back (SQLSTATE {})", e.getSQLState());
    }
  }

  /** What went wrong first is what the caller hears. */
  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
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
    } catch (FailsafeException e) {
      // Only an interruption between two attempts comes here.
      Thread.currentThread().interrupt();
      throw new StorageUnavailableException("Interrupted before another attempt", null);
    }
  }

  private interface SqlWork<T> {
    T run() throws SQLException;
  }
}
