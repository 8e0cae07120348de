package dev.customerintelligence.examples.operations;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.RecalculationReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Recalculates profiles at the source. */
@Command(
    name = "recalculate",
    description = "Calculates all profiles of the source anew from the shop's orders.")
final class RecalculateCommand extends StoreCommand {
  @Option(names = "--customer", paramLabel = "EMAIL", description = "This customer only.")
  private @Nullable String customer;

  @Option(names = "--sync", description = "Brings the target up to date afterwards.")
  private boolean sync;

  @Override
  int run(Stores stores, Console console) {
    Map<String, Object> values = new LinkedHashMap<>();
    int exit = ExitCodes.OK;
    try (CustomerIntelligence library = stores.library(stores.source())) {
      if (customer != null) {
        ProfileSave save = library.profiles().recalculate(EmailAddress.of(customer));
        values.put("outcome", save.name().toLowerCase(Locale.ROOT));
      } else {
        RecalculationReport report = all(library, console);
        for (ProfileSave save : ProfileSave.values()) {
          values.put(save.name().toLowerCase(Locale.ROOT), report.count(save));
        }
        values.put("refused", report.refused());
        values.put(
            "first_refusals",
            report.refusals().stream()
                .map(refusal -> refusal.customer() + ": " + refusal.reason())
                .toList());
        exit = report.refused() > 0 ? ExitCodes.FOUND : ExitCodes.OK;
      }
    }
    if (sync) {
      try (SyncProgress progress = new SyncProgress(console, false)) {
        values.put("sync", SyncResults.of(stores.sync(true, progress).runOnce()));
      }
    }
    console.result(values);
    return exit;
  }

  private static RecalculationReport all(CustomerIntelligence library, Console console) {
    try (Progress progress = console.progress("recalculating", "customers")) {
      return library.profiles().recalculateAll(each -> progress.show(each.done(), each.total()));
    }
  }
}
