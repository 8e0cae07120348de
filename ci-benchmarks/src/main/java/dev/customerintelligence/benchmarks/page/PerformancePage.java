package dev.customerintelligence.benchmarks.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page about speed: nothing in it is written by hand. */
public final class PerformancePage {
  private static final String HEAD =
      """
      # Performance

      Every figure here is a ratio to something measured beside it in the same run of the same JVM,
      or a count of bytes: times alone would tell of the machine. This page is written by
      `java -jar ci-benchmarks/target/benchmarks.jar page` from the results of the command below;
      what is to be changed is changed there.

      """;

  private final Results results;
  private final @Nullable Results before;
  private final @Nullable Path load;
  private final Path file;
  private final StringBuilder text = new StringBuilder(HEAD);

  private PerformancePage(
      Results results, @Nullable Results before, @Nullable Path load, Path file) {
    this.results = results;
    this.before = before;
    this.load = load;
    this.file = file;
  }

  /**
   * Writes the page, and its plots into a folder beside it.
   *
   * @param folder the results of a run
   * @param before the results of an earlier run, to show what was gained since; or null
   * @param load the storefront's {@code load.json}, for a part about it; or null
   * @param file the page
   * @param types the benchmarks
   */
  public static void write(
      Path folder, @Nullable Path before, @Nullable Path load, Path file, List<Class<?>> types)
      throws IOException {
    new PerformancePage(
            Results.read(folder), before == null ? null : Results.read(before), load, file)
        .write(types);
  }

  private void write(List<Class<?>> types) throws IOException {
    List<Class<?>> measured =
        types.stream()
            .filter(type -> !results.of(type).isEmpty())
            .sorted(Comparator.comparingInt(type -> section(type).order()))
            .toList();
    text.append("| | |\n|---|---|\n");
    results.facts().forEach((name, value) -> row(name, value));
    text.append("\n## Targets\n\n");
    header("figure", "measured", "target", "met");
    for (Class<?> type : measured) {
      Figure.of(type, results.of(type)).stream()
          .filter(figure -> figure.met() != null)
          .forEach(figure -> targetRow(section(type), figure));
    }
    for (Class<?> type : measured) {
      section(type, results.of(type));
    }
    if (load != null) {
      text.append(Load.section(load));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text.toString());
  }

  private void targetRow(Section section, Figure figure) {
    row(
        section.title() + ": " + label(figure),
        measured(figure),
        figure.target(),
        Boolean.TRUE.equals(figure.met()) ? "yes" : "**no**");
  }

  private void section(Class<?> type, List<List<Result>> rounds) throws IOException {
    Section section = section(type);
    text.append("\n## ").append(section.title()).append("\n\n").append(section.text());
    text.append("\n\n");
    header("figure", "measured", "target");
    for (Figure figure : Figure.of(type, rounds)) {
      row(label(figure), measured(figure), figure.target());
    }
    Map<Key, List<Result>> byKey = byKey(rounds);
    Set<String> varying = varying(byKey.keySet());
    String unit = rounds.get(0).get(0).unit().replace("op", section.unit());
    text.append("\nBehind these, as measured:\n\n");
    header("benchmark", unit, section.unit() + "s/s", "B/" + section.unit());
    List<DotPlot.Row> dots = new ArrayList<>();
    byKey.forEach(
        (key, measured) -> {
          Spread score = Spread.of(measured.stream().map(Result::score).toList());
          row(key.label(varying), score.text(), perSecond(measured), allocated(measured));
          dots.add(new DotPlot.Row(key.label(varying), score));
        });
    Path plot = file.resolveSibling("performance").resolve(type.getSimpleName() + ".svg");
    Files.createDirectories(plot.toAbsolutePath().getParent());
    Files.writeString(plot, DotPlot.svg(section.title(), unit, dots));
    text.append("\n![").append(section.title()).append("](performance/");
    text.append(type.getSimpleName()).append(".svg)\n");
    found(type, rounds);
  }

  private void found(Class<?> type, List<List<Result>> rounds) {
    Found found = type.getAnnotation(Found.class);
    if (found == null) {
      return;
    }
    text.append("\nWhat was found, and what it gained:\n\n");
    for (String finding : found.value()) {
      text.append("- ").append(finding).append('\n');
    }
    if (before != null) {
      gained(Figure.of(type, before.of(type)), Figure.of(type, rounds), before.facts());
    }
  }

  private void gained(List<Figure> earlier, List<Figure> now, Map<String, String> run) {
    Map<String, Figure> then =
        earlier.stream().collect(Collectors.toMap(PerformancePage::label, figure -> figure));
    List<Figure> both = now.stream().filter(figure -> then.containsKey(label(figure))).toList();
    if (both.isEmpty()) {
      return;
    }
    text.append('\n');
    header("figure", "before, " + run.get("date"), "now");
    for (Figure figure : both) {
      Figure old = Objects.requireNonNull(then.get(label(figure)));
      row(label(figure), measured(old), measured(figure));
    }
  }

  private static String label(Figure figure) {
    return figure.says() + params(figure.params());
  }

  /** A benchmark with its parameters. */
  private record Key(String method, Map<String, String> params) {
    String label(Set<String> varying) {
      Map<String, String> shown = new TreeMap<>(params);
      shown.keySet().retainAll(varying);
      return method + PerformancePage.params(shown);
    }
  }

  private static Map<Key, List<Result>> byKey(List<List<Result>> rounds) {
    Map<Key, List<Result>> byKey = new LinkedHashMap<>();
    for (List<Result> round : rounds) {
      for (Result result : round) {
        byKey
            .computeIfAbsent(new Key(result.method(), result.params()), key -> new ArrayList<>())
            .add(result);
      }
    }
    return byKey;
  }

  private static Set<String> varying(Set<Key> keys) {
    Map<String, Set<String>> values = new TreeMap<>();
    for (Key key : keys) {
      key.params()
          .forEach((name, value) -> values.computeIfAbsent(name, n -> new HashSet<>()).add(value));
    }
    return values.entrySet().stream()
        .filter(param -> param.getValue().size() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Section section(Class<?> type) {
    Section section = type.getAnnotation(Section.class);
    if (section == null) {
      throw new IllegalStateException(type + " has no section");
    }
    return section;
  }

  private static String params(Map<String, String> params) {
    return params.isEmpty()
        ? ""
        : params.entrySet().stream()
            .map(param -> param.getKey() + " " + param.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String perSecond(List<Result> results) {
    return Spread.number(Spread.of(results.stream().map(Result::perSecond).toList()).median());
  }

  private static String allocated(List<Result> results) {
    List<Double> bytes =
        results.stream()
            .map(result -> result.metrics().getOrDefault(Limit.ALLOCATED, Double.NaN))
            .filter(Double::isFinite)
            .toList();
    return bytes.isEmpty() ? "" : Spread.number(Spread.of(bytes).median());
  }

  private static String measured(Figure figure) {
    return (figure.value().text() + " " + figure.unit()).strip();
  }

  private void header(String... cells) {
    row(cells);
    text.append("|---".repeat(cells.length)).append("|\n");
  }

  private void row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
