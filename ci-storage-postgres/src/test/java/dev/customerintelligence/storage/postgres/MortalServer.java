package dev.customerintelligence.storage.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/** A server of one test that can be killed and started again on the same data. */
public final class MortalServer implements AutoCloseable {
  private final Path data;
  private final int port;
  private EmbeddedPostgres running;

  private MortalServer(Path data, EmbeddedPostgres running) {
    this.data = data;
    this.running = running;
    this.port = running.getPort();
  }

  /** Starts a server whose data are in a folder. */
  public static MortalServer start(Path directory) throws IOException {
    Path data = directory.resolve("data");
    return new MortalServer(data, builder(data).start());
  }

  /** Returns its JDBC URL. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  PGSimpleDataSource dataSource() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(url());
    return dataSource;
  }

  /** Ends all its processes at once, as a power cut would. */
  public void kill() throws Exception {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> workers = server.descendants().toList();
    server.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
    server.onExit().get(30, TimeUnit.SECONDS);
    for (ProcessHandle worker : workers) {
      worker.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  /** Starts it again. */
  public void restart() throws IOException {
    // Ends its hold on the folder; there is no server left to end.
    running.close();
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    running = builder(data).setPort(port).start();
  }

  @Override
  public void close() throws IOException {
    running.close();
  }

  private static EmbeddedPostgres.Builder builder(Path data) {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        // Enough against killed processes, though not against a machine without power.
        .setServerConfig("fsync", "off")
        // The embedded server's own default gives an acknowledged commit away.
        .setServerConfig("synchronous_commit", "on")
        .setPGStartupWait(Duration.ofSeconds(60));
  }
}
