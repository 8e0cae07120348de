package dev.customerintelligence.examples.operations;

import dev.customerintelligence.storage.postgres.PostgresStorage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a table as a file. */
@Command(name = "export", description = "Writes a table of the Postgres store as CSV.")
final class ExportCommand extends StoreCommand {
  /** The formats there are. */
  enum Format {
    csv
  }

  @Parameters(
      paramLabel = "TABLE",
      description = "customer_intelligence, device_tracking, bundle_offers or behavioral_events.")
  private String table = "";

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; default csv.")
  private Format format = Format.csv;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where to; a file that is there is not replaced.")
  private Path file = Path.of("");

  @Override
  int run(Stores stores, Console console) throws IOException {
    PostgresStorage postgres = PostgresTables.in(stores);
    PostgresStorage.ShopTable shopTable = PostgresTables.named(table);
    long rows;
    try (OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
        Progress progress = console.progress("writing " + table, "rows")) {
      rows = postgres.exportCsv(shopTable, out, done -> progress.show(done, -1));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("file", file.toString());
    values.put("format", format.name());
    values.put("rows", rows);
    console.result(values);
    return ExitCodes.OK;
  }
}
