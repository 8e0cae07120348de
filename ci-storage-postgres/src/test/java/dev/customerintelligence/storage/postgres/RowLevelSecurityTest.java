package dev.customerintelligence.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Supabase's roles, attacked as a browser could that talks to the database past the service. */
class RowLevelSecurityTest {
  private static final List<String> TABLES =
      List.of("customer_intelligence", "device_tracking", "bundle_offers", "behavioral_events");
  private static final String ADA = "{\"email\":\"ada@example.com\"}";

  private static TestSchema schema = TestSchema.named();

  @BeforeAll
  static void twoPeople() {
    schema.run(
        """
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anon') THEN CREATE ROLE anon; END IF;
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'authenticated') THEN
            CREATE ROLE authenticated; END IF;
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'service_role') THEN
            CREATE ROLE service_role; END IF;
        END $$
        """);
    schema.run("CREATE SCHEMA {schema}");
    // As on Supabase: every new table is open to everybody until somebody closes it.
    schema.run(
        "GRANT USAGE ON SCHEMA {schema} TO anon, authenticated, service_role;"
            + "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}"
            + " GRANT ALL ON TABLES TO anon, authenticated, service_role");
    schema.storage().rowLevelSecurity().build().migrate();
    for (String person : List.of("Ada@Example.com", "ben@example.com")) {
      schema.run(
          """
          INSERT INTO {schema}.customer_intelligence (customer_email, ip_hash) VALUES ('%1$s', '');
          INSERT INTO {schema}.device_tracking (customer_email, ip_hash) VALUES ('%1$s', '');
          INSERT INTO {schema}.behavioral_events (customer_email, event_type) VALUES ('%1$s', 'x');
          INSERT INTO {schema}.bundle_offers (customer_email, bundle_products, total_quantity,
            base_price, discount_amount, final_price) VALUES ('%1$s', '[]', 1, 1, 0, 1);
          """
              .formatted(person));
    }
    schema.run(
        "INSERT INTO {schema}.behavioral_events (customer_email, event_type) VALUES ('', 'x')");
    // A policy that somebody made with a click.
    for (String table : TABLES) {
      schema.run(
          "CREATE POLICY everybody ON {schema}." + table + " FOR SELECT TO public USING (true)");
    }
  }

  @Test
  void aVisitorWithoutAnAccountSeesNothing() {
    for (String table : TABLES) {
      for (String claims : List.of("", "{}", ADA)) {
        assertDenied("anon", claims, "SELECT * FROM {schema}." + table);
        assertDenied("anon", claims, "SELECT count(*) FROM {schema}." + table);
        assertDenied("anon", claims, "DELETE FROM {schema}." + table);
      }
    }
  }

  @Test
  void aCustomerReadsOwnRowsHoweverTheAddressIsSpelled() throws SQLException {
    for (String table : TABLES) {
      assertThat(as("authenticated", ADA, "SELECT customer_email FROM {schema}." + table))
          .containsExactly("Ada@Example.com");
      assertThat(
              as(
                  "authenticated",
                  "{\"email\":\"BEN@EXAMPLE.COM\"}",
                  "SELECT customer_email FROM {schema}." + table))
          .containsExactly("ben@example.com");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"email\":null}",
        "{\"email\":\"\"}",
        "{\"email\":\"%\"}",
        "{\"email\":[\"ada@example.com\"]}",
        "{\"email\":{\"eq\":\"ada@example.com\"}}",
        "{\"email\":\"ada@example.com' OR '1'='1\"}",
        "{\"user_metadata\":{\"email\":\"ada@example.com\"}}",
        "{\"app_metadata\":{\"email\":\"ada@example.com\"}}",
        "{\"sub\":\"ada@example.com\",\"role\":\"service_role\"}"
      })
  void aTokenThatNamesNobodySeesNothing(String claims) throws SQLException {
    for (String table : TABLES) {
      assertThat(as("authenticated", claims, "SELECT * FROM {schema}." + table)).isEmpty();
      assertThat(as("authenticated", claims, "SELECT count(*) FROM {schema}." + table))
          .containsExactly("0");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO {schema}.behavioral_events (customer_email, event_type)"
            + " VALUES ('ada@example.com', 'x')",
        "INSERT INTO {schema}.customer_intelligence (customer_email, ip_hash)"
            + " VALUES ('ben@example.com', '')",
        "UPDATE {schema}.customer_intelligence SET profile_score = 100",
        "UPDATE {schema}.bundle_offers SET customer_email = 'ada@example.com'",
        "DELETE FROM {schema}.device_tracking",
        "TRUNCATE {schema}.behavioral_events",
        "ALTER TABLE {schema}.bundle_offers DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON {schema}.bundle_offers USING (true)",
        "COPY {schema}.bundle_offers FROM STDIN",
        "SELECT * FROM {schema}.ci_tombstones",
        "SELECT * FROM {schema}.ci_privacy_audit",
        "SELECT * FROM {schema}.ci_schema_history",
        "DELETE FROM {schema}.ci_schema_history",
        "SELECT * FROM {schema}.customer_intelligence FOR UPDATE",
        "SET ROLE service_role"
      })
  void aCustomerChangesNothing(String attack) {
    assertDenied("authenticated", ADA, attack);
    assertDenied("anon", ADA, attack);
  }

  @Test
  void aJoinThroughAViewSeesNoMore() throws SQLException {
    schema.run(
        """
        CREATE VIEW {schema}.joined WITH (security_invoker = true) AS
          SELECT c.customer_email FROM {schema}.customer_intelligence c
          JOIN {schema}.bundle_offers o ON true JOIN {schema}.behavioral_events e ON true;
        GRANT SELECT ON {schema}.joined TO authenticated
        """);

    assertThat(as("authenticated", ADA, "SELECT customer_email FROM {schema}.joined"))
        .containsExactly("Ada@Example.com");
    assertDenied("anon", ADA, "SELECT * FROM {schema}.joined");
    assertThat(
            as(
                "authenticated",
                ADA,
                "SELECT o.customer_email FROM {schema}.bundle_offers o"
                    + " RIGHT JOIN {schema}.device_tracking d ON true"
                    + " WHERE d.customer_email <> o.customer_email"))
        .isEmpty();
  }

  /** Were the condition asked before the policy, an error would tell what is in others' rows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 / (CASE WHEN customer_email = 'ben@example.com' THEN 0 ELSE 1 END)"
            + " FROM {schema}.customer_intelligence",
        "SELECT * FROM {schema}.customer_intelligence"
            + " WHERE 1 / (CASE WHEN customer_email = 'ben@example.com' THEN 0 ELSE 1 END) = 1",
        "SELECT * FROM {schema}.bundle_offers WHERE CASE WHEN customer_email <>"
            + " 'Ada@Example.com' THEN customer_email::int = 1 ELSE true END"
      })
  void noErrorTellsOfOthersRows(String probe) throws SQLException {
    assertThat(as("authenticated", ADA, probe)).hasSize(1);
  }

  @Test
  void theServiceDoesEverything() throws SQLException {
    for (String table : TABLES) {
      assertThat(as("service_role", "", "SELECT customer_email FROM {schema}." + table))
          .contains("Ada@Example.com", "ben@example.com");
    }
    assertThat(
            as(
                "service_role",
                "",
                "UPDATE {schema}.customer_intelligence SET geo_city = 'x' RETURNING 1"))
        .hasSize(2);
  }

  @Test
  void whatWasSetUpOnceIsSetUpAgain() {
    schema.run("DELETE FROM {schema}.ci_schema_history WHERE version IS NULL");

    schema.storage().rowLevelSecurity().build().migrate();

    assertThat(
            schema.askOne(
                "SELECT count(*) FROM pg_policies WHERE schemaname = '{schema}'"
                    + " AND policyname LIKE 'ci\\_%'"))
        .isEqualTo("12");
  }

  @Test
  void eventsByMonthAreGuardedAsBefore() throws SQLException {
    TestSchema whole = schema;
    schema = TestSchema.named();
    try {
      twoPeople();
      Instant now = Instant.now();
      schema.storage().build().partitionEvents(now);
      schema.storage().build().maintainEventPartitions(now, 3, Instant.EPOCH);

      assertThat(as("authenticated", ADA, "SELECT customer_email FROM {schema}.behavioral_events"))
          .containsExactly("Ada@Example.com");
      assertThat(as("service_role", "", "SELECT event_type FROM {schema}.behavioral_events"))
          .hasSize(3);
      List<String> parts =
          schema.ask(
              "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                  + " WHERE i.inhparent = '{schema}.behavioral_events'::regclass"
                  + " AND c.relname <> 'behavioral_events_before'");
      assertThat(parts).hasSizeGreaterThanOrEqualTo(2);
      for (String part : parts) {
        assertDenied("anon", ADA, "SELECT * FROM {schema}." + part);
        assertDenied("authenticated", ADA, "SELECT * FROM {schema}." + part);
        assertDenied("authenticated", ADA, "DELETE FROM {schema}." + part);
      }
      assertDenied("anon", ADA, "SELECT * FROM {schema}.behavioral_events_before");
      assertDenied("authenticated", ADA, "DELETE FROM {schema}.behavioral_events");
    } finally {
      schema = whole;
    }
  }

  private static void assertDenied(String role, String claims, String sql) {
    assertThatThrownBy(() -> as(role, claims, sql))
        .isInstanceOf(SQLException.class)
        .satisfies(failure -> assertThat(((SQLException) failure).getSQLState()).isEqualTo("42501"))
        .hasMessageNotContaining("@example.com");
  }

  /** Runs SQL as a role that logged in itself, with the claims of its token. */
  private static List<String> as(String role, String claims, String sql) throws SQLException {
    try (Connection connection = schema.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION AUTHORIZATION " + role);
      statement.execute(
          "SELECT set_config('request.jwt.claims', '" + claims.replace("'", "''") + "', false)");
      List<String> rows = new ArrayList<>();
      if (statement.execute(sql.replace("{schema}", schema.name()))) {
        try (ResultSet results = statement.getResultSet()) {
          while (results.next()) {
            rows.add(results.getString(1));
          }
        }
      }
      return rows;
    }
  }
}
