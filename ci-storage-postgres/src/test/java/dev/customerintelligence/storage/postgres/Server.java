package dev.customerintelligence.storage.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The server that the tests use: the one that {@code -Dci.postgres.url} names, a JDBC URL with user
 * and password, or else one of their own, which ends with the JVM.
 *
 * <p>The sessions' zone is neither UTC nor the JVM's.
 */
public final class Server {
  static final String SESSION_ZONE = "America/St_Johns";

  private static final @Nullable String GIVEN = System.getProperty("ci.postgres.url");
  private static @Nullable EmbeddedPostgres own;

  private Server() {}

  /** Returns its JDBC URL, with user and password. */
  public static synchronized String url() {
    if (GIVEN != null) {
      return GIVEN;
    }
    if (own == null) {
      own = start();
    }
    return own.getJdbcUrl("postgres", "postgres");
  }

  static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("timezone", "Asia/Kathmandu")
          .setServerConfig("max_connections", "200")
          .setServerConfig("fsync", "off")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DataSource dataSource() {
    return dataSource(url());
  }

  static PGSimpleDataSource dataSource(String url) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(url);
    dataSource.setOptions("-c TimeZone=" + SESSION_ZONE);
    return dataSource;
  }

  /** Returns a name for a schema that no other test uses. */
  public static String newSchema() {
    return "s" + UUID.randomUUID().toString().replace("-", "");
  }
}
