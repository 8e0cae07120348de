package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.storage.row.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import org.jdbi.v3.core.result.ResultSetException;
import org.jspecify.annotations.Nullable;

/** The row on which a result set stands. */
record ResultSetRow(ResultSet results, SiteTime time) implements Row {
  /** Columns of the schema document's Postgres tables that its MySQL tables do not have. */
  private static final Set<String> ABSENT =
      Set.of("first_name", "last_name", "cart_snapshot", "page_url");

  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  @Override
  public @Nullable String text(String column) {
    return ABSENT.contains(column) ? null : get(() -> results.getString(column));
  }

  @Override
  public @Nullable Long whole(String column) {
    BigDecimal value = decimal(column);
    if (value == null) {
      return null;
    }
    BigInteger whole = value.toBigInteger();
    // BIGINT UNSIGNED goes further.
    if (whole.compareTo(MAX_LONG) > 0) {
      throw new InvalidInputException(
          column, "must be at most " + Long.MAX_VALUE + ", is " + whole);
    }
    return whole.longValue();
  }

  @Override
  public @Nullable BigDecimal decimal(String column) {
    return get(() -> results.getBigDecimal(column));
  }

  @Override
  public @Nullable Instant moment(String column) {
    try {
      return get(() -> time.read(results, column));
    } catch (DateTimeException e) {
      throw new InvalidInputException(column, "must be a date and time of the calendar");
    }
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
