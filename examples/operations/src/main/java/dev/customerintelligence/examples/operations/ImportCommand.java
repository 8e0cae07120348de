package dev.customerintelligence.examples.operations;

import dev.customerintelligence.storage.postgres.PostgresStorage;
import dev.customerintelligence.storage.postgres.PostgresStorage.CsvImport;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads a table from a file. */
@Command(
    name = "import",
    description =
        "Reads a CSV file that export wrote into the Postgres store, all of it or nothing. Rows that"
            + " are there stay; rows of erased people are left out.")
final class ImportCommand extends StoreCommand {
  @Parameters(
      index = "0",
      paramLabel = "TABLE",
      description = "customer_intelligence, device_tracking, bundle_offers or behavioral_events.")
  private String table = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The CSV file.")
  private Path file = Path.of("");

  @Override
  int run(Stores stores, Console console) throws IOException {
    PostgresStorage postgres = PostgresTables.in(stores);
    PostgresStorage.ShopTable shopTable = PostgresTables.named(table);
    CsvImport done;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        Progress progress = console.progress("reading " + table, "bytes")) {
      long size = Files.size(file);
      done =
          postgres.importCsv(
              shopTable, in, stores.tombstones(), bytes -> progress.show(bytes, size));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("inserted", done.inserted());
    values.put("already_there", done.alreadyThere());
    values.put("erased", done.erased());
    console.result(values);
    return ExitCodes.OK;
  }
}
