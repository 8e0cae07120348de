package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Mix;
import dev.customerintelligence.benchmarks.server.DatabaseShop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What keeps a second row out, and rows of somebody who was erased, in bare statements: a lock and
 * a look for the customer's tombstone.
 */
final class Guard {
  /** Takes a lock by its number; a statement sent in the same request is of its transaction. */
  static final String LOCK_ON_POSTGRES = "SELECT pg_advisory_xact_lock(?);\n";

  /** Finds a row where somebody was erased. */
  static final String TOMBSTONE = "SELECT 1 FROM {tombstones} WHERE hash = ?";

  private static final int LOCKS = 1024;

  private static final String LOCK_ON_MYSQL =
      "SELECT bucket FROM {locks} WHERE bucket = ? FOR UPDATE";

  private Guard() {}

  /** Work on one connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  static int lock(int number) {
    return number % LOCKS;
  }

  /** The tombstone that a customer of this number would have. */
  static String tombstone(int number) {
    return Mix.hex64(3004, number);
  }

  /** Does work in one transaction, behind the lock and the look. */
  static <T> T onMysql(Connection connection, DatabaseShop shop, int number, Work<T> work)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      if (!finds(connection, shop.sql(LOCK_ON_MYSQL), lock(number))) {
        throw new IllegalStateException("There is no lock " + lock(number));
      }
      if (finds(connection, shop.sql(TOMBSTONE), tombstone(number))) {
        throw new IllegalStateException("Customer " + number + " was erased");
      }
      T done = work.on(connection);
      connection.commit();
      return done;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  static boolean finds(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }
}
