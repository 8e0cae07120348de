package dev.customerintelligence.storage.postgres;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Binds the parameters of one of the few statements that a visitor waits for, in their sequence. A
 * null has the type that a value has, as the driver prepares a statement anew for other types.
 */
final class Parameters {
  private final PreparedStatement statement;
  private int next = 1;

  Parameters(PreparedStatement statement) {
    this.statement = statement;
  }

  Parameters text(@Nullable String value) throws SQLException {
    statement.setString(next++, value);
    return this;
  }

  Parameters texts(String[] values) throws SQLException {
    statement.setArray(next++, statement.getConnection().createArrayOf("text", values));
    return this;
  }

  Parameters whole(@Nullable Integer value) throws SQLException {
    statement.setObject(next++, value, Types.INTEGER);
    return this;
  }

  Parameters number(long value) throws SQLException {
    statement.setLong(next++, value);
    return this;
  }

  Parameters decimal(BigDecimal value) throws SQLException {
    statement.setBigDecimal(next++, value);
    return this;
  }

  Parameters moment(Instant value) throws SQLException {
    statement.setObject(next++, Values.time(value), Types.TIMESTAMP);
    return this;
  }

  Parameters id(UUID value) throws SQLException {
    statement.setObject(next++, value);
    return this;
  }
}
