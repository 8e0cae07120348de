package dev.customerintelligence.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The results of one run of the benchmarks.
 *
 * @param facts about the run: the machine, the versions, the command
 * @param rounds by round, what each benchmark measured; of one round all were in the same JVM as
 *     the others of their class
 */
record Results(Map<String, String> facts, List<List<Result>> rounds) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a folder: {@code run.json}, and JMH's JSON in {@code <class>-<round>.json}. */
  static Results read(Path folder) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    JSON.readTree(folder.resolve("run.json").toFile())
        .properties()
        .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
    List<List<Result>> rounds = new ArrayList<>();
    while (true) {
      String suffix = "-" + (rounds.size() + 1) + ".json";
      List<Result> round = new ArrayList<>();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file :
            files
                .filter(path -> path.getFileName().toString().endsWith(suffix))
                .sorted()
                .toList()) {
          for (JsonNode entry : JSON.readTree(file.toFile())) {
            round.add(Result.of(entry));
          }
        }
      }
      if (round.isEmpty()) {
        return new Results(facts, rounds);
      }
      rounds.add(round);
    }
  }

  /** Returns the results of one class, by round. */
  List<List<Result>> of(Class<?> type) {
    return rounds.stream()
        .map(
            round -> round.stream().filter(result -> result.type().equals(type.getName())).toList())
        .filter(round -> !round.isEmpty())
        .toList();
  }
}
