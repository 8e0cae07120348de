package dev.customerintelligence.benchmarks;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.recognition.Visit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** From the start of a JVM to the first recognition. */
@Section(
    order = 100,
    title = "Start cold",
    text =
        "A new JVM that opens the library in memory, remembers one device, recognises it and ends,"
            + " beside a new JVM that does nothing.")
@Ratio(says = "first recognition / bare JVM", of = "firstRecognition", by = "bareJvm")
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class StartCold {
  /** Recognises one visitor. */
  public static final class First {
    private First() {}

    /** Runs without arguments. */
    public static void main(String[] args) {
      try (CustomerIntelligence library =
          CustomerIntelligence.builder().hashKey(HashKey.generate("cold")).build()) {
        Visit visit =
            Visit.builder()
                .fingerprint("0123456789abcdef".repeat(4))
                .ipAddress("203.0.113.7")
                .build();
        library.recognition().remember(visit, EmailAddress.of("ada@example.com"));
        if (library.recognition().recognize(visit).recognized().isEmpty()) {
          throw new IllegalStateException("The visitor was not recognised");
        }
      }
    }
  }

  /** Does nothing. */
  public static final class Nothing {
    private Nothing() {}

    /** Runs without arguments. */
    public static void main(String[] args) {}
  }

  /** Runs a JVM until the first recognition. */
  @Benchmark
  public int firstRecognition() throws IOException, InterruptedException {
    return run(First.class);
  }

  /** Runs a JVM. */
  @Benchmark
  public int bareJvm() throws IOException, InterruptedException {
    return run(Nothing.class);
  }

  private static int run(Class<?> main) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName())
            .inheritIO()
            .start();
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IllegalStateException(main.getSimpleName() + " ended with " + exit);
    }
    return exit;
  }
}
