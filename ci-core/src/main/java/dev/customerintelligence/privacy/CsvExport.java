package dev.customerintelligence.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.Closer;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.customerintelligence.identity.EmailAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Everything about one person as CSV, a file per table, written while it is read. */
final class CsvExport {
  private CsvExport() {}

  /**
   * @param stores by what stands before the files' names
   */
  static void write(
      Map<String, PrivacyStore> stores, EmailAddress person, Instant now, Path directory)
      throws IOException {
    List<Path> created = new ArrayList<>();
    try (Closer closer = Closer.create()) {
      for (Map.Entry<String, PrivacyStore> store : stores.entrySet()) {
        write(
            store.getValue(),
            person,
            now,
            name -> {
              Path path = directory.resolve(store.getKey() + name);
              CsvWriter file = closer.register(open(path));
              created.add(path);
              return file;
            });
      }
    } catch (IOException | RuntimeException e) {
      // What broke off must neither look complete nor be in the way of the next try.
      for (Path path : created) {
        Files.deleteIfExists(path);
      }
      if (e instanceof UncheckedIOException unchecked) {
        throw unchecked.getCause();
      }
      throw e;
    }
  }

  /** Opens a file that must not be there yet. */
  private interface Opener {
    CsvWriter open(String name) throws IOException;
  }

  private static void write(PrivacyStore store, EmailAddress person, Instant now, Opener opener)
      throws IOException {
    Map<ExportTable, CsvWriter> files = new EnumMap<>(ExportTable.class);
    for (ExportTable table : ExportTable.values()) {
      CsvWriter file = opener.open(table.tableName() + ".csv");
      files.put(table, file);
      file.writeRecord(table.columns());
    }
    store.read(
        person,
        new ExportRows(
            (table, cells) -> Objects.requireNonNull(files.get(table)).writeRecord(texts(cells)),
            now));
  }

  private static CsvWriter open(Path path) throws IOException {
    return CsvWriter.builder()
        .build(
            path, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static List<String> texts(List<JsonNode> cells) {
    return cells.stream()
        .map(cell -> cell.isNull() ? "" : cell.isValueNode() ? cell.asText() : cell.toString())
        .toList();
  }
}
