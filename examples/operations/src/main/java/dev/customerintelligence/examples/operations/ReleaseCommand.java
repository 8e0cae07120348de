package dev.customerintelligence.examples.operations;

import dev.customerintelligence.identity.EmailAddress;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets an erased person come back. */
@Command(
    name = "release",
    description =
        "Lets an erased person be stored again, after new consent. Exits with 1 when the"
            + " person was not erased.")
final class ReleaseCommand extends StoreCommand {
  @Parameters(paramLabel = "EMAIL", description = "Who.")
  private String person = "";

  @Override
  int run(Stores stores, Console console) {
    EmailAddress who = EmailAddress.of(person);
    boolean released =
        stores.hasTarget()
            ? stores.privacy().release(who)
            : stores.source().open(stores.tombstones()).privacy().release(who, Instant.now());
    console.result(Map.of("released", released));
    return released ? ExitCodes.OK : ExitCodes.FOUND;
  }
}
