package dev.customerintelligence.examples.operations;

import dev.customerintelligence.sync.SyncService;
import dev.customerintelligence.sync.SyncTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes what is missing. */
@Command(
    name = "migrate",
    description =
        "Makes the tables and indexes that are missing in the stores that are named. With --copy, the"
            + " source's devices and events are then copied to the target once; what is stopped goes"
            + " on where it was.")
final class MigrateCommand extends StoreCommand {
  @Option(names = "--dry-run", description = "Prints the SQL and runs none.")
  private boolean dryRun;

  @Option(names = "--copy", description = "Copies devices and events too.")
  private boolean copy;

  @Override
  int run(Stores stores, Console console) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Store store : stores.named()) {
      boolean postgres = store.settings().isPostgres();
      if (dryRun) {
        values.put(
            store.settings().role(),
            postgres ? store.postgres().migrationScript() : store.mysql().migrationScript());
        continue;
      }
      if (postgres) {
        store.postgres().migrate();
      } else {
        store.mysql().migrate();
      }
      values.put(store.settings().role(), "complete");
    }
    if (copy && !dryRun) {
      try (SyncProgress progress = new SyncProgress(console, false)) {
        SyncService sync = stores.sync(false, progress);
        for (SyncTable table : List.of(SyncTable.DEVICES, SyncTable.EVENTS)) {
          values.putAll(SyncResults.of(sync.migrate(table)));
        }
      }
    }
    console.result(values);
    return ExitCodes.OK;
  }
}
