package dev.customerintelligence.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of Java in a process of its own, its lines ended by \n on every platform. */
record JavaRun(int exitCode, String out, String err, Duration duration) {
  private static final long PATIENCE_MINUTES = 5;

  /** Runs the Java of this process; the folder takes what it prints. */
  static JavaRun of(Path folder, Object... arguments) throws IOException, InterruptedException {
    File out = folder.resolve("out.txt").toFile();
    File err = folder.resolve("err.txt").toFile();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
    boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    process.destroyForcibly();

    assertThat(ended).as("ended within %s minutes", PATIENCE_MINUTES).isTrue();
    return new JavaRun(process.exitValue(), lines(out), lines(err), duration);
  }

  private static String lines(File printed) throws IOException {
    return Files.readString(printed.toPath()).replace(System.lineSeparator(), "\n");
  }
}
