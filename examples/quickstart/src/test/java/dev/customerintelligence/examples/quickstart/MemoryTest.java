package dev.customerintelligence.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on half a million rows, in a process of its own with little memory. */
class MemoryTest {
  /** Far more than it takes, so that a busy machine does not fail the test. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void onlineRetailFitsIn512MegabytesOnTwoProcessors() throws IOException, InterruptedException {
    Path orders = OnlineRetailData.orSkip();
    Path json = folder.resolve("profiles.json");

    JavaRun run =
        JavaRun.of(
            folder,
            "-Xmx512m",
            "-XX:ActiveProcessorCount=2",
            "-cp",
            System.getProperty("java.class.path"),
            Quickstart.class.getName(),
            "--orders",
            orders,
            "--profiles-json",
            json);

    System.out.println(
        "Online Retail with 512 MB on 2 processors: " + run.duration().toMillis() + " ms");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(json).isNotEmptyFile();
    assertThat(run.duration()).isLessThan(LIMIT);
  }
}
