package dev.customerintelligence.storage.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Statements through JDBC itself, for what visitors wait for and for hundreds of keys: JDBI's
 * search for what binds each value takes longer there than the driver does.
 */
final class Jdbc {
  private Jdbc() {}

  /** Makes a value of the row on which a result set stands. */
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** Returns a statement with as many question marks in the place of {@code {keys}}. */
  static String withKeys(String sql, int keys) {
    return sql.replace(
        "{keys}", keys == 0 ? "NULL" : String.join(", ", Collections.nCopies(keys, "?")));
  }

  /** Returns all rows. */
  static <T> List<T> query(
      Connection connection, String sql, Mapper<T> mapper, @Nullable Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      List<T> all = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          all.add(mapper.map(rows));
        }
      }
      return all;
    } catch (SQLException e) {
      throw new ConnectionException(e);
    }
  }

  /** Returns how many rows were found or written. */
  static int update(Connection connection, String sql, @Nullable Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new ConnectionException(e);
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
