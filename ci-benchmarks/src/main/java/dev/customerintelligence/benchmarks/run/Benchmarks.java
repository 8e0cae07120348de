package dev.customerintelligence.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.customerintelligence.benchmarks.page.PerformancePage;
import dev.customerintelligence.benchmarks.server.Servers;
import dev.customerintelligence.benchmarks.server.Shop;
import dev.customerintelligence.benchmarks.server.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.util.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: runs the benchmarks, or writes the page about a run. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the benchmarks, each class in a JVM of its own, and leaves JMH's JSON in a folder.",
      "Postgres and MariaDB are started for the time of the run, unless others are given."
    },
    subcommands = Benchmarks.Page.class)
public final class Benchmarks implements Callable<Integer> {
  private static final String RUN = "run.json";
  private static final Pattern RESULT = Pattern.compile("(\\w+)-\\d+\\.json");

  /** May hold a password. */
  private static final Pattern URL = Pattern.compile("jdbc:\\S+");

  @Option(names = "--quick", description = "Smaller shops and shorter: less than five minutes.")
  private boolean quick;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "CLASS",
      description = "Runs these classes only, by their simple names.")
  private List<String> only = List.of();

  @Option(names = "--rounds", description = "JVMs for each class; 3, or 1 with --quick.")
  private @Nullable Integer rounds;

  @Option(names = "--results", description = "The folder for the results (${DEFAULT-VALUE}).")
  private Path results = Path.of("benchmark-results");

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description = "Another Postgres, as a JDBC URL with database, user and password.")
  private @Nullable String postgres;

  @Option(names = "--mariadb", paramLabel = "URL", description = "Another MariaDB, likewise.")
  private @Nullable String mariadb;

  @Option(
      names = "--mysql",
      paramLabel = "URL",
      description =
          "A MySQL beside the others, likewise. Its driver is MariaDB's where the URL begins with"
              + " jdbc:mariadb; another driver has to be on the class path.")
  private @Nullable String mysql;

  private final List<String> arguments;

  private Benchmarks(List<String> arguments) {
    this.arguments = arguments;
  }

  /** Runs the program. */
  public static void main(String[] arguments) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    int exit = new CommandLine(new Benchmarks(List.of(arguments))).execute(arguments);
    // Servers' threads may be left.
    System.exit(exit);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    int jvms = rounds == null ? effort.rounds() : rounds;
    List<Class<?>> classes =
        Catalogue.classes().stream()
            .filter(type -> only.isEmpty() || only.contains(type.getSimpleName()))
            .toList();
    List<Store> stores = stores();
    Map<String, String> facts = facts(jvms);
    for (Store store : stores) {
      Shop.dropAll(store);
      facts.put(store.name(), Shop.version(store));
      facts.put(Facts.cacheOf(store), Shop.cache(store));
    }
    Files.createDirectories(results);
    Map<String, String> merged = besideOthers(facts, classes);
    forget(classes);
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(results.resolve(RUN).toFile(), merged);
    for (int round = 1; round <= jvms; round++) {
      for (Class<?> type : classes) {
        run(type, effort, stores, results.resolve(type.getSimpleName() + "-" + round + ".json"));
      }
    }
    for (Store store : stores) {
      Shop.dropAll(store);
    }
    return CommandLine.ExitCode.OK;
  }

  /** With those of the run whose results are in the folder too, when this adds to it. */
  private Map<String, String> besideOthers(Map<String, String> facts, List<Class<?>> classes)
      throws IOException {
    Path run = results.resolve(RUN);
    List<Path> others = results(type -> !only.isEmpty() && !isOneOf(classes, type));
    if (others.isEmpty() || !Files.exists(run)) {
      return facts;
    }
    ObjectMapper mapper = new ObjectMapper();
    Map<String, String> before =
        mapper.readValue(
            run.toFile(),
            mapper.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    Set<Store> kept = EnumSet.noneOf(Store.class);
    for (Path file : others) {
      String json = Files.readString(file);
      for (Store store : Store.values()) {
        if (json.contains('"' + store.name() + '"')) {
          kept.add(store);
        }
      }
    }
    return Facts.merged(before, facts, kept);
  }

  /** Results of other code, or of another machine, would be taken for more rounds of this run. */
  private void forget(List<Class<?>> classes) throws IOException {
    for (Path file : results(type -> only.isEmpty() || isOneOf(classes, type))) {
      Files.delete(file);
    }
  }

  private static boolean isOneOf(List<Class<?>> classes, String name) {
    return classes.stream().map(Class::getSimpleName).anyMatch(name::equals);
  }

  /** Returns the files with the results of these classes. */
  private List<Path> results(Predicate<String> classes) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return files
          .filter(
              file -> {
                Matcher result = RESULT.matcher(file.getFileName().toString());
                return result.matches() && classes.test(result.group(1));
              })
          .toList();
    }
  }

  private List<Store> stores() {
    given(Store.POSTGRES, postgres);
    given(Store.MARIADB, mariadb);
    given(Store.MYSQL, mysql);
    List<Store> stores = new ArrayList<>(List.of(Store.POSTGRES, Store.MARIADB));
    if (mysql != null) {
      stores.add(Store.MYSQL);
    }
    return stores;
  }

  private static void given(Store store, @Nullable String url) {
    if (url != null) {
      System.setProperty(store.property(), url);
    }
  }

  private Map<String, String> facts(int jvms) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Facts.DATE, LocalDate.now(ZoneOffset.UTC).toString());
    facts.put(Facts.COMMAND, command());
    facts.put("shops", quick ? "small, and measured shortly" : "of full size");
    facts.put("JVMs for each class", jvms + ": the median of their figures, and the ends");
    facts.put("processor", Machine.processor());
    facts.put("memory", Machine.memory());
    facts.put("system", Machine.system());
    facts.put("JVM", Machine.java());
    facts.put("JMH", Version.getPlainVersion());
    facts.put(Facts.LIBRARY, version());
    return facts;
  }

  private String command() {
    return ("`java -jar ci-benchmarks/target/benchmarks.jar "
                + URL.matcher(String.join(" ", arguments)).replaceAll("jdbc:..."))
            .strip()
        + "`";
  }

  /** With the commit, where the library was built in a checkout. */
  private static String version() throws IOException {
    String version = Benchmarks.class.getPackage().getImplementationVersion();
    Properties commit = new Properties();
    try (InputStream file = Benchmarks.class.getResourceAsStream("commit.properties")) {
      if (file != null) {
        commit.load(file);
      }
    }
    return (version == null ? "not known" : version)
        + ", commit "
        + commit.getProperty("git.commit.id.describe", "not known");
  }

  private static void run(Class<?> type, Effort effort, List<Store> stores, Path file)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Fork fork = type.getAnnotation(Fork.class);
    command.addAll(fork == null ? List.of("-Xmx2g") : List.of(fork.jvmArgsAppend()));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-Djmh.ignoreLock=true");
    for (Store store : stores) {
      command.add("-D" + store.property() + "=" + Servers.url(store));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OneClass.class.getName());
    command.add(type.getName());
    command.add(effort.name());
    command.add(String.join(",", stores.stream().map(Store::name).toList()));
    command.add(file.toString());
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException(type.getSimpleName() + " ended with " + exit);
    }
  }

  /** Writes the page. */
  @Command(
      name = "page",
      mixinStandardHelpOptions = true,
      description = "Writes the page about a run, and its plots into a folder beside it.")
  static final class Page implements Callable<Integer> {
    @Option(names = "--results", description = "The folder with the results (${DEFAULT-VALUE}).")
    private Path results = Path.of("benchmark-results");

    @Option(names = "--before", description = "Results from before, to show what was gained since.")
    private @Nullable Path before;

    @Option(
        names = "--load",
        paramLabel = "FILE",
        description = "The load.json of the storefront's LoadIT, for a part about it.")
    private @Nullable Path load;

    @Option(names = "--out", description = "The page (${DEFAULT-VALUE}).")
    private Path out = Path.of("docs", "performance.md");

    @Override
    public Integer call() throws IOException {
      PerformancePage.write(results, before, load, out, Catalogue.classes());
      return CommandLine.ExitCode.OK;
    }
  }
}
