package dev.customerintelligence;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.analytics.AnalyticsStore;
import dev.customerintelligence.analytics.ConversionRate;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.BundlePolicy;
import dev.customerintelligence.bundle.BundleProposal;
import dev.customerintelligence.bundle.BundleRefusal;
import dev.customerintelligence.bundle.CatalogueProduct;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.event.EventTypes;
import dev.customerintelligence.forecast.ForecastPolicy;
import dev.customerintelligence.forecast.ForecastStore;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpAddress;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.TestClock;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.privacy.PrivacyStore;
import dev.customerintelligence.privacy.RetentionPolicy;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.ProfileStore;
import dev.customerintelligence.recognition.Decision;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.recognition.PopulationStatistics;
import dev.customerintelligence.recognition.RecognitionModel;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.SightingOutcome;
import dev.customerintelligence.recognition.Visit;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import dev.customerintelligence.sync.SyncSource;
import dev.customerintelligence.sync.SyncTarget;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CustomerIntelligenceTest {
  private static final HashKey KEY = HashKey.generate("test");
  private static final HashKey OLD_KEY = HashKey.generate("old");
  private static final EmailAddress CUSTOMER = EmailAddress.of("customer@example.com");
  private static final Currency EUR = Currency.getInstance("EUR");
  private static final ProductId MOON = ProductId.of(44);
  private static final Instant NOW = Instant.parse("2026-03-20T10:00:00Z");
  private static final Order ORDER =
      Order.builder("12345", CUSTOMER, Instant.parse("2026-03-01T10:00:00Z"))
          .currency(EUR)
          .customerId(7)
          .customerName(new PersonName("Casey", "Doe"))
          .lines(List.of(OrderLine.of(MOON, "Full Moon", "full-moon", 3, new BigDecimal("14.95"))))
          .build();

  private final TestClock clock = new TestClock(NOW);

  @Test
  void worksFromTheFirstVisitToTheErasureInMemory() {
    try (CustomerIntelligence ci =
        builder()
            .orderHistory(new InMemoryOrderHistory(List.of(ORDER)))
            .catalogue(
                ids ->
                    Map.of(
                        MOON,
                        new CatalogueProduct(
                            MOON, "Full Moon", "full-moon", new BigDecimal("14.95"), EUR, true)))
            .build()) {
      ci.recognition().remember(visit(), CUSTOMER, 7L);
      clock.advance(Duration.ofHours(1));
      assertThat(ci.recognition().recognize(visit()).storefrontView().customer())
          .contains(CUSTOMER);

      assertThat(ci.profiles().recalculate(CUSTOMER)).isEqualTo(ProfileSave.CREATED);
      CustomerProfile profile = ci.profiles().find(CUSTOMER).orElseThrow();
      assertThat(profile.purchases().averageOrderValue()).isEqualTo(new BigDecimal("44.85"));
      assertThat(profile.place()).isEqualTo(new Place("NL", "Utrecht"));

      BundleProposal proposal = ci.bundles().propose(CUSTOMER);
      BundleOffer offer = ((BundleProposal.Offered) proposal).offer();
      assertThat(offer.made().price().finalPrice()).isEqualTo(new BigDecimal("53.82"));
      ci.bundles().view(offer.id());
      OfferMove bought = ci.bundles().purchase(offer.id(), new BigDecimal("53.82"));
      assertThat(((OfferMove.Moved) bought).offer().storedStatus())
          .isEqualTo(OfferStatus.PURCHASED);

      BehavioralEvent completed = ci.events().newEvent(EventTypes.ORDER_COMPLETED).build();
      assertThat(ci.events().log(completed).stored()).isEqualTo(1);
      clock.advance(Duration.ofHours(1));
      assertThat(ci.analytics().conversionRate(clock.instant(), Duration.ofDays(30)))
          .isEqualTo(new ConversionRate(1, 1));
      assertThat(ci.analytics().eventsByType(clock.instant(), Duration.ofDays(30)))
          .containsExactly(
              new EventTypeCount("bundle_viewed", 1), new EventTypeCount("order_completed", 1));
      assertThat(ci.analytics().topCustomers()).containsExactly(profile);

      assertThat(ci.privacy().erase(CUSTOMER).isComplete()).isTrue();
      assertThat(ci.profiles().recalculate(CUSTOMER)).isEqualTo(ProfileSave.CUSTOMER_ERASED);
      assertThat(ci.recognition().recognize(visit()).decision()).isEqualTo(Decision.UNKNOWN);
      assertThat(ci.bundles().find(offer.id())).isEmpty();
    }
  }

  @Test
  void takesTheTimeFromTheClockItIsGiven() {
    try (CustomerIntelligence ci =
        builder().orderHistory(new InMemoryOrderHistory(List.of(ORDER))).build()) {
      ci.recognition().remember(visit(), CUSTOMER);
      ci.profiles().recalculate(CUSTOMER);

      assertThat(ci.recognition().devicesOf(CUSTOMER))
          .extracting(Device::firstSeen)
          .containsExactly(NOW);
      assertThat(ci.profiles().find(CUSTOMER).orElseThrow().recalculatedAt()).isEqualTo(NOW);
      assertThat(ci.events().newEvent("x").build().createdAt()).isEqualTo(NOW);
      assertThat(ci.privacy().erase(CUSTOMER).audit().at()).isEqualTo(NOW);
    }
  }

  @Test
  void takesTheTimeOfTheSystemByDefault() {
    try (CustomerIntelligence ci = CustomerIntelligence.builder().hashKey(KEY).build()) {
      Instant before = Instant.now();

      Instant at = ci.events().newEvent("x").build().createdAt();

      assertThat(at).isBetween(before, Instant.now());
    }
  }

  @Test
  void isUsableWithNothingButAKey() {
    try (CustomerIntelligence ci = builder().build()) {
      ci.recognition().remember(visit(), CUSTOMER);

      assertThat(ci.recognition().devicesOf(CUSTOMER).get(0).ipHash())
          .isEqualTo(
              IpHasher.hmac(KEY).hash(IpAddress.parse("203.0.113.7").orElseThrow()).current());
      assertThat(ci.profiles().recalculate(CUSTOMER))
          .as("the order history is empty")
          .isEqualTo(ProfileSave.CREATED);
      assertThat(ci.profiles().find(CUSTOMER).orElseThrow().purchases().totalOrders()).isZero();
      assertThat(((BundleProposal.Refused) ci.bundles().propose(CUSTOMER)).reason())
          .isEqualTo(BundleRefusal.NO_PROFILE);
    }
  }

  @Test
  void offersNothingFromAnEmptyCatalogue() {
    try (CustomerIntelligence ci =
        builder().orderHistory(new InMemoryOrderHistory(List.of(ORDER))).build()) {
      ci.profiles().recalculate(CUSTOMER);

      assertThat(((BundleProposal.Refused) ci.bundles().propose(CUSTOMER)).reason())
          .isEqualTo(BundleRefusal.NOTHING_FOR_SALE);
    }
  }

  @Test
  void handsEachPartToTheServiceThatNeedsIt() {
    RecognitionModel strict =
        RecognitionModel.fromJson(
            RecognitionModel.defaults().toJson().replace("0.95", "0.9999999999"));
    try (CustomerIntelligence ci =
        builder()
            .recognitionModel(strict)
            .ipHasher(IpHasher.weakSha256())
            .geoLocator(address -> Optional.of(new Place("BE", "Gent")))
            .orderHistory(new InMemoryOrderHistory(List.of(ORDER)))
            .profilePolicy(ProfilePolicy.defaults().withExcludedProducts(Set.of(MOON)))
            .bundlePolicy(BundlePolicy.defaults().withHighValueScore(BigDecimal.ZERO))
            .catalogue(ids -> Map.of())
            .retentionPolicy(new RetentionPolicy(Duration.ofDays(1), Duration.ofDays(1)))
            .build()) {
      Visit visit = Visit.builder().fingerprint("c".repeat(64)).ipAddress("203.0.113.7").build();
      ci.recognition().remember(visit, CUSTOMER);

      Device device = ci.recognition().devicesOf(CUSTOMER).get(0);
      assertThat(device.place()).isEqualTo(new Place("BE", "Gent"));
      assertThat(device.ipHash())
          .isEqualTo(
              IpHasher.weakSha256().hash(IpAddress.parse("203.0.113.7").orElseThrow()).current());
      assertThat(ci.recognition().recognize(visit).candidates().get(0).posterior())
          .as("enough by default, not for a threshold of 0.9999999999")
          .isBetween(0.95, 0.9999999999);
      assertThat(ci.recognition().recognize(visit).decision()).isEqualTo(Decision.UNKNOWN);
      ci.profiles().recalculate(CUSTOMER);
      assertThat(ci.profiles().find(CUSTOMER).orElseThrow().purchases().peakQuantity()).isZero();
      clock.set(Instant.parse("2026-03-21T10:00:01Z"));
      assertThat(ci.privacy().applyRetention().devices()).isEqualTo(1);
    }
  }

  @Test
  void usesTheGivenPolicyForOffers() {
    clock.set(Instant.parse("2026-03-02T10:00:00Z"));
    try (CustomerIntelligence ci =
            builder().orderHistory(new InMemoryOrderHistory(List.of(ORDER))).build();
        CustomerIntelligence generous =
            builder()
                .orderHistory(new InMemoryOrderHistory(List.of(ORDER)))
                .bundlePolicy(BundlePolicy.defaults().withHighValueScore(BigDecimal.ONE))
                .build()) {
      ci.profiles().recalculate(CUSTOMER);
      generous.profiles().recalculate(CUSTOMER);

      assertThat(((BundleProposal.Refused) ci.bundles().propose(CUSTOMER)).reason())
          .isEqualTo(BundleRefusal.TOO_EARLY);
      assertThat(((BundleProposal.Refused) generous.bundles().propose(CUSTOMER)).reason())
          .isEqualTo(BundleRefusal.NOTHING_FOR_SALE);
    }
  }

  @Test
  void offersNoProductThatProfilesExclude() {
    InMemoryStorage shared = new InMemoryStorage(new TombstoneHasher(KEY, List.of()));
    try (CustomerIntelligence before =
            builder()
                .storage(tombstones -> shared)
                .orderHistory(new InMemoryOrderHistory(List.of(ORDER)))
                .build();
        CustomerIntelligence after =
            builder()
                .storage(tombstones -> shared)
                .profilePolicy(ProfilePolicy.defaults().withExcludedProducts(Set.of(MOON)))
                .catalogue(
                    ids ->
                        Map.of(
                            MOON,
                            new CatalogueProduct(MOON, "Moon", null, BigDecimal.ONE, EUR, true)))
                .build()) {
      before.profiles().recalculate(CUSTOMER);

      assertThat(((BundleProposal.Refused) after.bundles().propose(CUSTOMER)).reason())
          .isEqualTo(BundleRefusal.NOTHING_FOR_SALE);
    }
  }

  @Test
  void readsWhatEarlierKeysWrote() {
    InMemoryStorage shared = new InMemoryStorage(new TombstoneHasher(KEY, List.of(OLD_KEY)));
    Visit byAddress = Visit.builder().ipAddress("203.0.113.7").build();
    try (CustomerIntelligence old =
            CustomerIntelligence.builder().hashKey(OLD_KEY).storage(tombstones -> shared).build();
        CustomerIntelligence rotated =
            builder().storage(tombstones -> shared).previousHashKeys(List.of(OLD_KEY)).build();
        CustomerIntelligence forgetful = builder().storage(tombstones -> shared).build()) {
      old.recognition().remember(byAddress, CUSTOMER);

      assertThat(rotated.recognition().recognize(byAddress).candidates()).hasSize(1);
      assertThat(forgetful.recognition().recognize(byAddress).candidates()).isEmpty();
    }
  }

  @Test
  void opensTheStorageWithTheHasherOfAllKeys() {
    AtomicReference<TombstoneHasher> opened = new AtomicReference<>();

    builder()
        .previousHashKeys(List.of(OLD_KEY))
        .storage(
            tombstones -> {
              opened.set(tombstones);
              return new InMemoryStorage(tombstones);
            })
        .build()
        .close();

    assertThat(opened.get().all(CUSTOMER))
        .containsExactly(
            new TombstoneHasher(KEY, List.of()).current(CUSTOMER),
            new TombstoneHasher(OLD_KEY, List.of()).current(CUSTOMER));
  }

  @Test
  void startsItsThreadOnlyToRenewTheStatisticsAndEndsItWhenClosed() throws Exception {
    CountDownLatch renewed = new CountDownLatch(2);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicReference<Thread> reader = new AtomicReference<>();
    CustomerIntelligence ci =
        builder()
            .storage(
                tombstones ->
                    new Wrapped(new InMemoryStorage(tombstones)) {
                      @Override
                      public DeviceStore devices() {
                        return new StatisticsProbe(
                            super.devices(),
                            () -> {
                              reader.set(Thread.currentThread());
                              renewed.countDown();
                              if (renewed.getCount() == 0) {
                                mayEnd.await();
                              }
                            });
                      }
                    })
            .build();
    ci.recognition().recognize(visit());
    assertThat(reader.get()).as("the first is read by the caller").isSameAs(Thread.currentThread());

    clock.advance(Duration.ofMinutes(2));
    ci.recognition().recognize(visit());
    assertThat(renewed.await(10, TimeUnit.SECONDS)).isTrue();

    Thread thread = reader.get();
    assertThat(thread.getName()).isEqualTo("customer-intelligence");
    assertThat(thread.isDaemon()).isTrue();
    ci.close();
    thread.join(10_000);
    assertThat(thread.isAlive()).as("interrupted by close").isFalse();
    assertThat(ci.recognition().recognize(visit()).decision())
        .as("the statistics stay as they are")
        .isEqualTo(Decision.UNKNOWN);
  }

  @Test
  void closesTheStorageItOpenedAsOftenAsItIsClosed() {
    List<String> closed = new ArrayList<>();
    CustomerIntelligence ci =
        builder()
            .storage(
                tombstones ->
                    new Wrapped(new InMemoryStorage(tombstones)) {
                      @Override
                      public void close() {
                        closed.add("closed");
                      }
                    })
            .build();

    ci.close();
    ci.close();

    assertThat(closed).hasSize(2);
  }

  @Test
  void needsAKey() {
    assertThat(assertRefused("hashKey", () -> CustomerIntelligence.builder().build()))
        .hasMessageContaining("HashKey.generate");
    assertRefused("storage", () -> builder().storage(tombstones -> null).build());
  }

  @Test
  void tellsWhyTheStorageDoesNotOpen() {
    IllegalStateException away = new IllegalStateException("away");

    assertThatThrownBy(
            () ->
                builder()
                    .storage(
                        tombstones -> {
                          throw away;
                        })
                    .build())
        .isSameAs(away);
  }

  static Stream<Arguments> setters() {
    StorageFactory storage = InMemoryStorage::new;
    return Stream.of(
        setter("hashKey", ci -> ci.hashKey(KEY), ci -> ci.hashKey(null)),
        setter(
            "previousHashKeys",
            ci -> ci.previousHashKeys(List.of()),
            ci -> ci.previousHashKeys(null)),
        setter("storage", ci -> ci.storage(storage), ci -> ci.storage(null)),
        setter("clock", ci -> ci.clock(() -> NOW), ci -> ci.clock(null)),
        setter("ipHasher", ci -> ci.ipHasher(IpHasher.hmac(KEY)), ci -> ci.ipHasher(null)),
        setter(
            "geoLocator",
            ci -> ci.geoLocator(address -> Optional.empty()),
            ci -> ci.geoLocator(null)),
        setter(
            "recognitionModel",
            ci -> ci.recognitionModel(RecognitionModel.defaults()),
            ci -> ci.recognitionModel(null)),
        setter(
            "orderHistory",
            ci -> ci.orderHistory(new InMemoryOrderHistory(List.of())),
            ci -> ci.orderHistory(null)),
        setter(
            "profilePolicy",
            ci -> ci.profilePolicy(ProfilePolicy.defaults()),
            ci -> ci.profilePolicy(null)),
        setter(
            "forecastPolicy",
            ci -> ci.forecastPolicy(ForecastPolicy.defaults()),
            ci -> ci.forecastPolicy(null)),
        setter("catalogue", ci -> ci.catalogue(ids -> Map.of()), ci -> ci.catalogue(null)),
        setter(
            "bundlePolicy",
            ci -> ci.bundlePolicy(BundlePolicy.defaults()),
            ci -> ci.bundlePolicy(null)),
        setter(
            "retentionPolicy",
            ci -> ci.retentionPolicy(RetentionPolicy.defaults()),
            ci -> ci.retentionPolicy(null)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("setters")
  void refusesNullAndASecondCallOfASetter(
      String field,
      Consumer<CustomerIntelligence.Builder> good,
      Consumer<CustomerIntelligence.Builder> bad) {
    CustomerIntelligence.Builder builder = CustomerIntelligence.builder();

    assertThat(assertRefused(field, () -> bad.accept(builder)))
        .hasMessage(field + ": must not be null");
    good.accept(builder);
    assertThat(assertRefused(field, () -> good.accept(builder)))
        .hasMessage(field + ": was already given; give it once");
  }

  @Test
  void refusesAKeyThatIsNullAmongEarlierOnes() {
    assertRefused(
        "previousHashKeys[1]", () -> builder().previousHashKeys(Arrays.asList(OLD_KEY, null)));
  }

  private CustomerIntelligence.Builder builder() {
    return CustomerIntelligence.builder().hashKey(KEY).clock(clock);
  }

  private static Visit visit() {
    return Visit.builder()
        .fingerprint("c".repeat(64))
        .ipAddress("203.0.113.7")
        .place("NL", "Utrecht")
        .build();
  }

  private static Arguments setter(
      String field,
      Consumer<CustomerIntelligence.Builder> good,
      Consumer<CustomerIntelligence.Builder> bad) {
    return Arguments.of(field, good, bad);
  }

  private static class Wrapped implements Storage {
    private final Storage storage;

    Wrapped(Storage storage) {
      this.storage = storage;
    }

    @Override
    public DeviceStore devices() {
      return storage.devices();
    }

    @Override
    public ProfileStore profiles() {
      return storage.profiles();
    }

    @Override
    public ForecastStore forecasts() {
      return storage.forecasts();
    }

    @Override
    public OfferStore offers() {
      return storage.offers();
    }

    @Override
    public EventStore events() {
      return storage.events();
    }

    @Override
    public AnalyticsStore analytics() {
      return storage.analytics();
    }

    @Override
    public PrivacyStore privacy() {
      return storage.privacy();
    }

    @Override
    public Optional<SyncSource> syncSource() {
      return storage.syncSource();
    }

    @Override
    public Optional<SyncTarget> syncTarget() {
      return storage.syncTarget();
    }

    @Override
    public void close() {
      storage.close();
    }
  }

  /** Does something before the statistics are read. */
  private static final class StatisticsProbe implements DeviceStore {
    interface Probe {
      void run() throws InterruptedException;
    }

    private final DeviceStore store;
    private final Probe probe;

    StatisticsProbe(DeviceStore store, Probe probe) {
      this.store = store;
      this.probe = probe;
    }

    @Override
    public PopulationStatistics statistics(Instant now, Duration halfLife, int crowd) {
      try {
        probe.run();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
      return store.statistics(now, halfLife, crowd);
    }

    @Override
    public SightingOutcome record(Sighting sighting) {
      return store.record(sighting);
    }

    @Override
    public DeviceMatches matches(VisitSignals signals, int limit) {
      return store.matches(signals, limit);
    }

    @Override
    public List<Device> devicesOf(EmailAddress customer, int limit) {
      return store.devicesOf(customer, limit);
    }

    @Override
    public Map<EmailAddress, Device> newestDevices(Collection<EmailAddress> customers) {
      return store.newestDevices(customers);
    }

    @Override
    public List<Device> customersOn(Fingerprint fingerprint, int limit) {
      return store.customersOn(fingerprint, limit);
    }
  }
}
