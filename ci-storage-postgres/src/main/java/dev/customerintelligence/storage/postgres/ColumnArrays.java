package dev.customerintelligence.storage.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Many rows as one array per column, so that one statement carries them all. Immutable.
 *
 * @param <T> what a row is made of
 */
final class ColumnArrays<T> {
  private record Column<T>(String name, String type, Function<T, @Nullable Object> value) {}

  private final List<Column<T>> columns;

  private ColumnArrays(List<Column<T>> columns) {
    this.columns = columns;
  }

  static <T> ColumnArrays<T> none() {
    return new ColumnArrays<>(List.of());
  }

  /** Adds a column; the value's text is cast to the type. */
  ColumnArrays<T> with(String name, String type, Function<T, @Nullable Object> value) {
    List<Column<T>> more = new ArrayList<>(columns);
    more.add(new Column<>(name, type, value));
    return new ColumnArrays<>(List.copyOf(more));
  }

  /** Returns the same columns of rows that are made of something else. */
  <U> ColumnArrays<U> of(Function<U, T> part) {
    return new ColumnArrays<>(
        columns.stream()
            .map(
                column -> new Column<U>(column.name(), column.type(), column.value().compose(part)))
            .toList());
  }

  /** Returns these columns and others. */
  ColumnArrays<T> and(ColumnArrays<T> others) {
    List<Column<T>> more = new ArrayList<>(columns);
    more.addAll(others.columns);
    return new ColumnArrays<>(List.copyOf(more));
  }

  /** Returns {@code a = excluded.a, b = excluded.b}. */
  String excluded() {
    return each(", ", column -> column.name() + " = excluded." + column.name());
  }

  /** Returns {@code a, b}. */
  String names() {
    return each(", ", Column::name);
  }

  /** Returns {@code a = r.a::type, b = r.b::type}. */
  String assignments() {
    return each(", ", column -> column.name() + " = r." + column.name() + "::" + column.type());
  }

  /** Returns {@code r.a::type, r.b::type}. */
  String values() {
    return each(", ", column -> "r." + column.name() + "::" + column.type());
  }

  /** Returns {@code unnest(:a, :b) AS r (a, b)}, to select from. */
  String rows() {
    return "unnest(" + each(", ", column -> ":" + column.name()) + ") AS r (" + names() + ")";
  }

  /** Binds the rows. */
  <S extends SqlStatement<S>> S bind(S statement, List<T> rows) {
    for (Column<T> column : columns) {
      Object[] texts = new Object[rows.size()];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = text(column, rows.get(i));
      }
      statement.bindArray(column.name(), String.class, texts);
    }
    return statement;
  }

  /** Hands over the texts of one row's columns, in their sequence. */
  void forEach(T row, Consumer<@Nullable String> texts) {
    for (Column<T> column : columns) {
      texts.accept(text(column, row));
    }
  }

  private static <T> @Nullable String text(Column<T> column, T row) {
    Object value = column.value().apply(row);
    return value == null ? null : value.toString();
  }

  private String each(String separator, Function<Column<T>, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(separator));
  }
}
