package dev.customerintelligence.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on half a million rows, in a process of its own with little memory. */
class MemoryTest {
  private static final long PATIENCE_MINUTES = 5;

  @TempDir private Path folder;

  @Test
  void onlineRetailFitsIn512Megabytes() throws IOException, InterruptedException {
    Path orders = OnlineRetailData.orSkip();
    Path json = folder.resolve("profiles.json");
    File output = folder.resolve("output.txt").toFile();

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName(),
                "--orders",
                orders.toString(),
                "--profiles-json",
                json.toString())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();

    assertThat(ended).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output.toPath())).isZero();
    assertThat(json).isNotEmptyFile();
  }
}
