package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.recognition.PopulationStatistics;
import dev.customerintelligence.recognition.SignalStatistics;
import java.sql.ResultSet;
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
      SELECT count(DISTINCT lower(customer_email)) AS customers,
             coalesce(sum(greatest(visit_count, 1) * power(2, -least({tooOld}, greatest(0,
               extract(epoch FROM :now - coalesce(last_seen, first_seen, TIMESTAMP 'epoch'))::float8
               / :halfLife)))), 0) AS weight
      FROM {schema}.device_tracking
      """
          // In half-lives: 2 to a lower power is refused instead of being 0.
          .replace("{tooOld}", "1000");

  private static final String VALUES =
      """
      WITH pair AS (
        SELECT {key} AS value, lower(customer_email) AS customer, count(*) AS devices
        FROM {schema}.device_tracking
        WHERE {key} ~ '^[0-9a-fA-F]{64}$'
        GROUP BY 1, 2
      ), value AS (
        SELECT value, count(*) AS customers, sum(devices) AS devices FROM pair GROUP BY value
      ), mean AS (
        SELECT coalesce(avg(customers), 0)::float8 AS customers FROM value
      )
      SELECT mean.customers AS mean_customers, crowded.value, crowded.customers
      FROM mean LEFT JOIN (
        SELECT value, customers FROM value WHERE devices > :crowd
        ORDER BY customers DESC LIMIT {most}
      ) crowded ON true
      """
          .replace("{most}", String.valueOf(MAX_CROWDED));

  private final Database database;

  DeviceStatistics(Database database) {
    this.database = database;
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
              .bind("now", Values.time(now))
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
    return handle
        .createQuery(database.sql(VALUES.replace("{key}", key)))
        .bind("crowd", crowd)
        .scanResultSet(
            (results, context) -> {
              try (context) {
                double mean = 0;
                Map<V, Long> crowded = new HashMap<>();
                ResultSet rows = results.get();
                while (rows.next()) {
                  mean = rows.getDouble("mean_customers");
                  String value = rows.getString("value");
                  if (value != null) {
                    crowded.put(parse.apply(value), rows.getLong("customers"));
                  }
                }
                return new SignalStatistics<>(mean, crowded);
              }
            });
  }
}
