package dev.customerintelligence.examples.operations;

import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.privacy.CrossStoreErasure;
import dev.customerintelligence.privacy.CrossStorePrivacy;
import dev.customerintelligence.privacy.Erasure;
import dev.customerintelligence.privacy.PersonCounts;
import dev.customerintelligence.privacy.PrivacyService;
import dev.customerintelligence.privacy.PrivacyStore;
import dev.customerintelligence.privacy.RetentionPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases a person. */
@Command(
    name = "erase",
    description =
        "Deletes everything about a person in the source, and in the target where one is named, for"
            + " good: neither a sync nor an import brings it back. Exits with 1 when the target is"
            + " away; the next sync completes it then.")
final class EraseCommand extends StoreCommand {
  @Parameters(paramLabel = "EMAIL", description = "Who.")
  private String person = "";

  @Option(names = "--dry-run", description = "Counts and deletes nothing.")
  private boolean dryRun;

  @Override
  int run(Stores stores, Console console) {
    EmailAddress who = EmailAddress.of(person);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("dry_run", dryRun);
    if (dryRun) {
      for (Store store : stores.named()) {
        PersonCounts held = store.open(stores.tombstones()).privacy().count(who);
        values.put(store.settings().role(), counts(held));
      }
      console.result(values);
      return ExitCodes.OK;
    }
    CrossStoreErasure erasure = stores.hasTarget() ? inBoth(stores, who) : atSource(stores, who);
    values.put("audit_id", erasure.audit().id().toString());
    values.put("deleted_at_source", counts(erasure.audit().deleted()));
    values.put("complete", erasure.isComplete());
    console.result(values);
    return erasure.isComplete() ? ExitCodes.OK : ExitCodes.FOUND;
  }

  /** Where the target is away already now, the source notes that it has yet to follow. */
  private static CrossStoreErasure inBoth(Stores stores, EmailAddress who) {
    PrivacyStore source = stores.source().open(stores.tombstones()).privacy();
    CrossStorePrivacy both;
    try {
      both = stores.privacy();
    } catch (StorageUnavailableException away) {
      return new CrossStoreErasure(source.eraseEverywhere(who, Instant.now()), false);
    }
    return both.erase(who);
  }

  private static CrossStoreErasure atSource(Stores stores, EmailAddress who) {
    Erasure erasure =
        new PrivacyService(
                stores.source().open(stores.tombstones()).privacy(),
                RetentionPolicy.defaults(),
                InstantSource.system())
            .erase(who);
    return new CrossStoreErasure(erasure.audit(), erasure.isComplete());
  }

  private static Map<String, Long> counts(PersonCounts counts) {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put("profiles", counts.profiles());
    values.put("devices", counts.devices());
    values.put("offers", counts.offers());
    values.put("events", counts.events());
    values.put("forecasts", counts.forecasts());
    return values;
  }
}
