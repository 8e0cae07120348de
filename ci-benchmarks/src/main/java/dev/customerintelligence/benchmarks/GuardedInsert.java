package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Mix;
import dev.customerintelligence.benchmarks.server.DatabaseShop;
import dev.customerintelligence.bundle.OfferDraft;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The INSERT of an offer in bare statements, behind what keeps a second one out: a lock, a look for
 * the customer's tombstone and one for an open offer.
 */
final class GuardedInsert {
  private static final int LOCKS = 1024;

  private static final String TOMBSTONE = "SELECT 1 FROM {tombstones} WHERE hash = ?";

  private static final String IS_OPEN =
      "status IN ('pending', 'viewed', 'added_to_cart') AND expires_at > {at}";

  private static final String ON_POSTGRES =
      ChangeOffers.ofPostgres(
          """
          SELECT pg_advisory_xact_lock(?);
          {into}
          SELECT {values}
          WHERE NOT EXISTS ({tombstone})
            AND NOT EXISTS (
              SELECT FROM (SELECT * FROM {offers} WHERE customer_email = ? OFFSET 0) of_customer
              WHERE {open})
          RETURNING id
          """
              .replace("{into}", ChangeOffers.INTO)
              .replace("{values}", ChangeOffers.VALUES)
              .replace("{tombstone}", TOMBSTONE)
              .replace("{open}", IS_OPEN));

  private static final String LOCK_ON_MYSQL =
      "SELECT bucket FROM {locks} WHERE bucket = ? FOR UPDATE";

  private static final String STANDING_ON_MYSQL =
      ChangeOffers.ofMysql(
          "SELECT 1 FROM {offers} FORCE INDEX (ci_offer_email) WHERE customer_email = ? AND "
              + IS_OPEN
              + " LIMIT 1");

  private GuardedInsert() {}

  /** Makes the offer, and returns its id. */
  static String run(DatabaseShop shop, OfferDraft draft, int number) throws SQLException {
    try (Connection connection = shop.pool().getConnection()) {
      return shop.store.isMysql()
          ? onMysql(connection, shop, draft, number)
          : onPostgres(connection, shop, draft, number);
    }
  }

  private static String onPostgres(
      Connection connection, DatabaseShop shop, OfferDraft draft, int number) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(shop.sql(ON_POSTGRES))) {
      statement.setInt(1, number % LOCKS);
      ChangeOffers.bind(statement, 2, draft);
      statement.setString(7, tombstone(number));
      statement.setString(8, draft.customer().value());
      statement.setObject(9, ChangeOffers.time(draft.offeredAt()));
      statement.execute();
      statement.getMoreResults();
      try (ResultSet made = statement.getResultSet()) {
        made.next();
        return made.getString(1);
      }
    }
  }

  private static String onMysql(
      Connection connection, DatabaseShop shop, OfferDraft draft, int number) throws SQLException {
    connection.setAutoCommit(false);
    try {
      finds(connection, shop.sql(LOCK_ON_MYSQL), number % LOCKS);
      if (finds(connection, shop.sql(TOMBSTONE), tombstone(number))
          || finds(
              connection,
              shop.sql(STANDING_ON_MYSQL),
              draft.customer().value(),
              ChangeOffers.time(draft.offeredAt()))) {
        throw new IllegalStateException("Something is in the way of " + number);
      }
      String id = ChangeOffers.insert(connection, shop, draft);
      connection.commit();
      return id;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String tombstone(int number) {
    return Mix.hex64(3004, number);
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
