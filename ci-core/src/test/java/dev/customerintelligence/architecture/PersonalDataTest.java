package dev.customerintelligence.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.bundle.BundleProposal;
import dev.customerintelligence.bundle.CatalogueProduct;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.BufferedEventWriter;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.event.EventsNotWrittenException;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.recognition.Recognition;
import dev.customerintelligence.recognition.Visit;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Walks one person through the whole library and reads what it says aloud. */
class PersonalDataTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String LOCAL_PART = "zebulon.quagmire";
  private static final EmailAddress EMAIL = EmailAddress.of(LOCAL_PART + "@example.com");
  private static final PersonName NAME = PersonName.of("Zebulon", "Quagmire").orElseThrow();
  private static final String IP = "198.51.100.77";
  private static final String CITY = "Ouagadougou";
  private static final String FINGERPRINT =
      "fe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8a";
  private static final List<String> SECRETS =
      List.of(
          LOCAL_PART, "zebulon", "quagmire", IP, CITY, FINGERPRINT, FINGERPRINT.substring(0, 8));

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger libraryLogger = (Logger) LoggerFactory.getLogger("dev.customerintelligence");
  private final List<String> said = new ArrayList<>();
  private Level formerLevel;

  @BeforeEach
  void listen() {
    formerLevel = libraryLogger.getLevel();
    libraryLogger.setLevel(Level.TRACE);
    log.start();
    libraryLogger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    libraryLogger.detachAppender(log);
    libraryLogger.setLevel(formerLevel);
  }

  @Test
  void nothingThatIsSaidAloudNamesThePerson() throws Exception {
    try (CustomerIntelligence ci = library()) {
      Visit visit =
          Visit.builder().fingerprint(FINGERPRINT).ipAddress(IP).place("BF", CITY).build();
      say(visit);
      say(ci.recognition().remember(visit, EMAIL, 7L));
      Recognition recognition = ci.recognition().recognize(visit);
      say(recognition);
      recognition.candidates().forEach(this::say);
      say(recognition.storefrontView());
      ci.recognition().devicesOf(EMAIL).forEach(this::say);
      say(ci.recognition().renewStatistics());
      say(ci.profiles().recalculate(EMAIL));
      CustomerProfile profile = ci.profiles().find(EMAIL).orElseThrow();
      say(profile);
      say(profile.toJson(NOW));
      BundleProposal proposal = ci.bundles().propose(EMAIL);
      say(proposal);
      say(ci.bundles().openOffer(EMAIL).orElseThrow());
      say(ci.bundles().view(ci.bundles().openOffer(EMAIL).orElseThrow().id()));
      BehavioralEvent event = event(ci);
      say(event);
      say(ci.events().log(event));
      say(ci.events().recentOf(EMAIL));
      say(ci.analytics().topCustomers());
      say(ci.privacy().erase(EMAIL));
      say(ci.privacy().newestAudits());
    }
    say(NAME, EMAIL, IpAddress.parse(IP).orElseThrow(), Place.of("BF", CITY).orElseThrow());
    say(new VisitSignals(Fingerprint.of(FINGERPRINT), List.of(), null, null));
    say(order());
    assertNothingSecret();
  }

  @Test
  void errorsDoNotNameThePerson() {
    sayFailure(() -> EmailAddress.of(LOCAL_PART + " @example.com"));
    sayFailure(() -> EmailAddress.of(LOCAL_PART));
    sayFailure(() -> Fingerprint.of(FINGERPRINT + "00"));
    sayFailure(() -> Fingerprint.of(FINGERPRINT.substring(1) + "x"));
    sayFailure(() -> PersonName.of("Zebulon" + "q".repeat(300), "Quagmire"));
    sayFailure(() -> Place.of("BF", CITY + "o".repeat(200)));
    sayFailure(() -> JsonObject.parse("{\"" + LOCAL_PART + "\": "));
    sayFailure(() -> JsonObject.parse("[\"" + LOCAL_PART + "\"]"));
    sayFailure(() -> JsonObject.parse("{\"zebulon\":1,\"zebulon\":2}"));
    sayFailure(
        () ->
            BehavioralEvent.builder(new UUID(1, 1), "x", NOW)
                .sessionId(LOCAL_PART + "\u0000")
                .build());
    try (CustomerIntelligence ci = library()) {
      sayFailure(() -> ci.recognition().remember(Visit.builder().build(), EMAIL));
    }
    try (CustomerIntelligence ci =
        builder()
            .orderHistory(
                new InMemoryOrderHistory(
                    List.of(
                        Order.builder("1", EMAIL, NOW.plusSeconds(60))
                            .currency(Currency.getInstance("EUR"))
                            .build())))
            .build()) {
      sayFailure(() -> ci.profiles().recalculate(EMAIL));
      say(ci.profiles().recalculateAll(progress -> {}));
    }
    assertThat(said).hasSize(13);
    assertNothingSecret();
  }

  @Test
  void logsOfTroubleDoNotNameThePerson() throws Exception {
    try (CustomerIntelligence ci =
        builder()
            .geoLocator(
                address -> {
                  throw new IllegalStateException("no place for " + IP);
                })
            .build()) {
      ci.recognition().recognize(Visit.builder().fingerprint(FINGERPRINT).ipAddress(IP).build());
    }
    try (CustomerIntelligence ci =
        builder().storage(PersonalDataTest::storageWhoseEventsAreAway).build()) {
      BufferedEventWriter writer =
          ci.events()
              .newWriter(
                  new BufferedEventWriter.Options(
                      10, 1, Duration.ofMillis(10), Duration.ofMillis(200)));
      writer.write(event(ci));
      assertThatThrownBy(writer::close)
          .isInstanceOfSatisfying(EventsNotWrittenException.class, e -> say(e, e.events()));
    }
    assertThat(log.list).as("the trouble is logged at all").hasSizeGreaterThanOrEqualTo(2);
    assertNothingSecret();
  }

  private void assertNothingSecret() {
    List<String> everything = new ArrayList<>(said);
    for (ILoggingEvent event : log.list) {
      everything.add(event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        everything.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    assertThat(everything).isNotEmpty();
    for (String secret : SECRETS) {
      assertThat(everything)
          .noneMatch(
              text -> text.toLowerCase(Locale.ROOT).contains(secret.toLowerCase(Locale.ROOT)));
    }
  }

  private void say(Object... values) {
    for (Object value : values) {
      said.add(String.valueOf(value));
    }
  }

  private void sayFailure(Callable<?> call) {
    try {
      call.call();
      throw new AssertionError("should have been refused");
    } catch (InvalidInputException e) {
      say(e);
    } catch (Exception e) {
      throw new AssertionError("should have been refused with the field's name", e);
    }
  }

  private static Storage storageWhoseEventsAreAway(TombstoneHasher tombstones) {
    Storage whole = new InMemoryStorage(tombstones);
    EventStore away =
        (EventStore)
            Proxy.newProxyInstance(
                EventStore.class.getClassLoader(),
                new Class<?>[] {EventStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("supportsPageUrl")) {
                    return true;
                  }
                  // No store may say so much; were it to, the log still must not.
                  throw new StorageUnavailableException(
                      "away with " + EMAIL.value(), new IllegalStateException(FINGERPRINT));
                });
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) ->
                method.getName().equals("events") ? away : method.invoke(whole, arguments));
  }

  private static BehavioralEvent event(CustomerIntelligence ci) {
    return ci.events()
        .newEvent("checkout_email_entered")
        .customer(EMAIL)
        .fingerprint(Fingerprint.of(FINGERPRINT))
        .data(JsonObject.of(Map.of("email", EMAIL.value())))
        .pageUrl("https://shop.example.com/?email=" + EMAIL.value())
        .build();
  }

  private static Order order() {
    return Order.builder("1", EMAIL, NOW.minus(Duration.ofDays(20)))
        .customerName(NAME)
        .currency(Currency.getInstance("EUR"))
        .lines(
            List.of(
                OrderLine.of(
                    ProductId.of(44), "Full Moon", "full-moon", 4, new BigDecimal("9.95"))))
        .build();
  }

  private static CustomerIntelligence library() {
    return builder()
        .orderHistory(new InMemoryOrderHistory(List.of(order())))
        .catalogue(
            ids ->
                Map.of(
                    ProductId.of(44),
                    new CatalogueProduct(
                        ProductId.of(44),
                        "Full Moon",
                        "full-moon",
                        new BigDecimal("9.95"),
                        Currency.getInstance("EUR"),
                        true)))
        .build();
  }

  private static CustomerIntelligence.Builder builder() {
    return CustomerIntelligence.builder()
        .hashKey(HashKey.generate("test"))
        .clock(InstantSource.fixed(NOW));
  }
}
