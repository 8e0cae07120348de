package dev.customerintelligence.examples.operations;

import dev.customerintelligence.privacy.PrivacyService;
import dev.customerintelligence.privacy.RetentionPolicy;
import dev.customerintelligence.privacy.RetentionReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes what is too old to keep. */
@Command(
    name = "cleanup",
    description = "Deletes devices that were not seen for long, and old events, in both stores.")
final class CleanupCommand extends StoreCommand {
  @Option(
      names = "--inactive-days",
      paramLabel = "DAYS",
      description = "Devices not seen for so many days; default 365.")
  private @Nullable Integer inactiveDays;

  @Option(
      names = "--event-days",
      paramLabel = "DAYS",
      description = "Events older than so many days; default: the library's.")
  private @Nullable Integer eventDays;

  @Option(names = "--dry-run", description = "Counts and deletes nothing.")
  private boolean dryRun;

  @Override
  int run(Stores stores, Console console) {
    RetentionPolicy defaults = RetentionPolicy.defaults();
    RetentionPolicy policy =
        new RetentionPolicy(
            days(inactiveDays, defaults.devices()), days(eventDays, defaults.events()));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("dry_run", dryRun);
    for (Store store : stores.named()) {
      PrivacyService privacy =
          new PrivacyService(
              store.open(stores.tombstones()).privacy(), policy, InstantSource.system());
      RetentionReport report = dryRun ? privacy.dueForRetention() : privacy.applyRetention();
      Map<String, Long> counts = new LinkedHashMap<>();
      counts.put("devices", report.devices());
      counts.put("events", report.events());
      values.put(store.settings().role(), counts);
    }
    console.result(values);
    return ExitCodes.OK;
  }

  private static Duration days(@Nullable Integer days, Duration otherwise) {
    return days == null ? otherwise : Duration.ofDays(days);
  }
}
