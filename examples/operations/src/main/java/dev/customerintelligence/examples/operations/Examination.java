package dev.customerintelligence.examples.operations;

import dev.customerintelligence.error.CustomerIntelligenceException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The checks of one store. */
final class Examination {
  private static final Duration TOLERATED = Duration.ofSeconds(2);
  private static final List<String> MYSQL_TABLES =
      List.of(
          "wg_customer_intelligence",
          "wg_device_tracking",
          "wg_bundle_offers",
          "wg_behavioral_events");
  private static final List<String> POSTGRES_TABLES =
      List.of("customer_intelligence", "device_tracking", "bundle_offers", "behavioral_events");

  private final Store store;
  private final String role;

  Examination(Store store) {
    this.store = store;
    this.role = store.settings().role();
  }

  void run(List<Finding> findings) {
    try (Connection connection = store.connections().getConnection()) {
      DatabaseMetaData server = connection.getMetaData();
      findings.add(
          Finding.good(
              role + " server",
              server.getDatabaseProductName() + " " + server.getDatabaseProductVersion()));
      findings.add(clock(connection));
    } catch (SQLException e) {
      findings.add(
          Finding.bad(
              role + " server",
              "cannot be reached (" + e.getSQLState() + ")",
              "check the URL, the user, the password and whether the server runs"));
      return;
    }
    findings.add(schema());
    findings.add(rights());
    if (!store.settings().isPostgres()) {
      findings.add(zone());
      findings.add(orders());
    }
  }

  private Finding schema() {
    try {
      if (store.settings().isPostgres()) {
        store.postgres().validate();
      } else {
        store.mysql().validate();
      }
      return Finding.good(role + " schema", "tables, columns and indexes are complete");
    } catch (CustomerIntelligenceException e) {
      return Finding.bad(
          role + " schema",
          String.valueOf(e.getMessage()),
          "run migrate; migrate --dry-run shows what it would do");
    }
  }

  /** A statement that touches no row is refused all the same where the right is missing. */
  private Finding rights() {
    List<String> missing = new ArrayList<>();
    for (String table : store.settings().isPostgres() ? POSTGRES_TABLES : MYSQL_TABLES) {
      String name =
          store.settings().isPostgres()
              ? '"' + store.settings().schema() + "\"." + table
              : '`' + store.settings().prefix() + table + '`';
      for (String statement :
          List.of(
              "SELECT * FROM %s WHERE 1 = 0",
              "INSERT INTO %s SELECT * FROM %s WHERE 1 = 0",
              "UPDATE %s SET id = id WHERE 1 = 0",
              "DELETE FROM %s WHERE 1 = 0")) {
        String refusal = refusal(statement.replace("%s", name));
        if (!refusal.isEmpty()) {
          missing.add(statement.substring(0, statement.indexOf(' ')) + " on " + table + refusal);
        }
      }
    }
    return missing.isEmpty()
        ? Finding.good(role + " rights", "rows may be read, written and deleted")
        : Finding.bad(
            role + " rights",
            "refused: " + String.join(", ", missing),
            "grant SELECT, INSERT, UPDATE and DELETE on these tables");
  }

  private String refusal(String sql) {
    try (Connection connection = store.connections().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return "";
    } catch (SQLException e) {
      return " (" + e.getSQLState() + ")";
    }
  }

  private Finding clock(Connection connection) throws SQLException {
    String sql =
        store.settings().isPostgres()
            ? "SELECT now() AT TIME ZONE 'UTC'"
            : "SELECT UTC_TIMESTAMP(6)";
    Instant before = Instant.now();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      Instant theirs = row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC);
      Duration ahead = Duration.between(before, theirs);
      return ahead.abs().compareTo(TOLERATED) <= 0
          ? Finding.good(role + " clock", "as here, within " + TOLERATED.toSeconds() + " s")
          : Finding.bad(
              role + " clock",
              "is " + ahead.toMillis() + " ms ahead of the clock here",
              "keep both clocks right, by NTP for example");
    }
  }

  private Finding zone() {
    String sql =
        "SELECT option_value FROM `"
            + store.settings().prefix()
            + "options` WHERE option_name = 'timezone_string'";
    String configured = store.settings().zone().getId();
    try (Connection connection = store.connections().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      String site = row.next() ? row.getString(1) : "";
      return site == null || site.isEmpty() || site.equals(configured) || configured.equals("UTC")
          ? Finding.good(
              role + " zone",
              "the library's columns are read as "
                  + configured
                  + "; the site says "
                  + (site == null || site.isEmpty() ? "an offset or nothing" : site))
          : Finding.bad(
              role + " zone",
              "source-zone is " + configured + ", the site's is " + site,
              "set source-zone to the one that the plugin writes with: UTC or " + site);
    } catch (SQLException e) {
      return Finding.bad(
          role + " zone",
          "the options of WordPress cannot be read (" + e.getSQLState() + ")",
          "check source-prefix, and grant SELECT on the options");
    }
  }

  private Finding orders() {
    try {
      return Finding.good(
          role + " orders", store.shop().orderHistory().customerCount() + " customers have orders");
    } catch (CustomerIntelligenceException e) {
      return Finding.bad(
          role + " orders",
          String.valueOf(e.getMessage()),
          "check source-prefix, and grant SELECT on the shop's order tables");
    }
  }
}
