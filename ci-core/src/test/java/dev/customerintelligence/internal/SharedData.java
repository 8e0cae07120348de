package dev.customerintelligence.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Published data that lie beside the repository where they are present. */
public final class SharedData {
  private static final String PLACE = "../shared/data";

  private SharedData() {}

  /** Skips the test when the file is not there. */
  public static Path orSkip(String name) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve(PLACE).resolve(name).normalize();
      if (Files.isRegularFile(folder.resolve("pom.xml")) && Files.isReadable(file)) {
        return file;
      }
    }
    String message = "Skipped: " + PLACE + "/" + name + " is not beside the repository";
    System.out.println(message);
    assumeTrue(false, message);
    throw new AssertionError("not reached");
  }
}
