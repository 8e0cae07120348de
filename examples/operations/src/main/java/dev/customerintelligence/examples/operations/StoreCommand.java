package dev.customerintelligence.examples.operations;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have in common. */
abstract class StoreCommand implements Callable<Integer> {
  @Mixin private final StoreOptions options = new StoreOptions();

  @Option(names = "--json", description = "Prints the result as one JSON document.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public final Integer call() throws IOException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    try (Stores stores = new Stores(options)) {
      return run(
          stores, new Console(line.getOut(), line.getErr(), !json && Ansi.AUTO.enabled(), json));
    }
  }

  /** Does the work and returns what to exit with. */
  abstract int run(Stores stores, Console console) throws IOException;
}
