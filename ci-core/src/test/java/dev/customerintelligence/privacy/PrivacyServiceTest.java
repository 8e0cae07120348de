package dev.customerintelligence.privacy;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.customerintelligence.bundle.BundleLine;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.BundlePrice;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.forecast.Forecast;
import dev.customerintelligence.forecast.NextOrderForecast;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.Tombstone;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.internal.Json;
import dev.customerintelligence.internal.TestClock;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.FavoriteProduct;
import dev.customerintelligence.profile.PurchaseProfile;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivacyServiceTest {
  private static final Forecast FORECAST =
      new Forecast(
          Forecast.VERSION,
          LocalDate.parse("2026-03-01"),
          0.5,
          365,
          2.5,
          0.25,
          new BigDecimal("75.00"),
          null,
          new NextOrderForecast(NextOrderForecast.Timing.TOO_EARLY, 0.5, 0.8, null, null, null));
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final RetentionPolicy RETENTION =
      new RetentionPolicy(Duration.ofDays(100), Duration.ofDays(30));
  private static final EmailAddress PERSON = EmailAddress.of("c.tester@example.com");
  private static final EmailAddress STRANGER = EmailAddress.of("stranger@example.com");
  private static final long CUSTOMER_ID = 70_017_017;
  private static final PersonName NAME = new PersonName("Ann, \"Annie\"", "O'Brien; Zo\u00eb");
  private static final Fingerprint FINGERPRINT = Fingerprint.of("f1".repeat(32));
  private static final IpHash IP_HASH = new IpHash("a2".repeat(32));
  private static final UUID FIRST_EVENT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID SECOND_EVENT = UUID.fromString("00000000-0000-7000-8000-000000000002");

  private final Storage storage =
      new InMemoryStorage(new TombstoneHasher(HashKey.generate("test"), List.of()));
  private final PrivacyService privacy = service(storage.privacy());

  @TempDir Path directory;

  @Test
  void deletesWhatIsTooOldInBatchesAndKeepsWhatIsAtTheBoundary() {
    Instant devicesFrom = NOW.minus(RETENTION.devices());
    Instant eventsFrom = NOW.minus(RETENTION.events());
    for (int i = 0; i < 1_001; i++) {
      see(EmailAddress.of("old" + i + "@example.com"), devicesFrom.minusNanos(1));
    }
    see(PERSON, devicesFrom);
    storage
        .events()
        .append(Stream.generate(() -> event(null, eventsFrom.minusNanos(1))).limit(2_003).toList());
    BehavioralEvent kept = event(PERSON, eventsFrom);
    storage.events().append(List.of(kept));
    List<Integer> limits = new ArrayList<>();
    PrivacyService counted =
        service(
            new ForwardingStore(storage.privacy()) {
              @Override
              public int deleteDevicesNotSeenSince(Instant moment, int limit) {
                limits.add(limit);
                return super.deleteDevicesNotSeenSince(moment, limit);
              }

              @Override
              public int deleteEventsBefore(Instant moment, int limit) {
                limits.add(limit);
                return super.deleteEventsBefore(moment, limit);
              }
            });

    assertThat(counted.dueForRetention()).isEqualTo(new RetentionReport(1_001, 2_003));
    assertThat(limits).isEmpty();
    assertThat(counted.applyRetention()).isEqualTo(new RetentionReport(1_001, 2_003));

    assertThat(limits).as("two batches of devices, three of events").hasSize(5);
    assertThat(limits).containsOnly(1_000);
    assertThat(storage.devices().devicesOf(PERSON, 10)).hasSize(1);
    assertThat(storage.devices().devicesOf(EmailAddress.of("old1000@example.com"), 10)).isEmpty();
    assertThat(storage.events().newestOf(PERSON, 10)).containsExactly(kept);
    assertThat(storage.events().countsByType(Instant.parse("2000-01-01T00:00:00Z"), NOW, 10))
        .extracting(count -> count.count())
        .containsExactly(1L);
    assertThat(privacy.applyRetention()).isEqualTo(new RetentionReport(0, 0));
  }

  @Test
  void erasesAPersonAndNobodyElse() {
    fill();

    Erasure erasure = privacy.erase(PERSON);

    assertThat(erasure.audit().at()).isEqualTo(NOW);
    assertThat(erasure.audit().action()).isEqualTo(AuditAction.ERASED);
    assertThat(erasure.audit().deleted()).isEqualTo(new PersonCounts(1, 2, 2, 2, 1));
    assertThat(erasure.remaining()).isEqualTo(new PersonCounts(0, 0, 0, 0, 0));
    assertThat(erasure.isComplete()).isTrue();
    assertThat(storage.privacy().count(PERSON).isEmpty()).isTrue();
    assertThat(storage.privacy().count(STRANGER)).isEqualTo(new PersonCounts(0, 1, 0, 1, 0));
  }

  @Test
  void mayEraseAgain() {
    fill();
    Erasure first = privacy.erase(PERSON);

    Erasure second = privacy.erase(PERSON);

    assertThat(second.isComplete()).isTrue();
    assertThat(second.audit().deleted().isEmpty()).isTrue();
    assertThat(privacy.newestAudits()).containsExactly(second.audit(), first.audit());
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0, 0, 0", "0, 1, 0, 0, 0", "0, 0, 1, 0, 0", "0, 0, 0, 1, 0", "0, 0, 0, 0, 1"})
  void saysWhenSomethingIsLeft(
      long profiles, long devices, long offers, long events, long forecasts) {
    PersonCounts left = new PersonCounts(profiles, devices, offers, events, forecasts);
    PrivacyService forgetful =
        service(
            new ForwardingStore(storage.privacy()) {
              @Override
              public PersonCounts count(EmailAddress person) {
                return left;
              }
            });

    Erasure erasure = forgetful.erase(PERSON);

    assertThat(erasure.isComplete()).isFalse();
    assertThat(erasure.remaining()).isEqualTo(left);
  }

  @Test
  void releasesAnErasedPersonOnce() {
    assertThat(privacy.isErased(PERSON)).isFalse();
    assertThat(privacy.release(PERSON)).isFalse();
    assertThat(privacy.newestAudits()).isEmpty();

    AuditRecord erased = privacy.erase(PERSON).audit();
    assertThat(privacy.isErased(PERSON)).isTrue();
    assertThat(privacy.isErased(STRANGER)).isFalse();

    assertThat(privacy.release(PERSON)).isTrue();
    assertThat(privacy.isErased(PERSON)).isFalse();
    assertThat(privacy.release(PERSON)).isFalse();

    List<AuditRecord> audits = privacy.newestAudits();
    assertThat(audits).hasSize(2).doesNotHaveDuplicates();
    assertThat(audits.get(0).action()).isEqualTo(AuditAction.RELEASED);
    assertThat(audits.get(0).at()).isEqualTo(NOW);
    assertThat(audits.get(0).deleted().isEmpty()).isTrue();
    assertThat(audits.get(1)).isEqualTo(erased);
  }

  @Test
  void listsTheNewestThousandAudits() {
    List<AuditRecord> newestFirst = new ArrayList<>();
    for (int i = 0; i < 1_001; i++) {
      newestFirst.add(0, privacy.erase(EmailAddress.of("c" + i + "@example.com")).audit());
    }

    assertThat(privacy.newestAudits()).isEqualTo(newestFirst.subList(0, 1_000));
  }

  @Test
  void auditsHoldNothingPersonal() {
    fill();

    String text = privacy.erase(PERSON).toString();
    privacy.release(PERSON);

    assertThat(text + privacy.newestAudits())
        .contains("ERASED", "RELEASED")
        .doesNotContain(
            "c.tester",
            "example.com",
            PERSON.toString(),
            "Annie",
            "Brien",
            "Hague",
            String.valueOf(CUSTOMER_ID),
            FINGERPRINT.value(),
            IP_HASH.value());
  }

  @Test
  void exportsEverythingAsJson() throws IOException {
    List<BundleOffer> offers = fill();

    String text = json(privacy);

    assertThat(sorted(text))
        .isEqualTo(
            sorted(
                """
                {
                  "customer_email": "c.tester@example.com",
                  "exported_at": "2026-03-01T12:00:00Z",
                  "customer_intelligence": [
                    {
                      "customer_id": 70017017,
                      "customer_email": "c.tester@example.com",
                      "first_name": "Ann, \\"Annie\\"",
                      "last_name": "O'Brien; Zo\\u00eb",
                      "ip_hash": "%1$s",
                      "browser_fingerprint": "%2$s",
                      "geo_country": "NL",
                      "geo_city": "The Hague",
                      "favorite_products": [
                        {
                          "product_id": 44,
                          "name": "Full Moon",
                          "slug": null,
                          "score": 15.50,
                          "total_quantity": 4,
                          "appearances": 1,
                          "order_numbers": ["1067"],
                          "order_details": [
                            {
                              "order_id": 12399,
                              "order_number": "1067",
                              "quantity": 4,
                              "date": "2026-02-09T12:00:00Z"
                            }
                          ]
                        }
                      ],
                      "peak_spending_quantity": 6,
                      "peak_spending_amount": 1045.00,
                      "avg_order_value": 38.20,
                      "total_orders": 12,
                      "last_order_date": "2026-02-09T12:00:00Z",
                      "days_since_last_order": 20,
                      "purchase_cycle_days": 16,
                      "next_prime_window_start": null,
                      "next_prime_window_end": null,
                      "profile_score": 71.40,
                      "last_recalculated": "2026-02-28T12:00:00Z"
                    }
                  ],
                  "device_tracking": [
                    {
                      "customer_email": "c.tester@example.com",
                      "customer_id": 70017017,
                      "ip_hash": "%1$s",
                      "browser_fingerprint": "%2$s",
                      "first_seen": "2026-02-20T12:00:00Z",
                      "last_seen": "2026-02-20T12:00:00Z",
                      "visit_count": 1,
                      "user_agent": "Browser/1.0 (\\"X\\", like Y)",
                      "geo_country": "NL",
                      "geo_city": "The Hague"
                    },
                    {
                      "customer_email": "c.tester@example.com",
                      "customer_id": null,
                      "ip_hash": null,
                      "browser_fingerprint": "%3$s",
                      "first_seen": "2026-02-21T12:00:00Z",
                      "last_seen": "2026-02-21T12:00:00Z",
                      "visit_count": 1,
                      "user_agent": null,
                      "geo_country": null,
                      "geo_city": null
                    }
                  ],
                  "bundle_offers": [
                    {
                      "id": "%4$s",
                      "customer_id": 70017017,
                      "customer_email": "c.tester@example.com",
                      "bundle_products": [
                        {
                          "image": "moon.png",
                          "weight": 1.50,
                          "product_id": 44,
                          "name": "Full Moon",
                          "slug": "full-moon",
                          "quantity": 3,
                          "unit_price": 14.90,
                          "subtotal": 44.70
                        },
                        {
                          "product_id": "85123A",
                          "name": "Lantern",
                          "slug": null,
                          "quantity": 2,
                          "unit_price": 15.00,
                          "subtotal": 30.00
                        }
                      ],
                      "total_quantity": 5,
                      "base_price": 74.70,
                      "discount_amount": 10.40,
                      "final_price": 64.30,
                      "bonus_points": 80,
                      "trigger_reason": "prime_window",
                      "cart_snapshot": {"items": [{"id": 44, "price": 14.90}], "coupon": null},
                      "status": "purchased",
                      "offered_at": "2026-01-30T12:00:00Z",
                      "viewed_at": "2026-01-31T12:00:00Z",
                      "responded_at": "2026-02-01T12:00:00Z",
                      "expires_at": "2026-02-06T12:00:00Z",
                      "conversion_value": 64.00
                    },
                    {
                      "id": "%5$s",
                      "customer_id": null,
                      "customer_email": "c.tester@example.com",
                      "bundle_products": [
                        {
                          "product_id": "85123A",
                          "name": "Lantern",
                          "slug": null,
                          "quantity": 2,
                          "unit_price": 15.00,
                          "subtotal": 30.00
                        }
                      ],
                      "total_quantity": 2,
                      "base_price": 30.00,
                      "discount_amount": 0.00,
                      "final_price": 30.00,
                      "bonus_points": 0,
                      "trigger_reason": null,
                      "cart_snapshot": null,
                      "status": "expired",
                      "offered_at": "2026-02-22T12:00:00Z",
                      "viewed_at": null,
                      "responded_at": null,
                      "expires_at": "2026-03-01T12:00:00Z",
                      "conversion_value": null
                    }
                  ],
                  "behavioral_events": [
                    {
                      "id": "00000000-0000-7000-8000-000000000001",
                      "session_id": "s-1",
                      "customer_id": 70017017,
                      "customer_email": "c.tester@example.com",
                      "ip_hash": "%1$s",
                      "browser_fingerprint": "%2$s",
                      "event_type": "order_completed",
                      "event_data": {"note": "one\\ntwo, \\"three\\"", "amount": 12.30},
                      "page_url": "https://shop.example.com/?a=1,2",
                      "created_at": "2026-02-23T12:00:00Z"
                    },
                    {
                      "id": "00000000-0000-7000-8000-000000000002",
                      "session_id": null,
                      "customer_id": 70017017,
                      "customer_email": null,
                      "ip_hash": null,
                      "browser_fingerprint": null,
                      "event_type": "page_view",
                      "event_data": {},
                      "page_url": null,
                      "created_at": "2026-02-24T12:00:00Z"
                    }
                  ],
                  "ci_forecasts": [
                    {
                      "customer_email": "c.tester@example.com",
                      "as_of": "2026-03-01",
                      "forecast": {
                        "version": 1,
                        "asOf": "2026-03-01",
                        "probabilityAlive": 0.5,
                        "horizonDays": 365,
                        "expectedOrders": 2.5,
                        "probabilityOfOrder": 0.25,
                        "expectedSpend": 75.00,
                        "discountedValue": null,
                        "nextOrder": {
                          "timing": "TOO_EARLY",
                          "probabilityOfReturn": 0.5,
                          "level": 0.8,
                          "start": null,
                          "median": null,
                          "end": null
                        }
                      }
                    }
                  ]
                }
                """
                    .formatted(
                        IP_HASH.value(),
                        FINGERPRINT.value(),
                        fingerprintOf(PERSON).value(),
                        offers.get(0).id().value(),
                        offers.get(1).id().value())));
  }

  @Test
  void exportsEmptyTablesOfAnUnknownPersonAsJson() throws IOException {
    see(STRANGER, NOW);

    assertThat(sorted(json(privacy)))
        .isEqualTo(
            sorted(
                """
                {
                  "customer_email": "c.tester@example.com",
                  "exported_at": "2026-03-01T12:00:00Z",
                  "customer_intelligence": [],
                  "device_tracking": [],
                  "bundle_offers": [],
                  "behavioral_events": [],
                  "ci_forecasts": []
                }
                """));
  }

  @Test
  void keepsEmptyTablesBetweenOthersInJson() throws IOException {
    storage.events().append(List.of(event(PERSON, NOW)));

    assertThat(Json.MAPPER.readTree(json(privacy)).properties())
        .extracting(table -> table.getKey() + " " + table.getValue().size())
        .containsExactly(
            "customer_email 0",
            "exported_at 0",
            "customer_intelligence 0",
            "device_tracking 0",
            "bundle_offers 0",
            "behavioral_events 1",
            "ci_forecasts 0");
  }

  @Test
  void leavesTheStreamOpen() throws IOException {
    List<String> calls = new ArrayList<>();
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            calls.add("close");
          }
        };

    privacy.exportJson(PERSON, out);
    assertThatThrownBy(() -> breakingAfter(0).exportJson(PERSON, out))
        .isInstanceOf(StorageUnavailableException.class);

    assertThat(calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5, 7})
  void aJsonExportThatBrokeOffDoesNotLookComplete(int rows) {
    fill();
    PrivacyService breaking = breakingAfter(rows);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> breaking.exportJson(PERSON, out))
        .isInstanceOf(StorageUnavailableException.class);

    String text = out.toString(UTF_8);
    assertThat(text).startsWith("{");
    assertThatThrownBy(() -> Json.MAPPER.readTree(text))
        .isInstanceOf(JsonProcessingException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000})
  void passesOnThatTheStreamRefuses(int characters) {
    JsonObject data = JsonObject.of(Map.of("text", "x".repeat(characters)));
    storage
        .events()
        .append(
            List.of(
                BehavioralEvent.builder(FIRST_EVENT, "page_view", NOW)
                    .customer(PERSON)
                    .data(data)
                    .build()));
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("full");
          }
        };

    assertThatThrownBy(() -> privacy.exportJson(PERSON, full))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
  }

  @ParameterizedTest
  @EnumSource(ExportTable.class)
  void namesTheColumnsInCsv(ExportTable table) throws IOException {
    fill();

    privacy.exportCsv(PERSON, directory);

    Path file = directory.resolve(table.tableName() + ".csv");
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file, UTF_8)) {
      assertThat(reader.stream().findFirst().map(CsvRecord::getFields)).contains(table.columns());
    }
  }

  @Test
  void exportsEverythingAsCsv() throws IOException {
    List<BundleOffer> offers = fill();

    privacy.exportCsv(PERSON, directory);

    assertThat(files())
        .containsExactly(
            "behavioral_events.csv",
            "bundle_offers.csv",
            "ci_forecasts.csv",
            "customer_intelligence.csv",
            "device_tracking.csv");

    List<Map<String, String>> profiles = rows("customer_intelligence.csv");
    assertThat(profiles).hasSize(1);
    assertThat(profiles.get(0))
        .containsEntry("customer_id", "70017017")
        .containsEntry("customer_email", "c.tester@example.com")
        .containsEntry("first_name", "Ann, \"Annie\"")
        .containsEntry("last_name", "O'Brien; Zo\u00eb")
        .containsEntry("peak_spending_amount", "1045.00")
        .containsEntry("next_prime_window_start", "");

    List<Map<String, String>> devices = rows("device_tracking.csv");
    assertThat(devices).hasSize(2);
    assertThat(devices.get(0))
        .containsEntry("user_agent", "Browser/1.0 (\"X\", like Y)")
        .containsEntry("visit_count", "1");
    assertThat(devices.get(1)).containsEntry("user_agent", "").containsEntry("ip_hash", "");

    List<Map<String, String>> offered = rows("bundle_offers.csv");
    assertThat(offered).hasSize(2);
    assertThat(offered.get(0))
        .containsEntry("id", offers.get(0).id().value())
        .containsEntry("discount_amount", "10.40")
        .containsEntry("conversion_value", "64.00")
        .containsEntry("status", "purchased");
    assertThat(sorted(offered.get(0).get("cart_snapshot")))
        .isEqualTo(sorted("{\"items\": [{\"id\": 44, \"price\": 14.90}], \"coupon\": null}"));
    assertThat(Json.MAPPER.readTree(offered.get(0).get("bundle_products")))
        .extracting(product -> product.get("name").asText())
        .containsExactly("Full Moon", "Lantern");
    assertThat(offered.get(1)).containsEntry("cart_snapshot", "").containsEntry("viewed_at", "");

    List<Map<String, String>> events = rows("behavioral_events.csv");
    assertThat(events).hasSize(2);
    assertThat(events.get(0)).containsEntry("page_url", "https://shop.example.com/?a=1,2");
    assertThat(Json.MAPPER.readTree(events.get(0).get("event_data")).get("note").asText())
        .isEqualTo("one\ntwo, \"three\"");
    assertThat(events.get(1)).containsEntry("customer_email", "").containsEntry("event_data", "{}");

    List<Map<String, String>> forecasts = rows("ci_forecasts.csv");
    assertThat(forecasts).hasSize(1);
    assertThat(forecasts.get(0)).containsEntry("as_of", "2026-03-01");
    assertThat(Forecast.fromJson(forecasts.get(0).get("forecast"))).isEqualTo(FORECAST);
  }

  @Test
  void exportsHeadersOnlyOfAnUnknownPersonAsCsv() throws IOException {
    privacy.exportCsv(PERSON, directory);

    assertThat(files()).hasSize(5);
    for (String file : files()) {
      assertThat(rows(file)).as(file).isEmpty();
      assertThat(directory.resolve(file)).isNotEmptyFile();
    }
  }

  @ParameterizedTest
  @EnumSource(ExportTable.class)
  void leavesAFileThatExistsAndNoOther(ExportTable table) throws IOException {
    fill();
    Path existing = directory.resolve(table.tableName() + ".csv");
    Files.writeString(existing, "kept", UTF_8);

    assertThatThrownBy(() -> privacy.exportCsv(PERSON, directory))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(files()).containsExactly(existing.getFileName().toString());
    assertThat(existing).hasContent("kept");
  }

  @Test
  void doesNotMakeTheDirectory() throws IOException {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> privacy.exportCsv(PERSON, missing))
        .isInstanceOf(NoSuchFileException.class);

    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5, 7})
  void aCsvExportThatBrokeOffLeavesNoFile(int rows) throws IOException {
    fill();
    PrivacyService breaking = breakingAfter(rows);

    assertThatThrownBy(() -> breaking.exportCsv(PERSON, directory))
        .isInstanceOf(StorageUnavailableException.class);

    assertThat(files()).isEmpty();
    privacy.exportCsv(PERSON, directory);
    assertThat(files()).as("the next try").hasSize(5);
  }

  @Test
  void refusesMissingArguments() throws IOException {
    assertRefused("person", () -> privacy.erase(null));
    assertRefused("person", () -> privacy.isErased(null));
    assertRefused("person", () -> privacy.release(null));
    assertRefused("person", () -> privacy.exportJson(null, new ByteArrayOutputStream()));
    assertRefused("person", () -> privacy.exportCsv(null, directory));
    assertRefused("out", () -> privacy.exportJson(PERSON, null));
    assertRefused("directory", () -> privacy.exportCsv(PERSON, null));
    assertThat(files()).isEmpty();
  }

  @Test
  void refusesMissingParts() {
    TestClock clock = new TestClock(NOW);
    PrivacyStore store = storage.privacy();

    assertRefused("store", () -> new PrivacyService(null, RETENTION, clock));
    assertRefused("retention", () -> new PrivacyService(store, null, clock));
    assertRefused("clock", () -> new PrivacyService(store, RETENTION, null));
  }

  @Test
  void refusesPeriodsThatAreNotAboveZero() {
    Duration day = Duration.ofDays(1);
    Duration negative = Duration.ofNanos(-1);

    assertRefused("devices", () -> new RetentionPolicy(null, day));
    assertRefused("devices", () -> new RetentionPolicy(Duration.ZERO, day));
    assertRefused("devices", () -> new RetentionPolicy(negative, day));
    assertRefused("events", () -> new RetentionPolicy(day, null));
    assertRefused("events", () -> new RetentionPolicy(day, Duration.ZERO));
    assertRefused("events", () -> new RetentionPolicy(day, negative));
  }

  @Test
  void keepsAYearByDefault() {
    Duration year = Duration.ofDays(365);

    assertThat(RetentionPolicy.defaults()).isEqualTo(new RetentionPolicy(year, year));
  }

  /** Stores seven rows about the person and two about a stranger; returns the person's offers. */
  private List<BundleOffer> fill() {
    storage.profiles().save(List.of(profile()));
    storage.forecasts().save(List.of(new CustomerForecast(PERSON, FORECAST)));
    storage
        .devices()
        .record(
            new Sighting(
                PERSON,
                CUSTOMER_ID,
                FINGERPRINT,
                IP_HASH,
                UserAgent.parse("Browser/1.0 (\"X\", like Y)").orElseThrow(),
                new Place("NL", "The Hague"),
                Instant.parse("2026-02-20T12:00:00Z")));
    see(PERSON, Instant.parse("2026-02-21T12:00:00Z"));
    BundleOffer first = made(fullDraft());
    move(first, new OfferStep(OfferStatus.VIEWED, Instant.parse("2026-01-31T12:00:00Z"), null));
    move(
        first,
        new OfferStep(
            OfferStatus.PURCHASED, Instant.parse("2026-02-01T12:00:00Z"), new BigDecimal("64.00")));
    BundleOffer second = made(bareDraft());
    storage
        .events()
        .append(
            List.of(
                BehavioralEvent.builder(
                        FIRST_EVENT, "order_completed", Instant.parse("2026-02-23T12:00:00Z"))
                    .customer(PERSON)
                    .customerId(CUSTOMER_ID)
                    .sessionId("s-1")
                    .ipHash(IP_HASH)
                    .fingerprint(FINGERPRINT)
                    .pageUrl("https://shop.example.com/?a=1,2")
                    .data(
                        JsonObject.parse(
                            "{\"note\": \"one\\ntwo, \\\"three\\\"\", \"amount\": 12.30}"))
                    .build(),
                BehavioralEvent.builder(
                        SECOND_EVENT, "page_view", Instant.parse("2026-02-24T12:00:00Z"))
                    .customerId(CUSTOMER_ID)
                    .build(),
                event(STRANGER, NOW)));
    see(STRANGER, NOW);
    return List.of(first, second);
  }

  private static CustomerProfile profile() {
    Instant lastOrder = Instant.parse("2026-02-09T12:00:00Z");
    FavoriteProduct favorite =
        new FavoriteProduct(
            new ProductId("44"),
            "Full Moon",
            null,
            new BigDecimal("15.50"),
            4,
            1,
            List.of("1067"),
            List.of(new FavoriteProduct.OrderDetail("12399", "1067", 4, lastOrder)),
            JsonObject.empty());
    return new CustomerProfile(
        PERSON,
        CUSTOMER_ID,
        NAME,
        IP_HASH,
        FINGERPRINT,
        new Place("NL", "The Hague"),
        new PurchaseProfile(
            12,
            new BigDecimal("38.20"),
            6,
            new BigDecimal("1045.00"),
            lastOrder,
            16,
            null,
            List.of(favorite),
            new BigDecimal("71.40")),
        Instant.parse("2026-02-28T12:00:00Z"));
  }

  private static OfferDraft fullDraft() {
    BundleLine moon =
        new BundleLine(
            new ProductId("44"),
            "Full Moon",
            "full-moon",
            3,
            new BigDecimal("14.90"),
            new BigDecimal("44.70"),
            JsonObject.parse("{\"image\": \"moon.png\", \"weight\": 1.50}"));
    return new OfferDraft(
        PERSON,
        CUSTOMER_ID,
        List.of(moon, lantern()),
        new BundlePrice(
            new BigDecimal("74.70"), new BigDecimal("10.40"), new BigDecimal("64.30"), 80),
        "prime_window",
        JsonObject.parse("{\"items\": [{\"id\": 44, \"price\": 14.90}], \"coupon\": null}"),
        Instant.parse("2026-01-30T12:00:00Z"),
        Instant.parse("2026-02-06T12:00:00Z"));
  }

  /** Returns an offer that knows little, and whose time is over right now. */
  private static OfferDraft bareDraft() {
    return new OfferDraft(
        PERSON,
        null,
        List.of(lantern()),
        new BundlePrice(
            new BigDecimal("30.00"), new BigDecimal("0.00"), new BigDecimal("30.00"), 0),
        null,
        null,
        Instant.parse("2026-02-22T12:00:00Z"),
        NOW);
  }

  private static BundleLine lantern() {
    return new BundleLine(
        new ProductId("85123A"),
        "Lantern",
        null,
        2,
        new BigDecimal("15.00"),
        new BigDecimal("30.00"),
        JsonObject.empty());
  }

  private BundleOffer made(OfferDraft draft) {
    return ((OfferCreation.Created) storage.offers().create(draft)).offer();
  }

  private void move(BundleOffer offer, OfferStep step) {
    storage.offers().move(offer.id(), step, null);
  }

  private void see(EmailAddress customer, Instant at) {
    storage
        .devices()
        .record(new Sighting(customer, null, fingerprintOf(customer), null, null, null, at));
  }

  private static Fingerprint fingerprintOf(EmailAddress customer) {
    return Fingerprint.ofText(customer.value());
  }

  private static BehavioralEvent event(@Nullable EmailAddress customer, Instant at) {
    BehavioralEvent.Builder event = BehavioralEvent.builder(UUID.randomUUID(), "page_view", at);
    return (customer == null ? event : event.customer(customer)).build();
  }

  private static PrivacyService service(PrivacyStore store) {
    return new PrivacyService(store, RETENTION, new TestClock(NOW));
  }

  /** Returns a service whose store goes away after it has shown some rows, at the end at last. */
  private PrivacyService breakingAfter(int rows) {
    return service(
        new ForwardingStore(storage.privacy()) {
          @Override
          public void read(EmailAddress person, PersonVisitor visitor) {
            super.read(person, new BreakingVisitor(visitor, rows));
            throw new StorageUnavailableException("gone", null);
          }
        });
  }

  private static String json(PrivacyService service) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    service.exportJson(PERSON, out);
    return out.toString(UTF_8);
  }

  /** Compares as text, since trees are equal whatever the scale of their numbers. */
  private static String sorted(String json) throws IOException {
    return Json.MAPPER
        .writer()
        .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
        .withDefaultPrettyPrinter()
        .writeValueAsString(Json.MAPPER.readTree(json));
  }

  private List<Map<String, String>> rows(String file) throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(directory.resolve(file), UTF_8)) {
      return reader.stream().map(NamedCsvRecord::getFieldsAsMap).toList();
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** A visitor that lets some rows through and then fails. */
  private static final class BreakingVisitor implements PersonVisitor {
    private final PersonVisitor visitor;
    private int left;

    BreakingVisitor(PersonVisitor visitor, int rows) {
      this.visitor = visitor;
      this.left = rows;
    }

    @Override
    public void profile(CustomerProfile profile) {
      next();
      visitor.profile(profile);
    }

    @Override
    public void device(Device device) {
      next();
      visitor.device(device);
    }

    @Override
    public void offer(BundleOffer offer) {
      next();
      visitor.offer(offer);
    }

    @Override
    public void event(BehavioralEvent event) {
      next();
      visitor.event(event);
    }

    @Override
    public void forecast(CustomerForecast forecast) {
      next();
      visitor.forecast(forecast);
    }

    private void next() {
      if (left == 0) {
        throw new StorageUnavailableException("gone", null);
      }
      left--;
    }
  }

  /** A store that hands everything on, to be changed in one place. */
  private static class ForwardingStore implements PrivacyStore {
    private final PrivacyStore store;

    ForwardingStore(PrivacyStore store) {
      this.store = store;
    }

    @Override
    public AuditRecord erase(EmailAddress person, Instant at) {
      return store.erase(person, at);
    }

    @Override
    public AuditRecord eraseEverywhere(EmailAddress person, Instant at) {
      return store.eraseEverywhere(person, at);
    }

    @Override
    public List<PendingErasure> pendingErasures(PendingErasure after, int limit) {
      return store.pendingErasures(after, limit);
    }

    @Override
    public boolean completeErasure(PendingErasure erasure, Instant at, PersonCounts deleted) {
      return store.completeErasure(erasure, at, deleted);
    }

    @Override
    public List<Tombstone> tombstonesAfter(Tombstone after, int limit) {
      return store.tombstonesAfter(after, limit);
    }

    @Override
    public int addTombstones(List<Tombstone> tombstones, Instant at) {
      return store.addTombstones(tombstones, at);
    }

    @Override
    public PeoplePage heldThoughErased(String from, int limit) {
      return store.heldThoughErased(from, limit);
    }

    @Override
    public boolean isErased(EmailAddress person) {
      return store.isErased(person);
    }

    @Override
    public boolean release(EmailAddress person, Instant at) {
      return store.release(person, at);
    }

    @Override
    public PersonCounts count(EmailAddress person) {
      return store.count(person);
    }

    @Override
    public void read(EmailAddress person, PersonVisitor visitor) {
      store.read(person, visitor);
    }

    @Override
    public int deleteDevicesNotSeenSince(Instant moment, int limit) {
      return store.deleteDevicesNotSeenSince(moment, limit);
    }

    @Override
    public int deleteEventsBefore(Instant moment, int limit) {
      return store.deleteEventsBefore(moment, limit);
    }

    @Override
    public long countDevicesNotSeenSince(Instant moment) {
      return store.countDevicesNotSeenSince(moment);
    }

    @Override
    public long countEventsBefore(Instant moment) {
      return store.countEventsBefore(moment);
    }

    @Override
    public List<AuditRecord> newestAudits(int limit) {
      return store.newestAudits(limit);
    }
  }
}
