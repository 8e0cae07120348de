package dev.customerintelligence.storage.mysql;

import static dev.customerintelligence.storage.mysql.MysqlOfferStore.IS_OPEN;
import static dev.customerintelligence.storage.mysql.MysqlOfferStore.IS_OVER;
import static dev.customerintelligence.storage.mysql.People.EXACT;

import dev.customerintelligence.analytics.AnalyticsStore;
import dev.customerintelligence.analytics.DiscountTier;
import dev.customerintelligence.analytics.OfferOutcome;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.storage.row.Rows;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Questions over profiles and offers. */
final class MysqlAnalyticsStore implements AnalyticsStore {
  private static final String TOP_BY_SCORE =
      """
      SELECT {columns} FROM {profiles} {force} WHERE total_orders > 0
      ORDER BY profile_score DESC LIMIT :limit
      """
          .replace("{columns}", MysqlProfileStore.COLUMNS);

  /** Of the last score the first by address, which no index has in the domain's sequence. */
  private static final String OF_SCORE =
      """
      SELECT {columns} FROM {profiles} {force} WHERE total_orders > 0 AND profile_score = :score
      ORDER BY {exact} LIMIT :limit
      """
          .replace("{columns}", MysqlProfileStore.COLUMNS)
          .replace("{exact}", EXACT);

  private static final String PRIME_WINDOW_STARTING =
      """
      SELECT {columns} FROM {profiles} {force}
      WHERE next_prime_window_start >= :from AND next_prime_window_start <= :to
        AND total_orders >= :minOrders
      ORDER BY next_prime_window_start, {exact} LIMIT :limit
      """
          .replace("{columns}", MysqlProfileStore.COLUMNS)
          .replace("{exact}", EXACT);

  /** The tiers are {@link DiscountTier}'s; multiplied out, as a base price may be 0. */
  private static final String OFFER_OUTCOMES =
      """
      SELECT CASE WHEN base_price = 0 THEN 'NO_BASE_PRICE'
                  WHEN discount_amount * 100 >= base_price * 15 THEN 'FROM_15_PERCENT'
                  WHEN discount_amount * 100 >= base_price * 10 THEN 'FROM_10_PERCENT'
                  ELSE 'BELOW_10_PERCENT' END AS tier,
             CASE WHEN {open} AND {over} THEN 'expired'
                  ELSE COALESCE(status, 'pending') END AS status_now,
             viewed_at IS NOT NULL OR responded_at IS NOT NULL
               OR COALESCE(status, 'pending') NOT IN ('pending', 'expired') AS shown,
             COUNT(*) AS offers
      FROM {offers}
      WHERE offered_at >= :since AND offered_at <= :now
      GROUP BY tier, status_now, shown
      """
          .replace("{open}", IS_OPEN)
          .replace("{over}", IS_OVER);

  private static final Comparator<CustomerProfile> BEST_FIRST =
      Comparator.comparing((CustomerProfile profile) -> profile.purchases().score())
          .reversed()
          .thenComparing(CustomerProfile::customer);

  private final Database database;
  private final ShopTables.Table profiles;
  private final SiteTime time;

  MysqlAnalyticsStore(Database database, ShopTables tables, SiteTime time) {
    this.database = database;
    this.profiles = tables.profiles();
    this.time = time;
  }

  @Override
  public List<CustomerProfile> topByScore(int limit) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.inSnapshot(handle -> topByScore(handle, limit));
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
                .createQuery(
                    database.sql(
                        PRIME_WINDOW_STARTING.replace(
                            "{force}", profiles.forced("next_prime_window_start,total_orders"))))
                .bind("from", time.text(from))
                .bind("to", time.text(to))
                .bind("minOrders", minOrders)
                .bind("limit", limit)
                .map((row, context) -> MysqlProfileStore.profile(row, time))
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
                .bind("since", time.text(since))
                .bind("now", time.text(now))
                .bind("unsaid", time.text(now.minus(Rows.OFFER_LIFE)))
                .map(
                    (row, context) ->
                        new OfferOutcome(
                            DiscountTier.valueOf(row.getString("tier")),
                            Rows.offerStatus(row.getString("status_now")),
                            row.getBoolean("shown"),
                            row.getLong("offers")))
                .list());
  }

  private String byScore(String template) {
    return database.sql(template.replace("{force}", profiles.forced("profile_score,total_orders")));
  }

  private List<CustomerProfile> topByScore(Handle handle, int limit) {
    List<CustomerProfile> best =
        new ArrayList<>(
            handle
                .createQuery(byScore(TOP_BY_SCORE))
                .bind("limit", limit)
                .map((row, context) -> MysqlProfileStore.profile(row, time))
                .list());
    if (best.size() == limit) {
      BigDecimal last = best.get(limit - 1).purchases().score();
      best.removeIf(profile -> profile.purchases().score().compareTo(last) == 0);
      best.addAll(
          handle
              .createQuery(byScore(OF_SCORE))
              .bind("score", last)
              .bind("limit", limit)
              .map((row, context) -> MysqlProfileStore.profile(row, time))
              .list());
    }
    return best.stream().sorted(BEST_FIRST).limit(limit).toList();
  }
}
