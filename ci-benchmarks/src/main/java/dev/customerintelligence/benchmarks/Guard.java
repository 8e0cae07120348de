package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Mix;
import dev.customerintelligence.benchmarks.server.DatabaseShop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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

  /** Finds a tombstone, or a row that the query finds, which comes after. */
  static String tombstoneOr(String inTheWay) {
    return TOMBSTONE + " UNION ALL (" + inTheWay + ")";
  }

  static int lock(int number) {
    return number % LOCKS;
  }

  /** The tombstone that a customer of this number would have. */
  static String tombstone(int number) {
    return Mix.hex64(3004, number);
  }

  /**
   * Does work in one transaction, behind the lock and one look for the tombstone and for a row that
   * would be in the way, which is of {@link #tombstoneOr}.
   */
  static <T> T onMysql(
      Connection connection,
      DatabaseShop shop,
      int number,
      String look,
      List<Object> values,
      Work<T> work)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      if (!finds(connection, shop.sql(LOCK_ON_MYSQL), lock(number))) {
        throw new IllegalStateException("There is no lock " + lock(number));
      }
      List<Object> all = new ArrayList<>(List.of(tombstone(number)));
      all.addAll(values);
      if (finds(connection, shop.sql(look), all.toArray())) {
        throw new IllegalStateException(
            "There is a row of customer " + number + ", or a tombstone");
      }
      T done = work.on(connection);
      connection.commit();
      return done;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static boolean finds(Connection connection, String sql, Object... values)
      throws SQLException {
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
