package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.storage.row.Row;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.result.ResultSetException;
import org.jspecify.annotations.Nullable;

/** The row on which a result set stands. Times are UTC, whatever zone JVM and session have. */
record ResultSetRow(ResultSet results) implements Row {
  @Override
  public @Nullable String text(String column) {
    return get(() -> results.getString(column));
  }

  @Override
  public @Nullable Long whole(String column) {
    return get(
        () -> {
          long value = results.getLong(column);
          return results.wasNull() ? null : value;
        });
  }

  @Override
  public @Nullable BigDecimal decimal(String column) {
    return get(() -> results.getBigDecimal(column));
  }

  @Override
  public @Nullable Instant moment(String column) {
    LocalDateTime time = get(() -> results.getObject(column, LocalDateTime.class));
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  private interface Getter<T> {
    @Nullable T get() throws SQLException;
  }

  private static <T> @Nullable T get(Getter<T> getter) {
    try {
      return getter.get();
    } catch (SQLException e) {
      throw new ResultSetException("a column could not be read", e, null);
    }
  }
}
