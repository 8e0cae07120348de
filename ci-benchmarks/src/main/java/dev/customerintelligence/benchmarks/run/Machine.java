package dev.customerintelligence.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What this machine is. */
final class Machine {
  private static final int MEBI = 1 << 20;
  private static final int KIBI = 1 << 10;

  private Machine() {}

  static String processor() {
    return Runtime.getRuntime().availableProcessors()
        + " cores, "
        + first(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch"));
  }

  static String memory() {
    String kibibytes = first(Path.of("/proc/meminfo"), "MemTotal", "").replaceAll("\\D", "");
    return kibibytes.isEmpty()
        ? "not known"
        : String.format(
            Locale.ROOT, "%.1f GiB", Double.parseDouble(kibibytes) * KIBI / MEBI / KIBI);
  }

  static String system() {
    return System.getProperty("os.name") + " " + System.getProperty("os.version");
  }

  static String java() {
    return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
  }

  private static String first(Path file, String key, String otherwise) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
