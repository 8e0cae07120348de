package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.error.CustomerIntelligenceException;
import dev.customerintelligence.error.StorageFailedException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;

/** Runs work on connections: commits it, repeats what lost a race, and translates what fails. */
final class Database {
  private static final int ATTEMPTS = 8;

  private final Jdbi jdbi;
  private final String schema;
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

  Database(DataSource dataSource, String schema) {
    this.jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
    this.schema = schema;
  }

  /** Returns a statement with the schema's name in the place of {@code {schema}}. */
  String sql(String template) {
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
                handle -> {
                  Connection connection = handle.getConnection();
                  T result = work.apply(handle);
                  if (!connection.getAutoCommit()) {
                    connection.commit();
                  }
                  return result;
                }));
  }

  /** Does work that takes several requests, all of it or nothing. */
  <T> T inTransaction(Work<T> work) {
    return translating(() -> jdbi.inTransaction(work::apply));
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
                    return handle.execute(sql(template));
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

  /** Runs several statements without parameters, all of them or none. */
  void script(String template) {
    translating(
        () ->
            jdbi.inTransaction(
                handle -> {
                  try (Statement statement = handle.getConnection().createStatement()) {
                    return statement.execute(sql(template));
                  }
                }));
  }

  /** As {@link #inTransaction} for work that cannot be done twice, as it consumes its input. */
  <T> T inTransactionOnce(Work<T> work) {
    try {
      return jdbi.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw SqlErrors.translate(e);
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
      throw translated(e);
    }
  }

  private static CustomerIntelligenceException translated(SqlErrors.Failed failure) {
    return SqlErrors.translate(failure.getCause());
  }

  private interface SqlWork<T> {
    T run() throws SQLException;
  }
}
