package dev.customerintelligence.profile;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.EUR;
import static dev.customerintelligence.order.TestOrders.day;
import static dev.customerintelligence.order.TestOrders.line;
import static dev.customerintelligence.order.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.TestClock;
import dev.customerintelligence.order.ChangedCustomers;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderChanges;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.order.UnreadableOrders;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfileServiceTest {
  private static final PersonName NAME = new PersonName("Casey", "Doe");
  private static final IpHash IP = new IpHash("a".repeat(64));
  private static final Fingerprint BROWSER = Fingerprint.of("c".repeat(64));
  private static final Place PLACE = new Place("NL", "Amsterdam");

  private final TestClock clock = new TestClock(day(40));
  private final Storage storage =
      new InMemoryStorage(new TombstoneHasher(HashKey.generate("test"), List.of()));

  @Test
  void calculatesAndKeepsAProfile() {
    Order order =
        order("1", day(30)).customerId(7).customerName(NAME).lines(List.of(line("44", 4))).build();
    ProfileService profiles = service(order);

    assertThat(profiles.find(CUSTOMER)).isEmpty();
    assertThat(profiles.recalculate(CUSTOMER)).isEqualTo(ProfileSave.CREATED);
    assertThat(profiles.find(CUSTOMER))
        .contains(
            new CustomerProfile(
                CUSTOMER,
                7L,
                NAME,
                null,
                null,
                null,
                ProfileCalculator.calculate(List.of(order), ProfilePolicy.defaults(), day(40)),
                day(40)));
  }

  @Test
  void takesNameAndCustomerIdFromTheNewestOrderThatHasThem() {
    PersonName old = new PersonName("Casey", "Former");
    ProfileService profiles =
        service(
            order("1", day(1)).customerId(7).customerName(old).build(),
            order("3", day(3)).build(),
            order("2", day(2)).customerName(NAME).status("cancelled").build());

    profiles.recalculate(CUSTOMER);

    assertThat(profiles.find(CUSTOMER).orElseThrow().customerId()).isEqualTo(7L);
    assertThat(profiles.find(CUSTOMER).orElseThrow().name()).isEqualTo(NAME);
  }

  @Test
  void takesTheNewestDevicesColumns() {
    sight(BROWSER, IP, day(20));
    sight(Fingerprint.of("d".repeat(64)), new IpHash("e".repeat(64)), day(10));
    ProfileService profiles = service(order("1", day(30)).build());

    profiles.recalculate(CUSTOMER);

    CustomerProfile profile = profiles.find(CUSTOMER).orElseThrow();
    assertThat(profile.fingerprint()).isEqualTo(BROWSER);
    assertThat(profile.ipHash()).isEqualTo(IP);
    assertThat(profile.place()).isEqualTo(PLACE);
    assertThat(profile.customerId()).isEqualTo(9L);
  }

  @Test
  void neverForgetsWhoACustomerIs() {
    sight(BROWSER, IP, day(20));
    service(order("1", day(30)).customerId(7).customerName(NAME).build()).recalculate(CUSTOMER);
    storage.privacy().deleteDevicesNotSeenSince(day(40), 10);
    assertThat(storage.devices().devicesOf(CUSTOMER, 10)).isEmpty();

    ProfileSave second =
        service(order("1", day(30)).build(), order("2", day(35)).build()).recalculate(CUSTOMER);

    CustomerProfile profile = storage.profiles().find(CUSTOMER).orElseThrow();
    assertThat(second).isEqualTo(ProfileSave.UPDATED);
    assertThat(profile.purchases().totalOrders()).isEqualTo(2);
    assertThat(profile.customerId()).isEqualTo(7L);
    assertThat(profile.name()).isEqualTo(NAME);
    assertThat(profile.ipHash()).isEqualTo(IP);
    assertThat(profile.fingerprint()).isEqualTo(BROWSER);
    assertThat(profile.place()).isEqualTo(PLACE);
  }

  @Test
  void writesNothingWhenOnlyTheDaysSinceTheLastOrderDiffer() {
    ProfileService profiles = service(order("1", day(30), "20.00"));
    profiles.recalculate(CUSTOMER);
    CustomerProfile stored = profiles.find(CUSTOMER).orElseThrow();
    clock.advance(Duration.ofDays(1));

    assertThat(profiles.recalculate(CUSTOMER)).isEqualTo(ProfileSave.UNCHANGED);
    assertThat(profiles.find(CUSTOMER)).containsSame(stored);
    assertThat(stored.recalculatedAt()).isEqualTo(day(40));
    assertThat(stored.purchases().daysSinceLastOrder(clock.instant()))
        .as("computed for the reader's moment")
        .hasValue(11);
  }

  @Test
  void writesAgainWhenTheScoreAgesByAStep() {
    ProfileService profiles = service(order("1", day(30), "20.00"));
    profiles.recalculate(CUSTOMER);
    clock.set(day(30 + 15));

    assertThat(profiles.recalculate(CUSTOMER)).isEqualTo(ProfileSave.UPDATED);
    assertThat(profiles.find(CUSTOMER).orElseThrow().purchases().score())
        .isEqualTo(new BigDecimal("41.00"));
  }

  @Test
  void neverReplacesAProfileByAnEarlierOne() {
    ProfileService profiles = service(order("1", day(30)).build());
    profiles.recalculate(CUSTOMER);
    clock.set(day(39));

    ProfileSave earlier =
        service(order("1", day(30)).build(), order("2", day(31)).build()).recalculate(CUSTOMER);

    assertThat(earlier).isEqualTo(ProfileSave.STALE);
    assertThat(profiles.find(CUSTOMER).orElseThrow().purchases().totalOrders()).isEqualTo(1);
  }

  @Test
  void storesNothingAboutAnErasedCustomer() {
    storage.privacy().erase(CUSTOMER, day(39));
    ProfileService profiles = service(order("1", day(30)).build());

    assertThat(profiles.recalculate(CUSTOMER)).isEqualTo(ProfileSave.CUSTOMER_ERASED);
    assertThat(profiles.recalculateAll(progress -> {}).count(ProfileSave.CUSTOMER_ERASED))
        .isEqualTo(1);
    assertThat(profiles.find(CUSTOMER)).isEmpty();
  }

  @Test
  void keepsTheStoredProfileWhenTheOrdersCannotBeCalculated() {
    service(order("1", day(30)).build()).recalculate(CUSTOMER);
    CustomerProfile stored = storage.profiles().find(CUSTOMER).orElseThrow();

    assertRefused(
        "orderedAt",
        () ->
            service(order("1", day(30)).build(), order("2", day(41)).build())
                .recalculate(CUSTOMER));
    assertRefused(
        "currency",
        () -> service(order("1", day(30)).build(), inDollars(CUSTOMER)).recalculate(CUSTOMER));
    assertThat(storage.profiles().find(CUSTOMER)).containsSame(stored);
  }

  @Test
  void recalculatesEveryCustomerInBatchesAndReportsRefusals() {
    List<Order> orders = shop(2201);
    orders.add(inDollars(email(3)));
    orders.add(Order.builder("future", email(700), day(41)).currency(EUR).build());
    List<List<Long>> progress = new ArrayList<>();
    ProfileService profiles = service(orders.toArray(Order[]::new));

    RecalculationReport report =
        profiles.recalculateAll(each -> progress.add(List.of(each.done(), each.total())));

    assertThat(report.saves()).containsExactly(entry(ProfileSave.CREATED, 2199L));
    assertThat(report.refused()).isEqualTo(2);
    assertThat(report.customers()).isEqualTo(2201);
    assertThat(report.refusals())
        .containsExactly(
            new RecalculationReport.Refusal(
                email(3),
                "currency: must be one for all orders of a customer; orders o3 and dollars are in"
                    + " EUR and USD"),
            new RecalculationReport.Refusal(
                email(700),
                "orderedAt: must not lie after 2026-04-10T10:00:00Z; that of order future is"
                    + " 2026-04-11T10:00:00Z"));
    assertThat(progress)
        .containsExactly(List.of(1000L, 2201L), List.of(2000L, 2201L), List.of(2201L, 2201L));
    assertThat(profiles.find(email(3))).isEmpty();
    assertThat(profiles.find(email(4))).isPresent();
    assertThat(profiles.find(email(1200))).isPresent();
  }

  @Test
  void writesNothingInASecondRun() {
    ProfileService profiles = service(shop(2000).toArray(Order[]::new));
    profiles.recalculateAll(progress -> {});
    clock.advance(Duration.ofDays(1));
    List<Long> progress = new ArrayList<>();

    RecalculationReport second = profiles.recalculateAll(each -> progress.add(each.done()));

    assertThat(second.saves()).containsExactly(entry(ProfileSave.UNCHANGED, 2000L));
    assertThat(second.refusals()).isEmpty();
    assertThat(progress).containsExactly(1000L, 2000L);
  }

  @Test
  void goesOnAfterTheCustomerAtWhomItWasStopped() {
    ProfileService profiles = service(shop(2300).toArray(Order[]::new));
    List<RecalculationProgress> seen = new ArrayList<>();
    RuntimeException stop = new IllegalStateException("stop");
    assertThatThrownBy(
            () ->
                profiles.recalculateAll(
                    each -> {
                      clock.advance(Duration.ofSeconds(4));
                      seen.add(each);
                      if (seen.size() == 2) {
                        throw stop;
                      }
                    }))
        .isSameAs(stop);

    RecalculationReport rest = profiles.recalculateAfter(seen.get(1).last(), seen::add);

    assertThat(rest.saves()).containsExactly(entry(ProfileSave.CREATED, 300L));
    assertThat(seen.get(0).customersPerSecond()).as("no time had passed").isEmpty();
    assertThat(seen.get(0).remaining()).isEmpty();
    assertThat(seen.get(1).customersPerSecond()).contains(500.0);
    assertThat(seen.get(1).remaining()).contains(Duration.ofMillis(600));
    assertThat(seen.get(2).done()).isEqualTo(300);
    assertRefused("last", () -> profiles.recalculateAfter(null, each -> {}));
  }

  @Test
  void recalculatesOnlyWhoseOrdersChanged() {
    Order order = order("1", day(30)).build();
    Map<String, ChangedCustomers> pages =
        Map.of(
            "a",
            new ChangedCustomers(List.of(new CustomerOrders(CUSTOMER, List.of(order))), "b", false),
            "b",
            new ChangedCustomers(
                List.of(new UnreadableOrders(email(2), "status: must not be null")), "c", false),
            "c",
            new ChangedCustomers(List.of(), "d", true));
    OrderChanges changes =
        new OrderChanges() {
          @Override
          public String cursor() {
            return "a";
          }

          @Override
          public ChangedCustomers customersChangedAfter(String cursor, int limit) {
            return pages.get(cursor);
          }
        };
    List<Long> progress = new ArrayList<>();

    ChangesReport report =
        service().recalculateChanged(changes, changes.cursor(), each -> progress.add(each.done()));

    assertThat(report.cursor()).isEqualTo("d");
    assertThat(report.report().saves()).containsExactly(entry(ProfileSave.CREATED, 1L));
    assertThat(report.report().refused()).isEqualTo(1);
    assertThat(progress).containsExactly(1L, 2L);
    assertThat(storage.profiles().find(CUSTOMER)).isPresent();
    assertRefused("changes", () -> service().recalculateChanged(null, "a", each -> {}));
  }

  @Test
  void emptiesAndNamesTheProfilesOfCustomersWhoseOrdersAreGone() {
    service(shop(2203).toArray(Order[]::new)).recalculateAll(each -> {});
    List<Order> left = new ArrayList<>(shop(2203));
    Set<EmailAddress> gone = Set.of(email(0), email(1000), email(2201), email(2202));
    left.removeIf(order -> gone.contains(order.customer()));
    clock.advance(Duration.ofHours(1));
    Gone named = new Gone();

    RecalculationReport report = service(left.toArray(Order[]::new)).recalculateAll(named);

    assertThat(named.customers).containsExactlyInAnyOrderElementsOf(gone);
    assertThat(report.saves())
        .containsOnly(entry(ProfileSave.UNCHANGED, 2199L), entry(ProfileSave.UPDATED, 4L));
    assertThat(storage.profiles().find(email(2201)).orElseThrow().purchases().totalOrders())
        .isZero();
    Gone again = new Gone();
    service(left.toArray(Order[]::new)).recalculateAll(again);
    assertThat(again.customers).isEmpty();
  }

  @Test
  void emptiesNoProfileWhenTheOrderHistoryHasNoCustomers() {
    service(shop(3).toArray(Order[]::new)).recalculateAll(each -> {});
    clock.advance(Duration.ofHours(1));
    Gone named = new Gone();

    RecalculationReport report = service().recalculateAll(named);

    assertThat(named.customers).isEmpty();
    assertThat(report.customers()).isZero();
    assertThat(storage.profiles().find(email(1)).orElseThrow().purchases().totalOrders()).isOne();
  }

  @Test
  void emptiesNoProfileWhenItGoesOnInAnEmptyOrderHistory() {
    service(shop(3).toArray(Order[]::new)).recalculateAll(each -> {});
    clock.advance(Duration.ofHours(1));
    Gone named = new Gone();

    service().recalculateAfter(email(0), named);
    assertThat(named.customers).isEmpty();

    service(shop(1).toArray(Order[]::new)).recalculateAfter(email(0), named);
    assertThat(named.customers).containsExactly(email(1), email(2));
  }

  @Test
  void namesAgainWhomTheListenerFailedOn() {
    service(shop(3).toArray(Order[]::new)).recalculateAll(each -> {});
    clock.advance(Duration.ofHours(1));
    RuntimeException away = new IllegalStateException("away");
    Gone failing =
        new Gone() {
          @Override
          public void ordersGone(EmailAddress customer) {
            throw away;
          }
        };
    ProfileService profiles = service(shop(1).toArray(Order[]::new));
    assertThatThrownBy(() -> profiles.recalculateAll(failing)).isSameAs(away);

    Gone named = new Gone();
    profiles.recalculateAll(named);

    assertThat(named.customers).containsExactly(email(1), email(2));
  }

  @Test
  void namesThoseGoneBeforeItSaysThatAPageIsDone() {
    service(shop(3).toArray(Order[]::new)).recalculateAll(each -> {});
    List<Order> left = new ArrayList<>(shop(3));
    left.removeIf(order -> order.customer().equals(email(1)));
    List<Object> told = new ArrayList<>();

    service(left.toArray(Order[]::new))
        .recalculateAll(
            new RecalculationListener() {
              @Override
              public void progress(RecalculationProgress progress) {
                told.add(progress.last());
              }

              @Override
              public void ordersGone(EmailAddress customer) {
                told.add(customer);
              }
            });

    assertThat(told).containsExactly(email(1), email(2));
  }

  @Test
  void doesNotEmptyWhomOnlyTheWalkMissed() {
    service(shop(3).toArray(Order[]::new)).recalculateAll(each -> {});
    OrderHistory missing =
        new PassedOn(new InMemoryOrderHistory(shop(3)), 3, null) {
          @Override
          public List<CustomerHistory> customersAfter(EmailAddress after, int limit) {
            return super.customersAfter(after, limit).stream()
                .filter(history -> history.customer().equals(email(2)))
                .toList();
          }

          @Override
          public CustomerOrders ordersOf(EmailAddress customer) {
            if (customer.equals(email(1))) {
              throw new UnreadableRowException(
                  "orders", "7", new InvalidInputException("status", "must not be null"));
            }
            return super.ordersOf(customer);
          }
        };
    Gone named = new Gone();

    RecalculationReport report = service(missing).recalculateAll(named);

    assertThat(named.customers).isEmpty();
    assertThat(report.saves()).containsExactly(entry(ProfileSave.UNCHANGED, 2L));
    assertThat(report.refusals())
        .extracting(RecalculationReport.Refusal::customer)
        .containsExactly(email(1));
  }

  @Test
  void stampsAProfileWithTheMomentBeforeItsOrdersWereRead() {
    Instant before = clock.instant();
    OrderHistory slow =
        new PassedOn(new InMemoryOrderHistory(shop(1)), 1, null) {
          @Override
          public CustomerOrders ordersOf(EmailAddress customer) {
            clock.advance(Duration.ofMinutes(1));
            return super.ordersOf(customer);
          }

          @Override
          public List<CustomerHistory> customersAfter(EmailAddress after, int limit) {
            clock.advance(Duration.ofMinutes(1));
            return super.customersAfter(after, limit);
          }
        };

    service(slow).recalculateAll(each -> {});
    assertThat(storage.profiles().find(email(0)).orElseThrow().recalculatedAt()).isEqualTo(before);

    Instant later = clock.instant();
    assertThat(service(slow).recalculate(email(1))).isEqualTo(ProfileSave.CREATED);
    assertThat(storage.profiles().find(email(1)).orElseThrow().recalculatedAt()).isEqualTo(later);
  }

  @Test
  void tellsWhatTheReadingAheadFailedOf() {
    InMemoryOrderHistory orders = new InMemoryOrderHistory(shop(1100));
    StorageUnavailableException away = new StorageUnavailableException("away", null);
    ProfileService profiles = service(new PassedOn(orders, 1100, away));

    assertThatThrownBy(() -> profiles.recalculateAll(each -> {})).isSameAs(away);
    assertThat(profiles.after(null, 1000)).as("the page before it is saved").hasSize(1000);
  }

  @Test
  void listsTheFirstTenRefusalsAndCountsAll() {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      orders.add(Order.builder("o" + i, email(i), day(41)).currency(EUR).build());
    }

    RecalculationReport report =
        service(orders.toArray(Order[]::new)).recalculateAll(progress -> {});

    assertThat(report.refused()).isEqualTo(12);
    assertThat(report.refusals()).hasSize(10);
    assertThat(report.refusals().get(9).customer()).isEqualTo(email(9));
    assertThat(report.saves()).isEmpty();
  }

  @Test
  void goesOnWhenTheStoreCannotHoldOneOfABatch() {
    ProfileStore store =
        new Delegating(storage.profiles()) {
          @Override
          public List<ProfileSave> save(List<CustomerProfile> profiles) {
            if (profiles.stream().anyMatch(profile -> profile.customer().equals(email(2)))) {
              throw new InvalidInputException("customerId", "must fit an INTEGER");
            }
            return super.save(profiles);
          }
        };
    ProfileService profiles = service(store, shop(5).toArray(Order[]::new));

    RecalculationReport report = profiles.recalculateAll(progress -> {});

    assertThat(report.count(ProfileSave.CREATED)).isEqualTo(4);
    assertThat(report.refusals())
        .containsExactly(
            new RecalculationReport.Refusal(email(2), "customerId: must fit an INTEGER"));
    assertThat(storage.profiles().find(email(4))).isPresent();
  }

  @Test
  void reportsProgressBeyondAnEstimateThatWasTooLow() {
    List<List<Long>> progress = new ArrayList<>();
    InMemoryOrderHistory orders = new InMemoryOrderHistory(shop(3));
    ProfileService profiles = service(new PassedOn(orders, 1, null));

    profiles.recalculateAll(each -> progress.add(List.of(each.done(), each.total())));

    assertThat(progress).containsExactly(List.of(3L, 3L));
  }

  @Test
  void reportsUnreadableOrdersAndGoesOn() {
    InMemoryOrderHistory orders = new InMemoryOrderHistory(shop(3));
    ProfileService profiles =
        service(
            new PassedOn(orders, 3, null) {
              @Override
              public List<CustomerHistory> customersAfter(EmailAddress after, int limit) {
                return super.customersAfter(after, limit).stream()
                    .<CustomerHistory>map(
                        history ->
                            history.customer().equals(email(1))
                                ? new UnreadableOrders(email(1), "order 7 is broken")
                                : history)
                    .toList();
              }
            });

    RecalculationReport report = profiles.recalculateAll(progress -> {});

    assertThat(report.count(ProfileSave.CREATED)).isEqualTo(2);
    assertThat(report.refused()).isEqualTo(1);
    assertThat(report.refusals())
        .containsExactly(new RecalculationReport.Refusal(email(1), "order 7 is broken"));
  }

  @Test
  void leavesNamesOutWhereTheStoreHasNoPlaceForThem() {
    ProfileStore nameless =
        new Delegating(storage.profiles()) {
          @Override
          public boolean supportsNames() {
            return false;
          }
        };

    service(nameless, order("1", day(30)).customerName(NAME).build()).recalculate(CUSTOMER);

    assertThat(storage.profiles().find(CUSTOMER).orElseThrow().name()).isNull();
  }

  @Test
  void walksOverAllProfiles() {
    ProfileService profiles = service(shop(5).toArray(Order[]::new));
    profiles.recalculateAll(progress -> {});

    assertThat(profiles.after(null, 2))
        .extracting(CustomerProfile::customer)
        .containsExactly(email(0), email(1));
    assertThat(profiles.after(email(1), 1000))
        .extracting(CustomerProfile::customer)
        .containsExactly(email(2), email(3), email(4));
  }

  @Test
  void usesThePolicyItIsGiven() {
    ProfileService profiles =
        new ProfileService(
            storage.profiles(),
            storage.devices(),
            new InMemoryOrderHistory(List.of(order("1", day(30)).status("paid").build())),
            ProfilePolicy.defaults().withPaidStatuses(Set.of("paid")),
            clock);

    profiles.recalculate(CUSTOMER);

    assertThat(profiles.find(CUSTOMER).orElseThrow().purchases().totalOrders()).isEqualTo(1);
  }

  @Test
  void refusesNullAndLimitsOutOfRange() {
    ProfileService profiles = service();

    assertRefused("customer", () -> profiles.find(null));
    assertRefused("customer", () -> profiles.recalculate(null));
    assertRefused("listener", () -> profiles.recalculateAll(null));
    assertRefused("limit", () -> profiles.after(null, 0));
    assertRefused("limit", () -> profiles.after(null, 1001));
  }

  @Test
  void refusesToBeMadeWithoutItsParts() {
    InMemoryOrderHistory orders = new InMemoryOrderHistory(List.of());
    ProfilePolicy policy = ProfilePolicy.defaults();
    ProfileStore store = storage.profiles();

    assertRefused(
        "profiles", () -> new ProfileService(null, storage.devices(), orders, policy, clock));
    assertRefused("devices", () -> new ProfileService(store, null, orders, policy, clock));
    assertRefused(
        "orders", () -> new ProfileService(store, storage.devices(), null, policy, clock));
    assertRefused(
        "policy", () -> new ProfileService(store, storage.devices(), orders, null, clock));
    assertRefused(
        "clock", () -> new ProfileService(store, storage.devices(), orders, policy, null));
  }

  private ProfileService service(Order... orders) {
    return service(storage.profiles(), orders);
  }

  private ProfileService service(ProfileStore store, Order... orders) {
    return new ProfileService(
        store,
        storage.devices(),
        new InMemoryOrderHistory(List.of(orders)),
        ProfilePolicy.defaults(),
        clock);
  }

  private ProfileService service(OrderHistory orders) {
    return new ProfileService(
        storage.profiles(), storage.devices(), orders, ProfilePolicy.defaults(), clock);
  }

  private void sight(Fingerprint browser, IpHash ip, Instant at) {
    storage.devices().record(new Sighting(CUSTOMER, 9L, browser, ip, null, PLACE, at));
  }

  private static List<Order> shop(int customers) {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      orders.add(
          Order.builder("o" + i, email(i), day(30))
              .currency(EUR)
              .total(new BigDecimal("20.00"))
              .build());
    }
    return orders;
  }

  private static Order inDollars(EmailAddress customer) {
    return Order.builder("dollars", customer, DAY_0)
        .currency(Currency.getInstance("USD"))
        .total(BigDecimal.ONE)
        .build();
  }

  private static EmailAddress email(int i) {
    return EmailAddress.of("customer%04d@example.com".formatted(i));
  }

  private static class Delegating implements ProfileStore {
    private final ProfileStore store;

    Delegating(ProfileStore store) {
      this.store = store;
    }

    @Override
    public Optional<CustomerProfile> find(EmailAddress customer) {
      return store.find(customer);
    }

    @Override
    public List<ProfileSave> save(List<CustomerProfile> profiles) {
      return store.save(profiles);
    }

    @Override
    public List<CustomerProfile> after(EmailAddress after, int limit) {
      return store.after(after, limit);
    }

    @Override
    public List<EmailAddress> customersWithOrders(EmailAddress after, int limit) {
      return store.customersWithOrders(after, limit);
    }

    @Override
    public boolean supportsNames() {
      return store.supportsNames();
    }
  }

  private static class Gone implements RecalculationListener {
    private final List<EmailAddress> customers = new ArrayList<>();

    @Override
    public void progress(RecalculationProgress progress) {}

    @Override
    public void ordersGone(EmailAddress customer) {
      customers.add(customer);
    }
  }

  /** Orders of another source, with a number of customers of its own. */
  private static class PassedOn implements OrderHistory {
    private final OrderHistory orders;
    private final long customers;
    private final RuntimeException afterFirstPage;

    PassedOn(OrderHistory orders, long customers, RuntimeException afterFirstPage) {
      this.orders = orders;
      this.customers = customers;
      this.afterFirstPage = afterFirstPage;
    }

    @Override
    public CustomerOrders ordersOf(EmailAddress customer) {
      return orders.ordersOf(customer);
    }

    @Override
    public List<CustomerHistory> customersAfter(EmailAddress after, int limit) {
      if (after != null && afterFirstPage != null) {
        throw afterFirstPage;
      }
      return orders.customersAfter(after, limit);
    }

    @Override
    public long customerCount() {
      return customers;
    }
  }
}
