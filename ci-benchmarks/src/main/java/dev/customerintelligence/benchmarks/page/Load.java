package dev.customerintelligence.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The part of the page about the storefront under load, from its {@code load.json}. */
final class Load {
  private static final String HEAD =
      """

      ## The storefront under load

      %d visitors at a time track, ask for their offer and log an event, as fast as they are answered,
      on [examples/storefront](../examples/storefront) over Postgres: for %d s, then while the server is
      stopped for %d s and started again, then for %d s more. Visitors, shop and server share %d
      processors and Java %s; unlike the rest of this page these are times, and tell of the machine.

      ```
      mvn -B -ntp -pl examples/storefront -am verify -Dit.test=LoadIT -Dtest=none \\
        -Dstorefront.load.seconds=%d -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip
      ```

      | | requests/s | median, ms | p99, ms | answered | 503 | other errors | heap after GC, MiB |
      |---|---|---|---|---|---|---|---|
      """;

  private Load() {}

  /** Returns the part as Markdown. */
  static String section(Path file) throws IOException {
    JsonNode run = new ObjectMapper().readTree(file.toFile());
    int seconds = run.required("seconds").asInt();
    StringBuilder text =
        new StringBuilder(
            HEAD.formatted(
                run.required("clients").asInt(),
                seconds,
                run.required("seconds_away").asInt(),
                seconds,
                run.required("processors").asInt(),
                run.required("java").asText(),
                seconds));
    for (JsonNode phase : run.required("phases")) {
      text.append(row(phase));
    }
    return text.append("\nEvents that were accepted: ")
        .append(run.required("events_accepted").asLong())
        .append("; of these stored in the end: ")
        .append(run.required("events_stored").asLong())
        .append(".\n")
        .toString();
  }

  private static String row(JsonNode phase) {
    long answered = 0;
    long away = 0;
    long other = 0;
    for (Map.Entry<String, JsonNode> status : phase.required("answers").properties()) {
      long count = status.getValue().asLong();
      if (status.getKey().startsWith("2")) {
        answered += count;
      } else if (status.getKey().equals("503")) {
        away += count;
      } else {
        other += count;
      }
    }
    return "| %s | %s | %s | %s | %d | %d | %d | %d |\n"
        .formatted(
            phase.required("phase").asText(),
            Spread.number(phase.required("requests_per_second").asDouble()),
            Spread.number(phase.required("median_ms").asDouble()),
            Spread.number(phase.required("p99_ms").asDouble()),
            answered,
            away,
            other,
            phase.required("heap_after_gc_mb").asLong());
  }
}
