package dev.customerintelligence.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.analytics.ConversionRate;
import dev.customerintelligence.analytics.DiscountTier;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.BundleProposal;
import dev.customerintelligence.bundle.Catalogue;
import dev.customerintelligence.bundle.CatalogueProduct;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.BufferedEventWriter;
import dev.customerintelligence.event.EventTypes;
import dev.customerintelligence.event.EventsNotWrittenException;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.privacy.Erasure;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.RecalculationReport;
import dev.customerintelligence.recognition.Candidate;
import dev.customerintelligence.recognition.Recognition;
import dev.customerintelligence.recognition.RecognitionModel;
import dev.customerintelligence.recognition.SightingOutcome;
import dev.customerintelligence.recognition.StorefrontView;
import dev.customerintelligence.recognition.Visit;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of the pages on each capability, on one shop with one customer. */
class CapabilityPagesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final EmailAddress ada = EmailAddress.of("ada@example.com");
  private CustomerIntelligence ci;

  @BeforeEach
  void open() {
    Currency euro = Currency.getInstance("EUR");
    Order order =
        Order.builder("1001", ada, Instant.parse("2026-02-09T10:15:30Z"))
            .status("wc-completed")
            .currency(euro)
            .lines(
                List.of(
                    OrderLine.of(
                        ProductId.of(44), "Full Moon", "full-moon", 4, new BigDecimal("14.95"))))
            .build();
    OrderHistory orders = new InMemoryOrderHistory(List.of(order));
    Catalogue catalogue =
        ids ->
            ids.stream()
                .map(
                    id ->
                        new CatalogueProduct(
                            id, "Full Moon", "full-moon", new BigDecimal("14.95"), euro, true))
                .collect(Collectors.toMap(CatalogueProduct::productId, Function.identity()));
    ci =
        CustomerIntelligence.builder()
            .hashKey(HashKey.generate("test"))
            .clock(InstantSource.fixed(NOW))
            .orderHistory(orders)
            .catalogue(catalogue)
            .build();
  }

  @AfterEach
  void close() {
    ci.close();
  }

  @Test
  void recognition() {
    Visit visit =
        Visit.builder()
            .fingerprint("990eb8b7a1c24f0e8d5b6c3a2f1e0d9c990eb8b7a1c24f0e8d5b6c3a2f1e0d9c")
            .ipAddress("203.0.113.7")
            .userAgent("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
            .place("NL", "Amsterdam")
            .build();

    SightingOutcome outcome = ci.recognition().remember(visit, ada, 7L); // after a sign-in

    Recognition recognition = ci.recognition().recognize(visit); // on a later visit
    StorefrontView view = recognition.storefrontView(); // what is safe to act on
    for (Candidate candidate : recognition.candidates()) { // the explanation
      System.out.printf(
          "%s prior %.6f browser %+.1f bits (%s) network %+.1f bits (%s) posterior %.6f%n",
          candidate.customer(), // masked: a***@***
          candidate.prior(),
          candidate.browser().bits(),
          candidate.browser().level(),
          candidate.network().bits(),
          candidate.network().level(),
          candidate.posterior());
    }
    assertThat(outcome).isEqualTo(SightingOutcome.NEW_DEVICE);
    assertThat(view.customer()).contains(ada);
  }

  @Test
  void recognitionModel() {
    String json = RecognitionModel.defaults().toJson();
    RecognitionModel model = RecognitionModel.fromJson(json.replace("0.95", "0.99"));
    assertThat(model.threshold()).isEqualTo(0.99);
  }

  @Test
  void profiles() {
    ProfileSave save = ci.profiles().recalculate(ada);
    CustomerProfile profile = ci.profiles().find(ada).orElseThrow();
    String row = profile.toJson(NOW).json(); // the columns of customer_intelligence

    RecalculationReport report =
        ci.profiles()
            .recalculateAll(
                progress ->
                    System.err.printf(
                        "%d of %d, still to go: %s%n",
                        progress.done(), progress.total(), progress.remaining().orElse(null)));
    assertThat(save).isEqualTo(ProfileSave.CREATED);
    assertThat(row).contains("\"profile_score\":52.94");
    assertThat(report.count(ProfileSave.UNCHANGED)).isEqualTo(1);
  }

  @Test
  void bundles() {
    ci.profiles().recalculate(ada);

    BundleProposal proposal = ci.bundles().propose(ada);
    if (proposal instanceof BundleProposal.Offered offered) {
      BundleOffer offer = offered.offer();
      ci.bundles().view(offer.id()); // the popup was shown
      ci.bundles().accept(offer.id()); // into the cart
      OfferMove move = ci.bundles().purchase(offer.id(), new BigDecimal("71.20"));
      assertThat(move).isInstanceOf(OfferMove.Moved.class);
    } else if (proposal instanceof BundleProposal.Refused refused) {
      System.out.println(refused.reason() + " " + refused.from()); // why not, and until when
    }
    assertThat(proposal).isInstanceOf(BundleProposal.Offered.class);
    assertThat(ci.bundles().expireDue()).isZero();
  }

  @Test
  void events() throws InterruptedException {
    BehavioralEvent event =
        ci.events()
            .newEvent(EventTypes.CHECKOUT_EMAIL_ENTERED)
            .customer(ada)
            .sessionId("session-1")
            .data(JsonObject.of(Map.of("cart_value", new BigDecimal("45.90"))))
            .build();
    ci.events().log(event); // at once

    BufferedEventWriter writer = ci.events().newWriter(BufferedEventWriter.Options.defaults());
    writer.write(event); // waits while the buffer is full, never drops
    try {
      writer.close(); // stores what is held
    } catch (EventsNotWrittenException e) {
      System.err.println(e.events().size() + " events to keep for later");
    }
    assertThat(ci.events().recentOf(ada)).containsExactly(event);
  }

  @Test
  void analytics() {
    Duration month = Duration.ofDays(30);
    List<CustomerProfile> best = ci.analytics().topCustomers();
    List<CustomerProfile> due = ci.analytics().primeWindow(NOW, Duration.ofDays(7));
    ConversionRate rate = ci.analytics().conversionRate(NOW, month);
    Map<DiscountTier, ConversionRate> byDiscount = ci.analytics().acceptanceByDiscount(NOW, month);
    System.out.println(rate.percent().map(percent -> percent + " %").orElse("nothing shown yet"));
    assertThat(best).isEmpty();
    assertThat(due).isEmpty();
    assertThat(byDiscount).isEmpty();
  }

  @Test
  void privacy(@TempDir Path directory) throws Exception {
    ci.profiles().recalculate(ada);
    ByteArrayOutputStream document = new ByteArrayOutputStream();

    ci.privacy().exportJson(ada, document); // everything, as one JSON document
    ci.privacy().exportCsv(ada, directory); // the same, a CSV file per table

    Erasure erasure = ci.privacy().erase(ada);
    if (!erasure.isComplete()) {
      throw new IllegalStateException("still there: " + erasure.remaining());
    }
    ci.privacy().applyRetention(); // deletes what is too old, in small batches

    assertThat(ci.profiles().recalculate(ada)).isEqualTo(ProfileSave.CUSTOMER_ERASED);
    assertThat(document.toString(StandardCharsets.UTF_8)).contains("\"profile_score\" : 52.94");
    assertThat(directory.resolve("bundle_offers.csv")).exists();
  }
}
