package dev.customerintelligence.examples.operations;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line: options in, exit code out. */
@Command(
    name = "operations",
    description = "Looks after the stores of Customer Intelligence.",
    mixinStandardHelpOptions = true,
    versionProvider = Operations.Version.class,
    sortOptions = false,
    subcommands = {
      SyncCommand.class,
      VerifyCommand.class,
      RepairCommand.class,
      RecalculateCommand.class,
      CleanupCommand.class,
      ExpireOffersCommand.class,
      EraseCommand.class,
      ReleaseCommand.class,
      ExportPersonCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      AnalyticsCommand.class,
      MigrateCommand.class,
      DoctorCommand.class
    },
    footer = {
      "",
      "Passwords come from the environment (CI_SOURCE_PASSWORD, CI_TARGET_PASSWORD) or from files,"
          + " never from the command line.",
      "Exit codes: 0 done, 1 something was found or is left to do, 2 wrong usage, 3 a store is away,"
          + " 4 failed."
    })
public final class Operations implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private Operations() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Operations());
    line.getSubcommands()
        .values()
        .forEach(
            command -> {
              command.getCommandSpec().mixinStandardHelpOptions(true);
              command.getCommandSpec().usageMessage().sortOptions(false);
            });
    return line.setParameterExceptionHandler(Operations::wrongUsage)
        .setExecutionExceptionHandler(Operations::failed);
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "a command is missing");
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    error(
        e.getCommandLine().getErr(),
        e.getMessage() + " (" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
    return ExitCodes.USAGE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    error(command.getErr(), message(e));
    if (e instanceof UsageException || e instanceof InvalidInputException) {
      return ExitCodes.USAGE;
    }
    return e instanceof StorageUnavailableException ? ExitCodes.UNAVAILABLE : ExitCodes.FAILED;
  }

  private static String message(Exception e) {
    if (e instanceof IOException) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
    return String.valueOf(e.getMessage());
  }

  private static void error(PrintWriter err, String message) {
    err.println("operations: " + message.replaceAll("\\s+", " "));
    err.flush();
  }

  /** Takes the version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Operations.class.getPackage().getImplementationVersion();
      return new String[] {
        "operations " + Objects.requireNonNullElse(version, "(development build)")
      };
    }
  }
}
