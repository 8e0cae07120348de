package dev.customerintelligence.examples.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code java -jar} starts. */
class RunnableJarIT {
  /** Prints how long it takes until the shop is up; how long it may, a busy machine cannot tell. */
  @ParameterizedTest
  @ValueSource(strings = {"memory", "postgres", "mysql"})
  void theJarStartsTheShopAndEndsItInGoodOrder(String storage, @TempDir Path folder)
      throws Exception {
    int port = freePort();
    Path log = folder.resolve("log");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("storefront.jar"),
                "--server.port=" + port,
                "--storage=" + storage)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Visitor visitor = new Visitor("http://127.0.0.1:" + port, "198.18.0.1");
      for (int i = 0; i < 1200 && process.isAlive() && !answers(visitor); i++) {
        LockSupport.parkNanos(100_000_000);
      }
      System.out.printf(
          Locale.ROOT,
          "The shop was up after %.1f s, storage %s%n",
          (double) (System.nanoTime() - start) / 1e9,
          storage);
      assertThat(visitor.get("/actuator/health").body()).contains("UP");
      assertThat(visitor.get("/").body()).contains("Morning Tide");
      assertThat(visitor.get("/v3/api-docs").body()).contains("\"/api/");
      assertThat(Files.readString(log))
          .contains("Starting AOT-processed")
          .contains("Seeded a year")
          .contains("Sign in as 'owner'");
    } finally {
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(log))
        .contains("Graceful shutdown complete")
        .doesNotContain("ERROR");
  }

  private static boolean answers(Visitor visitor) {
    try {
      return visitor.get("/actuator/health").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
