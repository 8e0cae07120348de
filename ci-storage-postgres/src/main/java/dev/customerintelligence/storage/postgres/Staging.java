package dev.customerintelligence.storage.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Many rows in a temporary table, from where one statement takes them: COPY costs the server half of
 * what arrays cost it, and straight into a table it would not do, as row level security forbids it
 * and one row that is there already would end it. Immutable.
 *
 * @param <T> what a row is made of
 */
final class Staging<T> {
  private static final int CHUNK = 1 << 16;

  private final String name;
  private final ColumnArrays<T> columns;

  /**
   * Describes the table, which a session keeps and each transaction finds empty.
   *
   * @param name no other has
   */
  Staging(String name, ColumnArrays<T> columns) {
    this.name = "pg_temp." + name;
    this.columns = columns;
  }

  /** Returns {@code pg_temp.name AS r}, to select from. */
  String rows() {
    return name + " AS r";
  }

  /** Makes these the rows of the table, until the transaction ends. */
  void fill(Handle handle, List<T> rows) {
    handle.execute(
        "CREATE TEMPORARY TABLE IF NOT EXISTS "
            + name
            + " ("
            + columns.definitions()
            + ") ON COMMIT DELETE ROWS; DELETE FROM "
            + name);
    try {
      CopyIn copy =
          handle
              .getConnection()
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY " + name + " FROM STDIN");
      try {
        send(copy, rows);
        copy.endCopy();
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    } catch (SQLException e) {
      throw new ConnectionException(e);
    }
  }

  private void send(CopyIn copy, List<T> rows) throws SQLException {
    StringBuilder lines = new StringBuilder(CHUNK);
    for (T row : rows) {
      columns.forEach(row, text -> append(lines, text));
      lines.setCharAt(lines.length() - 1, '\n');
      if (lines.length() >= CHUNK) {
        send(copy, lines);
      }
    }
    send(copy, lines);
  }

  private static void send(CopyIn copy, StringBuilder lines) throws SQLException {
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    lines.setLength(0);
  }

  /** As the text format of COPY has it (PostgreSQL manual, COPY). */
  private static void append(StringBuilder lines, @Nullable String text) {
    if (text == null) {
      lines.append("\\N");
    } else {
      for (int i = 0; i < text.length(); i++) {
        char each = text.charAt(i);
        switch (each) {
          case '\\' -> lines.append("\\\\");
          case '\t' -> lines.append("\\t");
          case '\n' -> lines.append("\\n");
          case '\r' -> lines.append("\\r");
          default -> lines.append(each);
        }
      }
    }
    lines.append('\t');
  }
}
