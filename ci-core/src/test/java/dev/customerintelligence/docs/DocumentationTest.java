package dev.customerintelligence.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code in the documentation is code of a test in a package docs, or of an example. */
class DocumentationTest {
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
  private static final Path ROOT = root();

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
          Stream.of(ROOT.resolve("README.md")),
          docs.filter(page -> page.toString().endsWith(".md")).sorted().toList().stream());
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyJavaBlockStandsInATestOrAnExample(Path page) throws IOException {
    String compiled = tests() + examples();
    for (String block : javaBlocks(page)) {
      assertThat(compiled).as("code in " + page.getFileName()).contains(block);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    LINK.matcher(Files.readString(page))
        .results()
        .map(match -> page.resolveSibling(match.group(1)))
        .forEach(target -> assertThat(target).exists());
  }

  @Test
  void theReadmeShowsTheTenLines() throws IOException {
    assertThat(javaBlocks(ROOT.resolve("README.md")))
        .anyMatch(block -> block.contains("recognize("));
  }

  private static List<String> javaBlocks(Path page) throws IOException {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : Files.readAllLines(page)) {
      if (block == null && line.equals("```java")) {
        block = new StringBuilder();
      } else if (block != null && line.equals("```")) {
        blocks.add(block.toString());
        block = null;
      } else if (block != null) {
        block.append(WHITE_SPACE.matcher(line).replaceAll(""));
      }
    }
    return blocks;
  }

  private static String tests() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String module :
        List.of("ci-core", "ci-storage-postgres", "ci-storage-mysql", "examples/operations")) {
      folders.add(
          ROOT.resolve(module).resolve("src/test/java").resolve("dev/customerintelligence/docs"));
    }
    return code(folders);
  }

  /** The examples are whole programs with tests of their own. */
  private static String examples() throws IOException {
    try (Stream<Path> examples = Files.list(ROOT.resolve("examples"))) {
      return code(examples.map(example -> example.resolve("src/main/java")).sorted().toList());
    }
  }

  private static String code(List<Path> folders) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path folder : folders) {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            all.append(WHITE_SPACE.matcher(Files.readString(file)).replaceAll(""));
          }
        }
      }
    }
    return all.toString();
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("examples"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
