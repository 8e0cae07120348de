package dev.customerintelligence.storage.mysql;

import static dev.customerintelligence.storage.mysql.People.EXACT;

import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.recognition.PopulationStatistics;
import dev.customerintelligence.recognition.SignalStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Reads all devices, for the numbers that the scorer needs of everybody. */
final class DeviceStatistics {
  /** A shop has few such keys; whatever is beyond counts as crowded without a number. */
  private static final int MAX_CROWDED = 10_000;

  private static final String PEOPLE =
      """
      SELECT COUNT(DISTINCT {exact}) AS customers,
             COALESCE(SUM(GREATEST(COALESCE(visit_count, 1), 1) * POW(2, -LEAST({tooOld}, GREATEST(0,
               TIMESTAMPDIFF(SECOND, COALESCE(last_seen, first_seen, '1970-01-01 00:00:00'),
                 CAST(:now AS DATETIME)) / :halfLife)))), 0) AS weight
      FROM {devices}
      """
          .replace("{exact}", EXACT)
          // In half-lives: 2 to a lower power is refused instead of being 0.
          .replace("{tooOld}", "1000");

  private static final String MEAN =
      """
      SELECT COALESCE(COUNT(*) * 1E0 / COUNT(DISTINCT value), 0) AS mean_customers FROM (
        SELECT DISTINCT LOWER({key}) AS value, {exact} AS customer FROM {devices}
        WHERE {key} REGEXP '^[0-9a-fA-F]{64}$'
      ) pair
      """
          .replace("{exact}", EXACT);

  private static final String CROWDED =
      """
      SELECT LOWER({key}) AS value, COUNT(DISTINCT {exact}) AS customers FROM {devices}
      WHERE {key} REGEXP '^[0-9a-fA-F]{64}$'
      GROUP BY LOWER({key}) HAVING COUNT(*) > :crowd
      ORDER BY customers DESC LIMIT {most}
      """
          .replace("{exact}", EXACT)
          .replace("{most}", String.valueOf(MAX_CROWDED));

  private final Database database;
  private final SiteTime time;

  DeviceStatistics(Database database, SiteTime time) {
    this.database = database;
    this.time = time;
  }

  PopulationStatistics read(Instant now, Duration halfLife, int crowd) {
    double halfLifeSeconds = halfLife.getSeconds() + halfLife.getNano() / 1e9;
    return database.inTransaction(
        handle -> {
          SignalStatistics<Fingerprint> fingerprints =
              spread(handle, "browser_fingerprint", crowd, Fingerprint::new);
          SignalStatistics<IpHash> ipHashes = spread(handle, "ip_hash", crowd, IpHash::new);
          return handle
              .createQuery(database.sql(PEOPLE))
              .bind("now", time.text(now))
              .bind("halfLife", halfLifeSeconds)
              .map(
                  (row, context) ->
                      new PopulationStatistics(
                          row.getLong("customers"),
                          row.getDouble("weight"),
                          fingerprints,
                          ipHashes))
              .one();
        });
  }

  private <V> SignalStatistics<V> spread(
      Handle handle, String key, int crowd, Function<String, V> parse) {
    double mean =
        handle.createQuery(database.sql(MEAN.replace("{key}", key))).mapTo(Double.class).one();
    Map<V, Long> crowded = new HashMap<>();
    handle
        .createQuery(database.sql(CROWDED.replace("{key}", key)))
        .bind("crowd", crowd)
        .map(
            (row, context) ->
                crowded.put(parse.apply(row.getString("value")), row.getLong("customers")))
        .forEach(value -> {});
    return new SignalStatistics<>(mean, crowded);
  }
}
