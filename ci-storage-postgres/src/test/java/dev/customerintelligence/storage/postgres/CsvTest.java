package dev.customerintelligence.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.postgres.PostgresStorage.CsvImport;
import dev.customerintelligence.storage.postgres.PostgresStorage.ShopTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables out to CSV and in again. */
class CsvTest {
  private static final String ROWS =
      """
      INSERT INTO {schema}.customer_intelligence
        (customer_email, ip_hash, favorite_products, profile_score, last_order_date)
      VALUES ('ada@example.com', '', '[{"name": "a, \\"b\\"\\n"}]', 71.46, '2026-03-29 02:30:00.5'),
             ('Ben@Example.com', '', NULL, NULL, NULL);
      INSERT INTO {schema}.device_tracking (customer_email, ip_hash, user_agent)
        VALUES ('ada@example.com', 'x', E'quote " comma , line\\nend');
      INSERT INTO {schema}.bundle_offers (customer_email, bundle_products, total_quantity,
        base_price, discount_amount, final_price)
        VALUES ('ada@example.com', '[]', 1, 1.50, 0.25, 1.25);
      INSERT INTO {schema}.behavioral_events (customer_email, event_type, event_data)
        VALUES ('ada@example.com', 'x', '{"price": 14.90}'), (NULL, 'y', NULL), ('', 'z', NULL);
      """;

  @Test
  void whatWasWrittenOutComesBackTheSame() throws IOException {
    TestSchema from = TestSchema.migrated();
    from.run(ROWS);
    TestSchema to = TestSchema.migrated();

    for (ShopTable table : ShopTable.values()) {
      byte[] csv = export(from, table);
      long rows = Long.parseLong(from.askOne("SELECT count(*) FROM {schema}." + table.tableName()));
      assertThat(load(to, table, csv)).isEqualTo(new CsvImport(rows, 0, 0));
      assertThat(load(to, table, csv)).as("again").isEqualTo(new CsvImport(0, rows, 0));
      String all = "SELECT t::text FROM {schema}." + table.tableName() + " t ORDER BY id";
      assertThat(to.ask(all)).isEqualTo(from.ask(all)).hasSize((int) rows);
    }
  }

  @Test
  void progressIsTold() throws IOException {
    TestSchema schema = TestSchema.migrated();
    schema.run(
        "INSERT INTO {schema}.behavioral_events (event_type)"
            + " SELECT 'x' FROM generate_series(1, 25000)");
    List<Long> rows = new ArrayList<>();
    List<Long> bytes = new ArrayList<>();
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    PostgresStorage storage = schema.storage().build();

    assertThat(storage.exportCsv(ShopTable.BEHAVIORAL_EVENTS, csv, rows::add)).isEqualTo(25_000);
    storage.importCsv(
        ShopTable.BEHAVIORAL_EVENTS,
        new ByteArrayInputStream(csv.toByteArray()),
        TestSchema.TOMBSTONES,
        bytes::add);

    assertThat(rows).containsExactly(10_000L, 20_000L, 25_000L);
    assertThat(bytes).isSorted().hasSizeGreaterThan(1);
    assertThat(bytes.get(bytes.size() - 1)).isLessThan(csv.size()).isGreaterThan(csv.size() / 2);
  }

  @Test
  void anErasedPersonDoesNotComeBack() throws IOException {
    TestSchema schema = TestSchema.migrated();
    schema.run(ROWS);
    byte[] profiles = export(schema, ShopTable.CUSTOMER_INTELLIGENCE);
    byte[] events = export(schema, ShopTable.BEHAVIORAL_EVENTS);
    try (Storage storage = schema.open()) {
      storage.privacy().erase(EmailAddress.of("ben@example.com"), Instant.EPOCH);
      storage.privacy().erase(EmailAddress.of("ada@example.com"), Instant.EPOCH);

      assertThat(load(schema, ShopTable.CUSTOMER_INTELLIGENCE, profiles))
          .isEqualTo(new CsvImport(0, 0, 2));
      assertThat(load(schema, ShopTable.BEHAVIORAL_EVENTS, events))
          .isEqualTo(new CsvImport(0, 2, 1));
    }
    assertThat(schema.askOne("SELECT count(*) FROM {schema}.customer_intelligence")).isEqualTo("0");
  }

  @Test
  void aFileOfOtherColumnsIsRefused() {
    TestSchema schema = TestSchema.migrated();

    for (String csv : List.of("", "id,name\n", "x".repeat(20_000))) {
      assertThatThrownBy(() -> load(schema, ShopTable.DEVICE_TRACKING, csv.getBytes(UTF_8)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("header: must be ");
    }
  }

  @Test
  void aBadRowIsNamedAndNothingIsTakenOver() throws IOException {
    TestSchema schema = TestSchema.migrated();
    schema.run(ROWS);
    String csv = new String(export(schema, ShopTable.BUNDLE_OFFERS), UTF_8);
    schema.run("DELETE FROM {schema}.bundle_offers");
    String bad = csv + csv.lines().toList().get(1).replace("1.50", "much");

    assertThatThrownBy(() -> load(schema, ShopTable.BUNDLE_OFFERS, bad.getBytes(UTF_8)))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("line 2, column base_price")
        .hasMessageNotContaining("much")
        .hasMessageNotContaining("ada");
    assertThat(schema.askOne("SELECT count(*) FROM {schema}.bundle_offers")).isEqualTo("0");
  }

  @Test
  void aStreamThatBreaksIsTheCallersError() {
    TestSchema schema = TestSchema.migrated();
    schema.run(ROWS);
    PostgresStorage storage = schema.storage().build();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    String header =
        String.join(
            ",",
            schema.ask(
                "SELECT column_name FROM information_schema.columns"
                    + " WHERE table_schema = '{schema}' AND table_name = 'behavioral_events'"
                    + " ORDER BY ordinal_position"));
    InputStream broken =
        new InputStream() {
          private final InputStream start =
              new ByteArrayInputStream((header + "\n").getBytes(UTF_8));

          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            read(one, 0, 1);
            return one[0];
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = start.read(bytes, offset, length);
            if (read < 0) {
              throw new IOException("cable cut");
            }
            return read;
          }
        };

    assertThatThrownBy(() -> storage.exportCsv(ShopTable.BEHAVIORAL_EVENTS, full, rows -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThatThrownBy(
            () ->
                storage.importCsv(
                    ShopTable.BEHAVIORAL_EVENTS, broken, TestSchema.TOMBSTONES, bytes -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("cable cut");
  }

  private static byte[] export(TestSchema schema, ShopTable table) throws IOException {
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    schema.storage().build().exportCsv(table, csv, rows -> {});
    return csv.toByteArray();
  }

  private static CsvImport load(TestSchema schema, ShopTable table, byte[] csv) throws IOException {
    return schema
        .storage()
        .build()
        .importCsv(table, new ByteArrayInputStream(csv), TestSchema.TOMBSTONES, bytes -> {});
  }
}
