package dev.customerintelligence.storage.postgres;

import static dev.customerintelligence.storage.postgres.People.EMAIL;
import static dev.customerintelligence.storage.postgres.PostgresOfferStore.EXPIRES;
import static dev.customerintelligence.storage.postgres.PostgresOfferStore.IS_OPEN;

import dev.customerintelligence.analytics.AnalyticsStore;
import dev.customerintelligence.analytics.DiscountTier;
import dev.customerintelligence.analytics.OfferOutcome;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.storage.row.Rows;
import java.time.Instant;
import java.util.List;

/** Questions over profiles and offers. */
final class PostgresAnalyticsStore implements AnalyticsStore {
  private static final String TOP_BY_SCORE =
      """
      SELECT {columns} FROM {schema}.customer_intelligence WHERE total_orders > 0
      ORDER BY profile_score DESC NULLS LAST, {email} LIMIT :limit
      """
          .replace("{columns}", PostgresProfileStore.COLUMNS)
          .replace("{email}", EMAIL);

  private static final String PRIME_WINDOW_STARTING =
      """
      SELECT {columns} FROM {schema}.customer_intelligence
      WHERE next_prime_window_start >= :from AND next_prime_window_start <= :to
        AND total_orders >= :minOrders
      ORDER BY next_prime_window_start, {email} LIMIT :limit
      """
          .replace("{columns}", PostgresProfileStore.COLUMNS)
          .replace("{email}", EMAIL);

  /** The tiers are {@link DiscountTier}'s; multiplied out, as a base price may be 0. */
  private static final String OFFER_OUTCOMES =
      """
      SELECT CASE WHEN base_price = 0 THEN 'NO_BASE_PRICE'
                  WHEN discount_amount * 100 >= base_price * 15 THEN 'FROM_15_PERCENT'
                  WHEN discount_amount * 100 >= base_price * 10 THEN 'FROM_10_PERCENT'
                  ELSE 'BELOW_10_PERCENT' END AS tier,
             CASE WHEN {open} AND {expires} <= :now THEN 'expired'
                  ELSE coalesce(status, 'pending') END AS status_now,
             viewed_at IS NOT NULL OR responded_at IS NOT NULL
               OR coalesce(status, 'pending') NOT IN ('pending', 'expired') AS shown,
             count(*) AS count
      FROM {schema}.bundle_offers
      WHERE offered_at >= :since AND offered_at <= :now
      GROUP BY 1, 2, 3
      """
          .replace("{open}", IS_OPEN)
          .replace("{expires}", EXPIRES);

  private final Database database;

  PostgresAnalyticsStore(Database database) {
    this.database = database;
  }

  @Override
  public List<CustomerProfile> topByScore(int limit) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(TOP_BY_SCORE))
                .bind("limit", limit)
                .map((row, context) -> PostgresProfileStore.profile(row))
                .list());
  }

  @Override
  public List<CustomerProfile> primeWindowStarting(
      Instant from, Instant to, int minOrders, int limit) {
    Inputs.moment("from", from);
    Inputs.moment("to", to);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(PRIME_WINDOW_STARTING))
                .bind("from", Values.time(from))
                .bind("to", Values.time(to))
                .bind("minOrders", minOrders)
                .bind("limit", limit)
                .map((row, context) -> PostgresProfileStore.profile(row))
                .list());
  }

  @Override
  public List<OfferOutcome> offerOutcomes(Instant since, Instant now) {
    Inputs.moment("since", since);
    Inputs.moment("now", now);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(OFFER_OUTCOMES))
                .bind("since", Values.time(since))
                .bind("now", Values.time(now))
                .map(
                    (row, context) ->
                        new OfferOutcome(
                            DiscountTier.valueOf(row.getString("tier")),
                            Rows.offerStatus(row.getString("status_now")),
                            row.getBoolean("shown"),
                            row.getLong("count")))
                .list());
  }
}
