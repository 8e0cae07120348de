package dev.customerintelligence.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A CSV reader of its own, so that the reference shares no code with what it checks. */
final class ReferenceCsv {
  private ReferenceCsv() {}

  static void forEachRow(InputStream csv, Consumer<Map<String, String>> rows) throws IOException {
    List<String> header = new ArrayList<>();
    forEachRecord(
        new InputStreamReader(csv, StandardCharsets.UTF_8),
        fields -> {
          if (header.isEmpty()) {
            header.addAll(fields);
          } else {
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < header.size(); i++) {
              row.put(header.get(i), fields.get(i));
            }
            rows.accept(row);
          }
        });
  }

  private static void forEachRecord(Reader reader, Consumer<List<String>> records)
      throws IOException {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    boolean quoteSeen = false;
    char[] buffer = new char[1 << 16];
    for (int read = reader.read(buffer); read > 0; read = reader.read(buffer)) {
      for (int i = 0; i < read; i++) {
        char c = buffer[i];
        if (c == '"') {
          if (!quoted && quoteSeen) {
            field.append('"');
          }
          quoteSeen = quoted;
          quoted = !quoted;
        } else if (quoted) {
          field.append(c);
        } else {
          quoteSeen = false;
          if (c == ',' || c == '\n') {
            fields.add(field.toString());
            field.setLength(0);
          } else if (c != '\r') {
            field.append(c);
          }
          if (c == '\n') {
            records.accept(fields);
            fields = new ArrayList<>();
          }
        }
      }
    }
    if (!fields.isEmpty()) {
      fields.add(field.toString());
      records.accept(fields);
    }
  }
}
