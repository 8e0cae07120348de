package dev.customerintelligence.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.VisitSignals;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server reads for a recognition among 200,000 devices, 20,000 of them at one address. */
class PlanTest {
  private static final int LIMIT = 64;
  private static final IpHash HOT = new IpHash("ab".repeat(32));
  private static final Fingerprint COMMON = Fingerprint.of("cd".repeat(32));
  private static final Pattern ROWS = Pattern.compile("Index.* on device_tracking.* rows=(\\d+)");

  private static final TestSchema SCHEMA = TestSchema.migrated();

  @BeforeAll
  static void manyDevices() {
    SCHEMA.run(
        """
        INSERT INTO {schema}.device_tracking
          (customer_email, ip_hash, browser_fingerprint, first_seen, last_seen, user_agent)
        SELECT 'c' || i || '@example.com',
               CASE WHEN i %% 10 = 0 THEN '%s' ELSE md5('a' || i) || md5('b' || i) END,
               CASE WHEN i %% 400 = 1 THEN '%s' ELSE md5('c' || i) || md5('d' || i) END,
               TIMESTAMP '2026-01-01' + i * INTERVAL '1 second',
               TIMESTAMP '2026-02-01' + i * INTERVAL '1 second', 'Mozilla/5.0'
        FROM generate_series(1, 200000) i;
        ANALYZE {schema}.device_tracking
        """
            .formatted(HOT.value(), COMMON.value()));
  }

  /** A plan for the values, and the one that the driver settles on after five executions. */
  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void recognitionReadsNoMoreEntriesThanTheLimitAndOne(String planning) {
    for (VisitSignals visit :
        List.of(
            visit(quietBrowser(), quietAddress()),
            visit(quietBrowser(), HOT),
            visit(COMMON, quietAddress()),
            visit(COMMON, HOT))) {
      List<String> plan = plan(visit, planning);

      assertThat(plan)
          .noneMatch(line -> line.contains("Seq Scan on device_tracking"))
          .noneMatch(line -> line.contains("Sort"))
          .noneMatch(line -> line.contains("Bitmap"))
          .anyMatch(line -> line.contains("ci_device_fingerprint"))
          .anyMatch(line -> line.contains("ci_device_ip"));
      assertThat(rowsRead(plan)).hasSize(2).allMatch(rows -> rows <= LIMIT + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void aKnownDeviceIsFoundByTheAddressAndItsRowByTheId(String planning) {
    String plan =
        String.join("\n", recordingPlan(planning, EmailAddress.of("c1@example.com"), COMMON));

    assertThat(plan)
        .containsPattern("Index Scan using ci_device_email.*rows=1")
        .contains("Conflict Arbiter Indexes: device_tracking_pkey", "Conflicting Tuples: 1")
        .doesNotContain("Seq Scan on device_tracking", "ci_device_fingerprint");
  }

  @Test
  void aHotAddressIsToldAsSuch() {
    DeviceMatches matches = SCHEMA.open().devices().matches(visit(quietBrowser(), HOT), LIMIT);

    assertThat(matches.byIpHash().saturated()).isTrue();
    assertThat(matches.byIpHash().devices()).isEmpty();
    assertThat(matches.byFingerprint().devices()).hasSize(1);
  }

  /** Each is asked while somebody waits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM {schema}.customer_intelligence WHERE (lower(customer_email) COLLATE \"C\") ="
            + " 'c1@example.com' ORDER BY customer_email = 'c1@example.com' DESC, id LIMIT 1",
        "SELECT * FROM {schema}.bundle_offers WHERE (lower(customer_email) COLLATE \"C\") ="
            + " 'c1@example.com' ORDER BY offered_at DESC NULLS LAST LIMIT 10",
        "SELECT * FROM {schema}.behavioral_events WHERE (lower(customer_email) COLLATE \"C\") ="
            + " 'c1@example.com' ORDER BY created_at DESC NULLS LAST, id DESC LIMIT 50",
        "SELECT * FROM {schema}.device_tracking WHERE (lower(customer_email) COLLATE \"C\") ="
            + " 'c1@example.com' ORDER BY last_seen DESC NULLS LAST LIMIT 100"
      })
  void everyLookupByAddressHasItsIndex(String query) {
    List<String> plan =
        Jdbi.create(SCHEMA.dataSource())
            .withHandle(
                handle -> {
                  handle.execute("SET enable_seqscan = off");
                  return handle
                      .createQuery("EXPLAIN " + query.replace("{schema}", SCHEMA.name()))
                      .mapTo(String.class)
                      .list();
                });

    assertThat(String.join("\n", plan))
        .containsPattern("Index Scan using ci_\\w+_email")
        .doesNotContain("Seq Scan");
  }

  /** Not knowing how rare an address is, the server would rather go through all open offers. */
  @Test
  void theOpenOfferOfACustomerIsFoundByTheAddress() {
    SCHEMA.run(
        """
        INSERT INTO {schema}.bundle_offers (customer_email, bundle_products, total_quantity,
          base_price, discount_amount, final_price, status, offered_at, expires_at)
        SELECT 'o' || n || '@example.com', '[]', 1, 1, 0, 1, 'pending',
          TIMESTAMP '2026-01-01' + n * INTERVAL '1 second', TIMESTAMP '2027-01-01'
        FROM generate_series(1, 20000) n
        """);
    String sql =
        PostgresOfferStore.STANDING
            .replace("{schema}", SCHEMA.name())
            .replaceFirst("\\?", "'nobody@example.com'")
            .replaceFirst("\\?", "TIMESTAMP '2026-02-01'");
    List<String> plan =
        Jdbi.create(SCHEMA.dataSource())
            .withHandle(handle -> handle.createQuery("EXPLAIN " + sql).mapTo(String.class).list());

    assertThat(String.join("\n", plan))
        .contains("ci_offer_email")
        .doesNotContain("Seq Scan", "ci_offer_offered", "ci_offer_due");
  }

  @ParameterizedTest
  @ValueSource(strings = {PostgresForecastStore.FIND, PostgresForecastStore.AFTER})
  void forecastsAreFoundByTheirIndex(String query) {
    String sql =
        query
            .replace("{schema}", SCHEMA.name())
            .replaceAll(":email|:after", "'c1@example.com'")
            .replace(":limit", "10");
    List<String> plan =
        Jdbi.create(SCHEMA.dataSource())
            .withHandle(
                handle -> {
                  handle.execute(
                      "INSERT INTO "
                          + SCHEMA.name()
                          + ".ci_forecasts (customer_email, as_of, forecast)"
                          + " SELECT 'f' || n || '@example.com', DATE '2026-01-05', '{}'"
                          + " FROM generate_series(1, 2000) n ON CONFLICT DO NOTHING");
                  handle.execute("ANALYZE " + SCHEMA.name() + ".ci_forecasts");
                  return handle.createQuery("EXPLAIN " + sql).mapTo(String.class).list();
                });

    assertThat(String.join("\n", plan))
        .contains("Index Scan using ci_forecasts_customer_email_key")
        .contains("Index Cond")
        .doesNotContain("Sort");
  }

  private static List<String> plan(VisitSignals visit, String planning) {
    String sql =
        new Database(SCHEMA.dataSource(), SCHEMA.name())
            .sql(DevicesByKey.statement(true, 1, LIMIT))
            .replaceFirst("\\?", "\\$1")
            .replaceFirst("\\?", "\\$2");
    return Jdbi.create(SCHEMA.dataSource())
        .withHandle(
            handle -> {
              handle.execute("SET plan_cache_mode = " + planning);
              handle.execute("PREPARE recognition (text, text) AS " + sql);
              return handle
                  .createQuery(
                      String.format(
                          Locale.ROOT,
                          "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)"
                              + " EXECUTE recognition ('%s', '%s')",
                          visit.fingerprint() == null ? "" : visit.fingerprint().value(),
                          visit.ipHashes().get(0).value()))
                  .mapTo(String.class)
                  .list();
            });
  }

  private static List<String> recordingPlan(
      String planning, EmailAddress customer, Fingerprint browser) {
    String sql = new Database(SCHEMA.dataSource(), SCHEMA.name()).sql(PostgresDeviceStore.WRITE);
    for (int i = 1; sql.contains("?"); i++) {
      sql = sql.replaceFirst("\\?", "\\$" + i);
    }
    String prepare = "PREPARE recording AS " + sql;
    String id =
        PostgresDeviceStore.id(
                new Device(
                    customer, null, browser, null, null, null, Instant.EPOCH, Instant.EPOCH, 1))
            .toString();
    return Jdbi.create(SCHEMA.dataSource())
        .withHandle(
            handle -> {
              handle.execute("SET plan_cache_mode = " + planning);
              handle.execute(prepare);
              return handle
                  .createQuery(
                      String.format(
                          Locale.ROOT,
                          "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) EXECUTE recording"
                              + " ('%s', '%s', NULL, '', '%s', '2026-03-01', NULL, NULL, NULL, '{}')",
                          id,
                          customer.value(),
                          browser.value()))
                  .mapTo(String.class)
                  .list();
            });
  }

  private static List<Integer> rowsRead(List<String> plan) {
    return ROWS.matcher(String.join("\n", plan))
        .results()
        .map((MatchResult match) -> Integer.valueOf(match.group(1)))
        .toList();
  }

  private static VisitSignals visit(Fingerprint fingerprint, IpHash ipHash) {
    return new VisitSignals(fingerprint, List.of(ipHash), null, null);
  }

  private static Fingerprint quietBrowser() {
    return Fingerprint.of(SCHEMA.askOne("SELECT md5('c7') || md5('d7')"));
  }

  private static IpHash quietAddress() {
    return new IpHash(SCHEMA.askOne("SELECT md5('a7') || md5('b7')"));
  }
}
