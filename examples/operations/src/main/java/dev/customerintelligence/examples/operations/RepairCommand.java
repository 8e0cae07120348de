package dev.customerintelligence.examples.operations;

import dev.customerintelligence.privacy.EnforcedErasures;
import dev.customerintelligence.sync.SyncReport;
import dev.customerintelligence.sync.SyncService;
import dev.customerintelligence.sync.Verification;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the target what the source says. */
@Command(
    name = "repair",
    description =
        "Mends every difference, deletes from the target what came from no source, and erases again"
            + " whom a restored backup brought back.")
final class RepairCommand extends StoreCommand {
  @Option(names = "--dry-run", description = "Tells the differences and mends none.")
  private boolean dryRun;

  @Option(
      names = "--without-names",
      description = "Takes no names from the shop's orders, for sources that have none.")
  private boolean withoutNames;

  @Override
  int run(Stores stores, Console console) {
    try (SyncProgress progress = new SyncProgress(console, false)) {
      SyncService sync = stores.sync(!withoutNames, progress);
      if (dryRun) {
        Verification found = sync.verify(Verification.Depth.CHECKSUMS);
        progress.end();
        console.result(SyncResults.of(found));
        return found.isClean() ? ExitCodes.OK : ExitCodes.FOUND;
      }
      EnforcedErasures erased = stores.privacy().enforce();
      SyncReport report = sync.repair();
      progress.end();
      Map<String, Object> values = new LinkedHashMap<>(SyncResults.of(report));
      values.put("tombstones_restored", erased.tombstones());
      values.put("people_erased_again", erased.people());
      console.result(values);
      return report.total().skipped() > 0 ? ExitCodes.FOUND : ExitCodes.OK;
    }
  }
}
