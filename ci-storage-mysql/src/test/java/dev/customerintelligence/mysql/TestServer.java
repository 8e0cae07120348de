package dev.customerintelligence.mysql;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * The server that the tests use: the one that {@code -Dci.mysql.url} names, a JDBC URL with user
 * and password, or else a MariaDB of their own, which ends with the JVM.
 *
 * <p>The sessions' zone is neither UTC nor the JVM's.
 */
public final class TestServer {
  public static final String SESSION_ZONE = "-03:30";

  private static final String SESSION_SETUP = "SET time_zone = '" + SESSION_ZONE + "'";
  private static final String DATABASE = "ci_test";
  private static final @Nullable String GIVEN = System.getProperty("ci.mysql.url");
  private static @Nullable MariadbProcess own;

  /** A driver, with the options that change what it says about rows. */
  public enum Driver {
    /** Oracle's. */
    CONNECTOR_J(
        com.mysql.cj.jdbc.Driver.class,
        "jdbc:mysql://",
        "allowPublicKeyRetrieval=true&useSSL=false&rewriteBatchedStatements=true"
            + "&useServerPrepStmts=true&cachePrepStmts=true&useAffectedRows=true"),
    /** Oracle's, as it comes. */
    PLAIN_CONNECTOR_J(
        com.mysql.cj.jdbc.Driver.class,
        "jdbc:mysql://",
        "allowPublicKeyRetrieval=true&useSSL=false"),
    /** MariaDB's. */
    MARIADB(
        org.mariadb.jdbc.Driver.class,
        "jdbc:mariadb://",
        "allowPublicKeyRetrieval=true&useBulkStmts=true&useServerPrepStmts=true"
            + "&useAffectedRows=true&dumpQueriesOnException=true");

    private final Class<? extends java.sql.Driver> driver;
    private final String scheme;
    private final String options;

    Driver(Class<? extends java.sql.Driver> driver, String scheme, String options) {
      this.driver = driver;
      this.scheme = scheme;
      this.options = options;
    }

    String url(String address, String database) {
      return scheme
          + address.replaceFirst("(/[^?]*)?(\\?|$)", "/" + database + "$2")
          + (address.contains("?") ? "&" : "?")
          + options;
    }
  }

  private TestServer() {}

  /** Returns connections to a database that all tests share. */
  public static HikariDataSource dataSource(Driver driver) {
    return dataSource(driver, SESSION_SETUP);
  }

  /** Returns connections on which a statement was run first. */
  public static HikariDataSource dataSource(Driver driver, String setup) {
    return new HikariDataSource(config(driver.url(address(), DATABASE), driver, setup));
  }

  /** Returns connections as they are where somebody else ends the transactions. */
  public static HikariDataSource withoutAutocommit(Driver driver) {
    HikariConfig config = config(driver.url(address(), DATABASE), driver, SESSION_SETUP);
    config.setAutoCommit(false);
    return new HikariDataSource(config);
  }

  /** Returns a source of single connections to a new, empty database. */
  public static DataSource newDatabase(Driver driver) {
    String name = "d" + UUID.randomUUID().toString().replace("-", "");
    try (HikariDataSource shared = dataSource(driver);
        Connection connection = shared.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
      String zoned =
          driver.url(address(), name) + "&sessionVariables=time_zone='" + SESSION_ZONE + "'";
      if (driver == Driver.MARIADB) {
        return new MariaDbDataSource(zoned);
      }
      MysqlDataSource source = new MysqlDataSource();
      source.setUrl(zoned);
      return source;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HikariConfig config(String url, Driver driver, String setup) {
    HikariConfig config = new HikariConfig();
    config.setDriverClassName(driver.driver.getName());
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(20);
    config.setMinimumIdle(0);
    config.setConnectionInitSql(setup);
    return config;
  }

  /** Returns a prefix for tables that no other test uses. */
  public static String newPrefix() {
    return "t" + UUID.randomUUID().toString().substring(0, 8) + "_";
  }

  /** Host and port, a slash, and user and password as parameters. */
  private static synchronized String address() {
    if (GIVEN != null) {
      return GIVEN.replaceFirst("^jdbc:[a-z]+://", "");
    }
    if (own == null) {
      own = MariadbProcess.start("--innodb-flush-log-at-trx-commit=0", "--max-connections=300");
      own.createDatabase(DATABASE);
    }
    return own.address();
  }
}
