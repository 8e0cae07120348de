package dev.customerintelligence.storage.mysql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
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

  private ValueLists(List<Column<T>> columns) {
    this.columns = columns;
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

  /** Returns {@code (a, b) VALUES (?, ?), (?, ?)}. */
  String into(int rows) {
    String row = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    return columns.stream().map(Column::name).collect(Collectors.joining(", ", "(", ")"))
        + " VALUES "
        + String.join(", ", Collections.nCopies(rows, row));
  }

  /** Binds the rows. */
  <S extends SqlStatement<S>> S bind(S statement, List<T> rows) {
    int position = 0;
    for (T row : rows) {
      for (Column<T> column : columns) {
        statement.bind(position++, column.value().apply(row));
      }
    }
    return statement;
  }
}
