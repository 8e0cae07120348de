package dev.customerintelligence.examples.operations;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.privacy.ErasureProgress;
import dev.customerintelligence.sync.ContinuousSync;
import dev.customerintelligence.sync.SyncReport;
import dev.customerintelligence.sync.SyncService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings the target up to date. */
@Command(
    name = "sync",
    description =
        "Writes what changed at the source into the target, deletes what is gone there, and"
            + " completes pending erasures. May be killed and run again at any time.")
final class SyncCommand extends StoreCommand {
  @Option(names = "--watch", description = "Goes on until it is interrupted.")
  private boolean watch;

  @Option(names = "--customer", paramLabel = "EMAIL", description = "This customer only.")
  private @Nullable String customer;

  @Option(
      names = "--without-names",
      description = "Takes no names from the shop's orders, for sources that have none.")
  private boolean withoutNames;

  @Override
  int run(Stores stores, Console console) {
    try (SyncProgress progress = new SyncProgress(console, watch)) {
      SyncService sync = stores.sync(!withoutNames, progress);
      if (watch) {
        watch(stores, sync, console);
        return ExitCodes.OK;
      }
      if (customer != null) {
        console.result(SyncResults.of(sync.syncCustomer(EmailAddress.of(customer))));
        return ExitCodes.OK;
      }
      SyncReport report = sync.runOnce();
      progress.end();
      ErasureProgress erasures = stores.privacy().propagate();
      Map<String, Object> values = new LinkedHashMap<>(SyncResults.of(report));
      values.put("erasures_completed", erasures.completed());
      values.put("erasures_pending", erasures.pending());
      console.result(values);
      return report.total().skipped() > 0 || erasures.pending() > 0
          ? ExitCodes.FOUND
          : ExitCodes.OK;
    }
  }

  @SuppressWarnings("try") // It runs by itself.
  private static void watch(Stores stores, SyncService sync, Console console) {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  interrupted.countDown();
                  await(ended);
                }));
    try (ContinuousSync running = sync.start()) {
      console.note("following; interrupt to end");
      await(interrupted);
    } finally {
      ErasureProgress erasures = stores.privacy().propagate();
      console.note(
          SyncResults.state(sync.state()) + ", " + erasures.pending() + " erasures pending");
      ended.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
