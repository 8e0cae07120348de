package dev.customerintelligence.storage.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.result.ResultProducer;
import org.jdbi.v3.core.result.ResultSetException;

/** Reads the rows of a statement that was sent behind its lock, as {@link People} tells. */
final class AfterLock {
  private AfterLock() {}

  /** Makes a value of the row on which a result set stands. */
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  static <T> ResultProducer<List<T>> rows(Mapper<T> mapper) {
    return (statement, context) -> {
      try (context) {
        return read(statement.get(), mapper);
      } catch (SQLException e) {
        throw new ResultSetException("the result could not be read", e, context);
      }
    };
  }

  /** Runs a statement whose parameters are bound. */
  static <T> List<T> run(PreparedStatement statement, Mapper<T> mapper) throws SQLException {
    statement.execute();
    return read(statement, mapper);
  }

  private static <T> List<T> read(PreparedStatement statement, Mapper<T> mapper)
      throws SQLException {
    statement.getMoreResults();
    List<T> values = new ArrayList<>();
    try (ResultSet rows = statement.getResultSet()) {
      while (rows.next()) {
        values.add(mapper.map(rows));
      }
    }
    return values;
  }
}
