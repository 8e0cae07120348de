package dev.customerintelligence.storage.row;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row as a store reads it, under the column names of the schema document's Postgres tables. A
 * column that the store does not have is null. Not thread-safe.
 */
public interface Row {
  /** Returns a text, JSON among them. */
  @Nullable String text(String column);

  /** Returns a whole number. */
  @Nullable Long whole(String column);

  /** Returns a decimal number with the column's scale. */
  @Nullable BigDecimal decimal(String column);

  /** Returns a moment. */
  @Nullable Instant moment(String column);
}
