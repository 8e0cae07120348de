package dev.customerintelligence.storage.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.bundle.BundleLine;
import dev.customerintelligence.bundle.BundlePrice;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.mysql.TestServer;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.SightingOutcome;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.Storage;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How many requests a call sends, the beginning and end of its transaction included: over a network
 * each takes longer than the server does.
 */
class RequestsTest {
  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com");
  private static final Fingerprint BROWSER = Fingerprint.of("ab".repeat(32));
  private static final IpHash ADDRESS = new IpHash("cd".repeat(32));

  private final TestSite site = TestSite.empty();
  private final HikariDataSource connections =
      TestServer.dataSource(TestServer.Driver.PLAIN_CONNECTOR_J);
  private Storage storage;

  @BeforeEach
  void open() {
    connections.setMaximumPoolSize(1);
    site.storage().build().migrate();
    storage = site.storage(connections).build().open(TestSite.hasher());
  }

  @AfterEach
  void close() {
    storage.close();
    connections.close();
    site.close();
  }

  @Test
  void recognitionSendsOne() throws SQLException {
    VisitSignals signals = new VisitSignals(BROWSER, List.of(ADDRESS), null, null);

    assertThat(requests(() -> storage.devices().matches(signals, 64))).isEqualTo(1);
  }

  @Test
  void aNewDeviceSendsEightAndAKnownOneTwo() throws SQLException {
    assertThat(requests(() -> record(SightingOutcome.NEW_DEVICE))).isEqualTo(8);
    assertThat(requests(() -> record(SightingOutcome.KNOWN_DEVICE))).isEqualTo(2);
  }

  @Test
  void anOfferSendsSevenAndItsMoveNine() throws SQLException {
    OfferCreation.Created[] created = new OfferCreation.Created[1];

    assertThat(
            requests(() -> created[0] = (OfferCreation.Created) storage.offers().create(draft())))
        .isEqualTo(7);
    assertThat(requests(() -> storage.offers().create(draft())))
        .as("one that stands already is not made")
        .isEqualTo(6);
    assertThat(
            requests(
                () ->
                    assertThat(
                            storage
                                .offers()
                                .move(
                                    created[0].offer().id(),
                                    new OfferStep(OfferStatus.VIEWED, NOON.plusSeconds(60), null),
                                    event()))
                        .isInstanceOf(OfferMove.Moved.class)))
        .isEqualTo(9);
  }

  @Test
  void aThousandEventsSendTen() throws SQLException {
    List<BehavioralEvent> events = IntStream.range(0, 1000).mapToObj(i -> event()).toList();

    assertThat(requests(() -> storage.events().append(events))).isEqualTo(10);
    assertThat(site.value("SELECT COUNT(*) FROM wp_ci_event_ids")).isEqualTo("1000");
  }

  private void record(SightingOutcome expected) {
    Sighting sighting = new Sighting(ADA, null, BROWSER, ADDRESS, null, null, NOON);
    assertThat(storage.devices().record(sighting)).isEqualTo(expected);
  }

  private static BehavioralEvent event() {
    return BehavioralEvent.builder(UUID.randomUUID(), "bundle_viewed", NOON).customer(ADA).build();
  }

  private static OfferDraft draft() {
    BigDecimal price = new BigDecimal("10.00");
    return new OfferDraft(
        ADA,
        null,
        List.of(
            new BundleLine(ProductId.of(44), "Moon", "moon", 1, price, price, JsonObject.empty())),
        new BundlePrice(price, BigDecimal.ZERO, price, 0),
        "prime_window",
        null,
        NOON,
        NOON.plus(Duration.ofDays(7)));
  }

  private long requests(Runnable work) throws SQLException {
    long before = questions();
    work.run();
    // The last look counts itself.
    return questions() - before - 1;
  }

  private long questions() throws SQLException {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW SESSION STATUS LIKE 'Questions'")) {
      row.next();
      return row.getLong(2);
    }
  }
}
