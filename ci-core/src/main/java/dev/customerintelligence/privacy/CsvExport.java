package dev.customerintelligence.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.customerintelligence.identity.EmailAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Everything about one person as CSV, a file per table, written while it is read. */
final class CsvExport {
  private CsvExport() {}

  static void write(PrivacyStore store, EmailAddress person, Instant now, Path directory)
      throws IOException {
    Map<ExportTable, CsvWriter> files = new EnumMap<>(ExportTable.class);
    try {
      for (ExportTable table : ExportTable.values()) {
        CsvWriter file =
            CsvWriter.builder()
                .build(
                    directory.resolve(table.tableName() + ".csv"),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        files.put(table, file);
        file.writeRecord(table.columns());
      }
      store.read(
          person,
          new ExportRows(
              (table, cells) -> Objects.requireNonNull(files.get(table)).writeRecord(texts(cells)),
              now));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      for (CsvWriter file : files.values()) {
        file.close();
      }
    }
  }

  private static List<String> texts(List<JsonNode> cells) {
    return cells.stream()
        .map(cell -> cell.isNull() ? "" : cell.isValueNode() ? cell.asText() : cell.toString())
        .toList();
  }
}
