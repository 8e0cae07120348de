package dev.customerintelligence.woocommerce;

import dev.customerintelligence.error.InvalidInputException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place among the changes.
 *
 * <p>Where an index sorts the changes, all before {@code (since, id)} were read. In posts a round
 * goes by id: of the changes after {@code since} and up to {@code until}, all with an id up to
 * {@code id} were read.
 *
 * @param until null unless a round through posts is under way
 */
record ChangeCursor(Instant since, @Nullable Instant until, long id) {
  private static final String NONE = "-";

  static ChangeCursor parse(String text) {
    String[] parts = text.split("/", -1);
    try {
      if (parts.length == 3) {
        return new ChangeCursor(
            Instant.parse(parts[0]),
            parts[1].equals(NONE) ? null : Instant.parse(parts[1]),
            Long.parseLong(parts[2]));
      }
    } catch (DateTimeException | NumberFormatException e) {
      // Falls through to the refusal.
    }
    throw new InvalidInputException("cursor", "must be one that this source of orders returned");
  }

  /** The same place where an index sorts the changes; some may be read again. */
  ChangeCursor sorted() {
    return until == null ? this : new ChangeCursor(since, null, 0);
  }

  /** The same place in posts, in a round up to {@code now}; some may be read again. */
  ChangeCursor round(Instant now) {
    return until == null ? new ChangeCursor(since.minusSeconds(1), now, 0) : this;
  }

  String text() {
    return since + "/" + (until == null ? NONE : until) + "/" + id;
  }
}
