package dev.customerintelligence.examples.quickstart;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The UCI Online Retail file, which lies beside the repository where it is present. */
final class OnlineRetailData {
  private static final String PLACE = "../shared/data/online-retail/online_retail.csv.gz";

  private OnlineRetailData() {}

  /** Skips the test when the file is not there. */
  static Path orSkip() {
    for (@Nullable Path folder = Path.of("").toAbsolutePath();
        folder != null;
        folder = folder.getParent()) {
      Path file = folder.resolve(PLACE).normalize();
      if (Files.isRegularFile(folder.resolve("pom.xml")) && Files.isReadable(file)) {
        return file;
      }
    }
    String message = "Skipped: " + PLACE + " is not beside the repository";
    System.out.println(message);
    assumeTrue(false, message);
    throw new AssertionError("not reached");
  }
}
