package dev.customerintelligence.examples.operations;

import dev.customerintelligence.sync.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares both stores. */
@Command(
    name = "verify",
    description = "Compares both stores and changes nothing. Exits with 1 when they differ.")
final class VerifyCommand extends StoreCommand {
  @Option(
      names = "--every-row",
      description = "Compares every value of every row instead of trusting checksums.")
  private boolean everyRow;

  @Override
  int run(Stores stores, Console console) {
    try (SyncProgress progress = new SyncProgress(console, false)) {
      Verification result =
          stores
              .sync(false, progress)
              .verify(everyRow ? Verification.Depth.EVERY_ROW : Verification.Depth.CHECKSUMS);
      progress.end();
      console.result(SyncResults.of(result));
      return result.isClean() ? ExitCodes.OK : ExitCodes.FOUND;
    }
  }
}
