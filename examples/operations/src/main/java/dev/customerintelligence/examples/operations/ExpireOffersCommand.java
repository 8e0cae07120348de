package dev.customerintelligence.examples.operations;

import dev.customerintelligence.CustomerIntelligence;
import java.util.Map;
import picocli.CommandLine.Command;

/** Marks offers that are past their time. */
@Command(
    name = "expire-offers",
    description = "Marks all offers of the source as expired that are past their time.")
final class ExpireOffersCommand extends StoreCommand {
  @Override
  int run(Stores stores, Console console) {
    try (CustomerIntelligence library = stores.library(stores.source())) {
      console.result(Map.of("expired", library.bundles().expireDue()));
    }
    return ExitCodes.OK;
  }
}
