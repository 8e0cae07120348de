package dev.customerintelligence.examples.quickstart;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line: options in, exit code out. */
@Command(
    name = "quickstart",
    description =
        "Reads a shop's orders, calculates every customer's profile, recognises visitors, makes"
            + " bundle offers and prints the analytics. Nothing leaves this process.",
    footer = {
      "",
      "The orders' columns and rules are described in docs/quickstart.md.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Quickstart.Version.class,
    sortOptions = false)
public final class Quickstart implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--orders",
      paramLabel = "FILE",
      description =
          "CSV of order lines, plain or gzip: this example's columns or the UCI Online Retail file."
              + " Default: a small invented shop.")
  private @Nullable Path orders;

  @Option(
      names = "--profiles-json",
      paramLabel = "FILE",
      description = "Where to write all profiles as one JSON array, sorted by email address.")
  private @Nullable Path profilesJson;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      converter = Moment.class,
      description =
          "The moment to work at, such as 2011-12-10T12:50:00Z. Default: one day after the newest"
              + " order.")
  private @Nullable Instant now;

  private Quickstart() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Quickstart())
        .setParameterExceptionHandler(Quickstart::wrongUsage)
        .setExecutionExceptionHandler(Quickstart::failed);
  }

  @Override
  public Integer call() throws QuickstartException {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    if (orders != null && profilesJson != null && isSameFile(orders, profilesJson)) {
      throw new ParameterException(
          command, "--orders and --profiles-json must not be the same file");
    }
    ProfilesFile profilesFile = profilesJson == null ? null : ProfilesFile.at(profilesJson);
    Progress progress = new Progress(command.getErr(), Ansi.AUTO.enabled(), System::nanoTime);
    OrderReader reader = new OrderReader(progress);
    OrdersRead read = orders == null ? reader.readSmallShop() : reader.readFile(orders);
    new MainJob(read, now, new Report(command.getOut()), progress).run(profilesFile);
    return CommandLine.ExitCode.OK;
  }

  private static boolean isSameFile(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      // One of them is not there yet, or cannot be read: what opens it says so.
      return false;
    }
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    error(e.getCommandLine().getErr(), e.getMessage() + " (--help lists the options)");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    error(
        command.getErr(),
        e instanceof QuickstartException
            ? String.valueOf(e.getMessage())
            : e.getClass().getSimpleName() + ": " + e.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void error(PrintWriter err, String message) {
    err.println("quickstart: " + message.replaceAll("\\s+", " "));
    err.flush();
  }

  /** Reads a moment as ISO-8601 with an offset, of the years that the library takes. */
  static final class Moment implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      Instant moment = parse(text);
      if (!Moments.isTaken(moment)) {
        throw new TypeConversionException(Moments.RULE + ", is '" + text + "'");
      }
      return moment;
    }

    private static Instant parse(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "must be a moment such as 2011-12-10T12:50:00Z, is '" + text + "'");
      }
    }
  }

  /** Takes the version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Quickstart.class.getPackage().getImplementationVersion();
      return new String[] {
        "quickstart " + Objects.requireNonNullElse(version, "(development build)")
      };
    }
  }
}
