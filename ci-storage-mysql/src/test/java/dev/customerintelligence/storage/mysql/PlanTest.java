package dev.customerintelligence.storage.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.forecast.Forecast;
import dev.customerintelligence.forecast.ForecastPolicy;
import dev.customerintelligence.forecast.Forecaster;
import dev.customerintelligence.forecast.ModelSpec;
import dev.customerintelligence.forecast.PurchaseModel;
import dev.customerintelligence.forecast.PurchaseSummary;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.mysql.TestServer;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.contract.Fixtures;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server reads for a request that a visitor waits for, in a shop with a large office. */
class PlanTest {
  private static final int LIMIT = 50;
  private static final String OFFICE = "0f".repeat(32);
  private static final String PHONE = "ab".repeat(32);
  private static final VisitSignals VISIT =
      new VisitSignals(new Fingerprint(PHONE), List.of(new IpHash(OFFICE)), null, null);

  private static TestSite site;

  @BeforeAll
  static void makeAShop() {
    site = TestSite.with(TestSite.DOCUMENT);
    site.storage().build().migrate();
    // 20,000 customers on a device and at an address each, 2,000 at the office, 500 with one phone.
    String numbers =
        "(SELECT a.bucket + 1280 * b.bucket AS n FROM wp_ci_locks a CROSS JOIN wp_ci_locks b"
            + " WHERE b.bucket < 16) numbers";
    site.run(
        """
        INSERT INTO wp_wg_device_tracking (customer_email, ip_hash, browser_fingerprint, last_seen)
          SELECT CONCAT('c', n, '@example.com'), SHA2(CONCAT('ip', n), 256),
            SHA2(CONCAT('fp', n), 256), '2026-01-01' + INTERVAL n MINUTE FROM {numbers};
        INSERT INTO wp_wg_device_tracking (customer_email, ip_hash, browser_fingerprint, last_seen)
          SELECT CONCAT('c', n, '@example.com'), '{office}', SHA2(CONCAT('pc', n), 256),
            '2026-01-01' + INTERVAL n MINUTE FROM {numbers} WHERE n < 2000;
        INSERT INTO wp_wg_device_tracking (customer_email, ip_hash, browser_fingerprint, last_seen)
          SELECT CONCAT('p', n, '@example.com'), SHA2(CONCAT('ip', n), 256), '{phone}',
            '2026-01-01' + INTERVAL n MINUTE FROM {numbers} WHERE n < 500;
        INSERT INTO wp_wg_bundle_offers (customer_email, bundle_products, total_quantity, base_price,
            discount_amount, final_price, offered_at, expires_at)
          SELECT CONCAT('c', n, '@example.com'), '{lines}', 1, 1, 0, 1,
            '2026-01-01' + INTERVAL n MINUTE, '2026-01-08' + INTERVAL n MINUTE FROM {numbers};
        INSERT INTO wp_wg_behavioral_events (customer_email, event_type, timestamp)
          SELECT CONCAT('c', n % 20, '@example.com'), 'viewed', '2026-01-01' + INTERVAL n MINUTE
          FROM {numbers};
        INSERT INTO wp_wg_customer_intelligence (customer_email, ip_hash, total_orders,
            profile_score, next_prime_window_start)
          SELECT CONCAT('c', n, '@example.com'), '', 5, n % 100, '2026-01-01' + INTERVAL n MINUTE
          FROM {numbers};
        ANALYZE TABLE wp_wg_device_tracking, wp_wg_bundle_offers, wp_wg_behavioral_events,
          wp_wg_customer_intelligence;
        """
            .replace("{numbers}", numbers)
            .replace(
                "{lines}",
                "[{\"product_id\":44,\"name\":\"Moon\",\"quantity\":1,\"unit_price\":1.00,"
                    + "\"subtotal\":1.00}]")
            .replace("{office}", OFFICE)
            .replace("{phone}", PHONE));
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Test
  void aRecognitionReadsOneMoreThanTheLimitOfEachKeyByItsIndex() {
    List<Map<String, Object>> plan =
        plan(
            DevicesByKey.statement(devices(), true, 1, LIMIT)
                .replaceFirst("\\?", "'" + PHONE + "'")
                .replaceFirst("\\?", "'" + OFFICE + "'"));

    assertThat(plan.toString())
        .contains("ci_device_fingerprint", "ci_device_ip")
        .doesNotContainIgnoringCase("filesort");
    assertThat(rowsReadBy(storage -> storage.devices().matches(VISIT, LIMIT)))
        .as("index entries")
        .isBetween(2L * LIMIT, 2L * (LIMIT + 1) + 2);
  }

  @Test
  void aRecognitionInTheOfficeSaysThatBothKeysAreCrowded() {
    try (Storage storage = site.storage().build().open(TestSite.hasher())) {
      DeviceMatches matches = storage.devices().matches(VISIT, LIMIT);

      assertThat(matches.byFingerprint().saturated()).isTrue();
      assertThat(matches.byIpHash().saturated()).isTrue();
      assertThat(matches.byIpHash().devices()).isEmpty();
    }
  }

  @Test
  void aVisitIsCountedWithoutWeighingIndexes() {
    List<Map<String, Object>> plan =
        plan(
            MysqlDeviceStore.seenAgainUnlessChanged(devices())
                .replace("WHERE id = ?", "WHERE id = 7")
                .replace("customer_email = ?", "customer_email = 'c7@example.com'")
                .replace("AND visit_count = ?", "AND visit_count = 1")
                .replace("last_seen = ?", "last_seen = '2026-01-01 00:07:00'")
                .replace("?", "NULL"));

    assertThat(plan).singleElement().extracting("possible_keys").isEqualTo("PRIMARY");
  }

  @Test
  void whatAPageWaitsForReadsWhatItShows() {
    EmailAddress customer = customer(7);
    Instant now = Instant.parse("2026-01-05T00:00:00Z");

    assertThat(rowsReadBy(storage -> storage.devices().devicesOf(customer, 10))).isLessThan(20);
    assertThat(rowsReadBy(storage -> storage.profiles().find(customer))).isLessThan(20);
    assertThat(rowsReadBy(storage -> storage.offers().newestOf(customer, 10))).isLessThan(20);
    assertThat(rowsReadBy(storage -> storage.events().newestOf(customer, 50)))
        .as("of 1,024 events")
        .isLessThan(200);
    assertThat(rowsReadBy(storage -> storage.analytics().topByScore(100)))
        .as("of 20,480 profiles, 204 of which have the score of the hundredth")
        .isLessThan(1000);
    assertThat(
            rowsReadBy(
                storage ->
                    storage.analytics().primeWindowStarting(now, now.plusSeconds(3600), 3, 100)))
        .isLessThan(400);
    assertThat(rowsReadBy(storage -> storage.offers().expireDue(now.minusSeconds(999_999), 10)))
        .isLessThan(50);
  }

  @Test
  void anOfferIsMadeWithoutATableToSortIn() {
    EmailAddress customer = customer(9);
    Instant later = Instant.parse("2026-12-01T00:00:00Z");

    assertThat(rowsReadBy(storage -> storage.offers().create(Fixtures.draft(customer, later))))
        .as("of 20,480 offers, and what the server looks up to lock and write")
        .isLessThan(50);
    assertThat(
            grownBy(
                "'Created_tmp_tables'",
                storage -> storage.offers().create(Fixtures.draft(customer, later))))
        .isEqualTo(grownBy("'Created_tmp_tables'", storage -> true));
  }

  @Test
  void forecastsAreFoundByTheirIndex() {
    Forecast forecast =
        Forecaster.of(PurchaseModel.of(ModelSpec.NBD, 1, 10), ForecastPolicy.defaults())
            .forecast(PurchaseSummary.of(3, 20, 30), LocalDate.of(2026, 1, 5));
    site.storage()
        .build()
        .open(TestSite.hasher())
        .forecasts()
        .save(
            IntStream.range(0, 1000)
                .mapToObj(i -> new CustomerForecast(customer(i), forecast))
                .toList());

    assertThat(rowsReadBy(storage -> storage.forecasts().find(customer(7)))).isLessThan(20);
    assertThat(rowsReadBy(storage -> storage.forecasts().after(customer(300), 10)))
        .as("of 1,000 forecasts")
        .isLessThan(30);
  }

  private static EmailAddress customer(int i) {
    return EmailAddress.of("c%d@example.com".formatted(i));
  }

  private List<Map<String, Object>> plan(String template) {
    return site.rows("EXPLAIN FORMAT=TRADITIONAL " + new Tables(site.prefix).sql(template));
  }

  private static ShopTables.Table devices() {
    return ShopTables.read(new Database(site.dataSource, new Tables(site.prefix))).devices();
  }

  private interface Request {
    Object of(Storage storage);
  }

  /** Counts what the one connection of a storage reads, by the server's own count. */
  private static long rowsReadBy(Request request) {
    return grownBy(
        "'Handler_read_first', 'Handler_read_key', 'Handler_read_last', 'Handler_read_next',"
            + " 'Handler_read_prev', 'Handler_read_rnd'",
        request);
  }

  /** Returns how much counters of the one connection of a storage grow. */
  private static long grownBy(String counters, Request request) {
    try (var connections = TestServer.dataSource(TestServer.Driver.PLAIN_CONNECTOR_J)) {
      connections.setMaximumPoolSize(1);
      Storage storage =
          site.storage(connections)
              .migration(MysqlStorage.Migration.NONE)
              .build()
              .open(TestSite.hasher());
      Jdbi jdbi = Jdbi.create(connections);
      long before = jdbi.withHandle(handle -> sum(handle, counters));
      request.of(storage);
      return jdbi.withHandle(handle -> sum(handle, counters)) - before;
    }
  }

  private static long sum(Handle handle, String counters) {
    return handle
        .createQuery("SHOW SESSION STATUS WHERE Variable_name IN (" + counters + ")")
        .map((row, context) -> row.getLong(2))
        .list()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
