package dev.customerintelligence.storage.mysql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Many rows as one list of values, so that one statement carries them all. Immutable.
 *
 * <p>Not a JDBC batch: with Connector/J's {@code rewriteBatchedStatements} and MariaDB's {@code
 * useBulkStmts} such a batch does not say what became of its rows.
 *
 * @param <T> what a row is made of
 */
final class ValueLists<T> {
  private record Column<T>(String name, Function<T, @Nullable Object> value) {}

  private final List<Column<T>> columns;
  private final String names;
  private final String row;

  private ValueLists(List<Column<T>> columns) {
    this.columns = columns;
    this.names = columns.stream().map(Column::name).collect(Collectors.joining(", ", " (", ")"));
    this.row = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
  }

  static <T> ValueLists<T> none() {
    return new ValueLists<>(List.of());
  }

  /** Adds a column. */
  ValueLists<T> with(String name, Function<T, @Nullable Object> value) {
    List<Column<T>> more = new ArrayList<>(columns);
    more.add(new Column<>(name, value));
    return new ValueLists<>(List.copyOf(more));
  }

  List<String> columns() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * Runs {@code INSERT INTO table (a, b) VALUES (?, ?), (?, ?)} and the rest. Through JDBC itself:
   * of thousands of values, JDBI's bindings would take longer than the driver's.
   *
   * @return the number that the server gave the first row; of no meaning where the table numbers
   *     none, or the rest updates rows
   */
  long insert(Handle handle, String table, List<T> rows, String rest) {
    String values = String.join(", ", Collections.nCopies(rows.size(), row));
    String sql = "INSERT INTO " + table + names + " VALUES " + values + rest;
    try (PreparedStatement statement =
        handle.getConnection().prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      int position = 1;
      for (T each : rows) {
        for (Column<T> column : columns) {
          statement.setObject(position++, column.value().apply(each));
        }
      }
      statement.executeUpdate();
      try (ResultSet numbers = statement.getGeneratedKeys()) {
        return numbers.next() ? numbers.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw new ConnectionException(e);
    }
  }
}
