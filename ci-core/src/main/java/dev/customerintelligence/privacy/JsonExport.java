package dev.customerintelligence.privacy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Everything about one person as one JSON document, written while it is read. */
final class JsonExport implements ExportRows.RowWriter {
  private final JsonGenerator json;
  private final Queue<ExportTable> tablesToCome = new ArrayDeque<>(List.of(ExportTable.values()));
  private boolean inTable;

  private JsonExport(JsonGenerator json) {
    this.json = json;
  }

  static void write(PrivacyStore store, EmailAddress person, Instant now, OutputStream out)
      throws IOException {
    document(person, now, out, json -> tables(json, store, person, now));
  }

  /**
   * Writes what several stores hold.
   *
   * @param stores by the key under which each stands
   */
  static void write(
      Map<String, PrivacyStore> stores, EmailAddress person, Instant now, OutputStream out)
      throws IOException {
    document(
        person,
        now,
        out,
        json -> {
          for (Map.Entry<String, PrivacyStore> store : stores.entrySet()) {
            json.writeObjectFieldStart(store.getKey());
            tables(json, store.getValue(), person, now);
            json.writeEndObject();
          }
        });
  }

  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static void document(EmailAddress person, Instant now, OutputStream out, Content content)
      throws IOException {
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      // A document that broke off must not look complete.
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("customer_email", person.value());
      json.writeStringField("exported_at", now.toString());
      content.write(json);
      json.writeEndObject();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void tables(
      JsonGenerator json, PrivacyStore store, EmailAddress person, Instant now) throws IOException {
    JsonExport export = new JsonExport(json);
    store.read(person, new ExportRows(export, now));
    export.beginTablesUpTo(ExportTable.FORECASTS);
    json.writeEndArray();
  }

  @Override
  public void write(ExportTable table, List<JsonNode> cells) throws IOException {
    beginTablesUpTo(table);
    json.writeStartObject();
    for (int i = 0; i < cells.size(); i++) {
      json.writeFieldName(table.columns().get(i));
      json.writeTree(cells.get(i));
    }
    json.writeEndObject();
  }

  private void beginTablesUpTo(ExportTable last) throws IOException {
    while (!tablesToCome.isEmpty() && tablesToCome.element().compareTo(last) <= 0) {
      if (inTable) {
        json.writeEndArray();
      }
      json.writeArrayFieldStart(tablesToCome.remove().tableName());
      inTable = true;
    }
  }
}
