package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.server.DatabaseShop;
import dev.customerintelligence.bundle.OfferDraft;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The INSERT of an offer in bare statements, behind the {@link Guard} and a look for an open one.
 */
final class GuardedInsert {
  private static final String IS_OPEN =
      "status IN ('pending', 'viewed', 'added_to_cart') AND expires_at > {at}";

  private static final String ON_POSTGRES =
      ChangeOffers.ofPostgres(
          """
          {lock}{into}
          SELECT {values}
          WHERE NOT EXISTS ({tombstone})
            AND NOT EXISTS (
              SELECT FROM (SELECT * FROM {offers} WHERE customer_email = ? OFFSET 0) of_customer
              WHERE {open})
          RETURNING id
          """
              .replace("{lock}", Guard.LOCK_ON_POSTGRES)
              .replace("{into}", ChangeOffers.INTO)
              .replace("{values}", ChangeOffers.VALUES)
              .replace("{tombstone}", Guard.TOMBSTONE)
              .replace("{open}", IS_OPEN));

  private static final String STANDING_ON_MYSQL =
      Guard.tombstoneOr(
          ChangeOffers.ofMysql(
              "SELECT 1 FROM {offers} FORCE INDEX (ci_offer_email) WHERE customer_email = ? AND "
                  + IS_OPEN
                  + " LIMIT 1"));

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
      statement.setInt(1, Guard.lock(number));
      ChangeOffers.bind(statement, 2, draft);
      statement.setString(7, Guard.tombstone(number));
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
    return Guard.onMysql(
        connection,
        shop,
        number,
        STANDING_ON_MYSQL,
        List.of(draft.customer().value(), ChangeOffers.time(draft.offeredAt())),
        same -> ChangeOffers.insert(same, shop, draft));
  }
}
