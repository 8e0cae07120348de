package dev.customerintelligence.examples.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The jar as it is shipped, started the way its users start it. */
class OperationsJarIT {
  private static final Path JAR = Path.of(System.getProperty("operations.jar"));

  @Test
  void showsHelpAndItsVersion() throws Exception {
    assertThat(run("--help")).contains("Usage: operations", "doctor", "Exit codes: 0 done");
    assertThat(run("--version"))
        .isEqualTo("operations " + System.getProperty("operations.version") + "\n");
  }

  @Test
  void holdsBothDriversAndSaysThatTheStoresAreAway() throws Exception {
    String said =
        run(
            "doctor",
            "--source",
            "jdbc:mysql://127.0.0.1:1/shop",
            "--target",
            "jdbc:postgresql://127.0.0.1:1/postgres");

    assertThat(said)
        .contains("source server", "target server", "cannot be reached")
        .doesNotContain("No suitable driver", "SLF4J");
  }

  @Test
  void holdsTheLicencesOfWhatItContains() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
      assertThat(jar.stream().map(Object::toString))
          .anyMatch(name -> name.startsWith("META-INF/third-party/postgresql/"))
          .anyMatch(name -> name.startsWith("META-INF/third-party/guava/"))
          .noneMatch(name -> name.startsWith("com/mysql/"));
    }
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replace(System.lineSeparator(), "\n");
    process.waitFor();
    return said;
  }
}
