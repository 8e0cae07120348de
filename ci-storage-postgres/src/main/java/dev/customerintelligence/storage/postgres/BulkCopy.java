package dev.customerintelligence.storage.postgres;

import com.google.common.base.CharMatcher;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * New rows straight into a table by COPY, in half of the time that arrays take. A row that is there
 * already fails it, and so does row level security that binds the session.
 */
final class BulkCopy {
  private static final int CHUNK = 1 << 16;
  private static final CharMatcher ESCAPED = CharMatcher.anyOf("\\\t\n\r");

  private BulkCopy() {}

  static <T> void insert(Handle handle, String table, ColumnArrays<T> columns, List<T> rows) {
    try {
      CopyIn copy =
          handle
              .getConnection()
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY " + table + " (" + columns.names() + ") FROM STDIN");
      try {
        send(copy, columns, rows);
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

  private static <T> void send(CopyIn copy, ColumnArrays<T> columns, List<T> rows)
      throws SQLException {
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
    } else if (ESCAPED.matchesNoneOf(text)) {
      lines.append(text);
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
