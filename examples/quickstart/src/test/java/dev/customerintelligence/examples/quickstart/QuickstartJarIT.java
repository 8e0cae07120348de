package dev.customerintelligence.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, started the way its users start it. */
class QuickstartJarIT {
  private static final Path JAR = Path.of(System.getProperty("quickstart.jar"));
  private static final Path LICENSE = Path.of("../../LICENSE");

  @TempDir private Path folder;

  @Test
  void runsOnTheSmallShopWithoutArguments() throws Exception {
    JavaRun run = run();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(CommandRun.of().out())
        .containsSubsequence("\nOrders\n", "Orders     217 of 40 customers", "\nEvents by type");
    assertThat(run.err())
        .contains("Recalculated 40 of 40 profiles")
        .as("the logging provider is found")
        .doesNotContain("SLF4J");
  }

  @Test
  void tellsTheVersionOfTheBuild() throws Exception {
    JavaRun run = run("--version");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo("quickstart " + System.getProperty("quickstart.version") + "\n");
  }

  @Test
  void showsHelp() throws Exception {
    JavaRun run = run("--help");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("--orders=FILE", "--profiles-json=FILE", "--now=INSTANT");
  }

  @Test
  void readsOrdersAndWritesProfiles() throws Exception {
    Path orders =
        Files.writeString(
            folder.resolve("orders.csv"),
            "order_id,order_number,customer_email,customer_id,ordered_at,status,"
                + "product_id,product_slug,product_name,quantity,unit_price\n"
                + "1,,ann@example.com,,2024-01-01T00:00:00Z,completed,9,nine,Nine,4,10.00\n");
    Path json = folder.resolve("profiles.json");

    JavaRun run = run("--orders", orders, "--profiles-json", json);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Orders     1 of 1 customers, 1 lines");
    assertThat(Files.readString(json)).contains("\"customer_email\":\"ann@example.com\"");
  }

  @Test
  void exitsWithTwoOnWrongUsage() throws Exception {
    JavaRun run = run("--colour");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("quickstart: Unknown option: '--colour'");
  }

  @Test
  void holdsTheLicencesOfAllThatItContains() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(text(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(LICENSE));
      assertThat(text(jar, "META-INF/third-party/fastcsv/LICENSE")).contains("MIT License");
      assertThat(text(jar, "META-INF/third-party/slf4j-api/LICENSE.txt")).contains("QOS.ch");
      assertThat(text(jar, "META-INF/third-party/slf4j-simple/LICENSE.txt")).contains("QOS.ch");
      assertThat(text(jar, "META-INF/third-party/guava/LICENSE")).contains("Apache License");
      assertThat(text(jar, "META-INF/third-party/jackson-core/NOTICE")).contains("Jackson");
      assertThat(text(jar, "META-INF/third-party/jackson-core/Schubfach-LICENSE")).isNotBlank();
      try (Stream<String> names = jar.stream().map(Object::toString)) {
        assertThat(names.filter(name -> name.matches("META-INF/[^/]*(LICENSE|NOTICE)[^/]*")))
            .as("licences that say not whose they are")
            .containsExactly("META-INF/LICENSE");
      }
    }
  }

  private JavaRun run(Object... arguments) throws IOException, InterruptedException {
    Stream<Object> command = Stream.concat(Stream.of("-jar", JAR), Stream.of(arguments));
    return JavaRun.of(folder, command.toArray());
  }

  private static String text(JarFile jar, String name) throws IOException {
    return new String(
        jar.getInputStream(Objects.requireNonNull(jar.getEntry(name), name)).readAllBytes(),
        StandardCharsets.UTF_8);
  }
}
