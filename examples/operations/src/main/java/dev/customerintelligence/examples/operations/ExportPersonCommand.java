package dev.customerintelligence.examples.operations;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.privacy.PrivacyService;
import dev.customerintelligence.privacy.RetentionPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what is held about a person. */
@Command(
    name = "export-person",
    description =
        "Writes everything that the source, and the target where one is named, hold about a person:"
            + " person.json and a CSV file for each table. Files that are there are not replaced.")
final class ExportPersonCommand extends StoreCommand {
  @Parameters(paramLabel = "EMAIL", description = "Who.")
  private String person = "";

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Where to; it is made when it is not there.")
  private Path folder = Path.of("");

  @Override
  int run(Stores stores, Console console) throws IOException {
    EmailAddress who = EmailAddress.of(person);
    Files.createDirectories(folder);
    Path document = folder.resolve("person.json");
    try (OutputStream out = Files.newOutputStream(document, StandardOpenOption.CREATE_NEW)) {
      if (stores.hasTarget()) {
        stores.privacy().exportJson(who, out);
      } else {
        alone(stores).exportJson(who, out);
      }
    }
    if (stores.hasTarget()) {
      stores.privacy().exportCsv(who, folder);
    } else {
      alone(stores).exportCsv(who, folder);
    }
    console.result(Map.of("folder", folder.toString()));
    return ExitCodes.OK;
  }

  private static PrivacyService alone(Stores stores) {
    return new PrivacyService(
        stores.source().open(stores.tombstones()).privacy(),
        RetentionPolicy.defaults(),
        InstantSource.system());
  }
}
