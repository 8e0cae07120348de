package dev.customerintelligence.profile;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.ReadAhead;
import dev.customerintelligence.order.ChangedCustomers;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderChanges;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calculates profiles from the order history and keeps them. Thread-safe. */
public final class ProfileService {
  private static final int BATCH = 1000;
  private static final int MAX_PAGE = 1000;

  private final ProfileStore profiles;
  private final DeviceStore devices;
  private final OrderHistory orders;
  private final ProfilePolicy policy;
  private final InstantSource clock;
  private final PrimeWindows windows;

  /** Joins the stores, the order history, the rules and a clock; prime windows are the rule's. */
  public ProfileService(
      ProfileStore profiles,
      DeviceStore devices,
      OrderHistory orders,
      ProfilePolicy policy,
      InstantSource clock) {
    this(profiles, devices, orders, policy, clock, PrimeWindows.NONE);
  }

  /**
   * Joins the same, and what knows when customers are due where the policy asks for {@link
   * PrimeWindowSource#FORECAST}.
   */
  public ProfileService(
      ProfileStore profiles,
      DeviceStore devices,
      OrderHistory orders,
      ProfilePolicy policy,
      InstantSource clock,
      PrimeWindows windows) {
    this.profiles = Inputs.required("profiles", profiles);
    this.devices = Inputs.required("devices", devices);
    this.orders = Inputs.required("orders", orders);
    this.policy = Inputs.required("policy", policy);
    this.clock = Inputs.required("clock", clock);
    this.windows = Inputs.required("windows", windows);
  }

  /** Returns the stored profile of a customer. */
  public Optional<CustomerProfile> find(EmailAddress customer) {
    return profiles.find(Inputs.required("customer", customer));
  }

  /**
   * Returns the next stored profiles by email address, for a walk over all of them.
   *
   * @param after the last customer of the page before, or null for the first page
   * @param limit the most profiles to return, 1..1,000
   */
  public List<CustomerProfile> after(@Nullable EmailAddress after, int limit) {
    return profiles.after(after, Inputs.between("limit", limit, 1, MAX_PAGE));
  }

  /**
   * Recalculates one profile from the customer's orders as of now.
   *
   * @throws InvalidInputException when the orders have several currencies, or lie in the future;
   *     the stored profile stays as it is then
   * @throws dev.customerintelligence.error.UnreadableRowException when an order cannot be read; the
   *     stored profile stays as it is then
   * @throws dev.customerintelligence.error.StorageUnavailableException when a store is away
   */
  public ProfileSave recalculate(EmailAddress customer) {
    Inputs.required("customer", customer);
    Instant readFrom = clock.instant();
    CustomerOrders history = orders.ordersOf(customer);
    return saveAll(List.of(calculation(readFrom).of(history))).get(0);
  }

  /**
   * Recalculates every customer in the order history, in batches of bounded memory. The next orders
   * are read while the profiles of the ones before are saved.
   *
   * <p>A customer whose orders cannot be read or calculated, or whose profile the store cannot
   * hold, is reported and keeps the stored profile; the others go on. A stored profile whose
   * customer has no orders any more, as after the shop anonymised them, is emptied and named to the
   * listener; but not when the order history has no customer at all, which rather is a wrong
   * setting. A store therefore takes one order history: two would empty each other's profiles.
   * Stopped in the middle, it has saved whole batches: it may run again, or go on by {@link
   * #recalculateAfter}.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when a store is away
   */
  public RecalculationReport recalculateAll(RecalculationListener listener) {
    return recalculateFrom(null, listener);
  }

  /**
   * Goes on where a recalculation of all customers stopped.
   *
   * @param last the customer that {@link RecalculationProgress#last} named
   * @throws dev.customerintelligence.error.StorageUnavailableException when a store is away
   */
  public RecalculationReport recalculateAfter(EmailAddress last, RecalculationListener listener) {
    return recalculateFrom(Inputs.required("last", last), listener);
  }

  /**
   * Recalculates only the customers whose orders changed.
   *
   * @param cursor where to begin: {@link OrderChanges#cursor}, asked for before the first {@link
   *     #recalculateAll}, and from then on the one that the report before returned
   * @throws InvalidInputException naming {@code cursor}, when the source did not return it
   * @throws dev.customerintelligence.error.StorageUnavailableException when a store is away; what
   *     was saved stays, and the same cursor may be used again
   */
  public ChangesReport recalculateChanged(
      OrderChanges changes, String cursor, RecalculationListener listener) {
    Inputs.required("changes", changes);
    Recalculation run = recalculation(listener);
    Instant readFrom = clock.instant();
    ChangedCustomers page = changes.customersChangedAfter(cursor, BATCH);
    run.page(readFrom, page.customers());
    run.progress(page.customers(), 0);
    while (!page.complete()) {
      readFrom = clock.instant();
      page = changes.customersChangedAfter(page.cursor(), BATCH);
      run.page(readFrom, page.customers());
      run.progress(page.customers(), 0);
    }
    return new ChangesReport(run.report(), page.cursor());
  }

  private record Page(Instant readFrom, List<CustomerHistory> customers) {
    EmailAddress last() {
      return customers.get(customers.size() - 1).customer();
    }

    Set<EmailAddress> addresses() {
      return customers.stream().map(CustomerHistory::customer).collect(Collectors.toSet());
    }
  }

  private Page pageAfter(@Nullable EmailAddress after) {
    Instant readFrom = clock.instant();
    return new Page(readFrom, orders.customersAfter(after, BATCH));
  }

  private RecalculationReport recalculateFrom(
      @Nullable EmailAddress after, RecalculationListener listener) {
    Recalculation run = recalculation(listener);
    StoredCustomers stored = new StoredCustomers(profiles, after);
    long total = orders.customerCount();
    try (ReadAhead<Page> reading = new ReadAhead<>()) {
      reading.start(() -> pageAfter(after));
      Page page = reading.take();
      boolean hasCustomers =
          !page.customers().isEmpty()
              || (after != null && !orders.customersAfter(null, 1).isEmpty());
      while (!page.customers().isEmpty()) {
        EmailAddress last = page.last();
        reading.start(() -> pageAfter(last));
        run.page(page.readFrom(), page.customers());
        stored.take(last, page.addresses(), customer -> recalculateGone(run, customer));
        run.progress(page.customers(), total);
        page = reading.take();
      }
      if (hasCustomers) {
        stored.take(null, Set.of(), customer -> recalculateGone(run, customer));
      }
    }
    return run.report();
  }

  /** The page may be older than the customer's first order: only a look at the orders tells. */
  private void recalculateGone(Recalculation run, EmailAddress customer) {
    Instant readFrom = clock.instant();
    run.one(readFrom, customer, () -> orders.ordersOf(customer));
  }

  private Recalculation recalculation(RecalculationListener listener) {
    return new Recalculation(
        this::calculation, this::saveAll, Inputs.required("listener", listener), clock);
  }

  /**
   * Calculates as of now, after the reading, so that no order lies in the future; and stamps with
   * the moment before it, so that a profile of orders that were read later is never replaced.
   */
  private Recalculation.Calculation calculation(Instant readFrom) {
    Instant now = clock.instant();
    Optional<PrimeWindows.Finder> finder = finder(now);
    return history -> calculate(history, readFrom, now, finder);
  }

  private Optional<PrimeWindows.Finder> finder(Instant now) {
    return policy.primeWindow() == PrimeWindowSource.FORECAST
        ? windows.asOf(now)
        : Optional.empty();
  }

  private CustomerProfile calculate(
      CustomerOrders history, Instant readFrom, Instant now, Optional<PrimeWindows.Finder> finder) {
    PurchaseProfile byRule = ProfileCalculator.calculate(history.orders(), policy, now);
    PurchaseProfile purchases =
        finder
            .map(known -> byRule.withPrimeWindow(known.windowOf(history.orders()).orElse(null)))
            .orElse(byRule);
    return new CustomerProfile(
        history.customer(),
        newest(history, Order::customerId),
        profiles.supportsNames() ? newest(history, Order::customerName) : null,
        null,
        null,
        null,
        purchases,
        readFrom);
  }

  private static <T> @Nullable T newest(
      CustomerOrders history, Function<Order, @Nullable T> property) {
    return history.orders().stream()
        .sorted(ProfileCalculator.NEWEST_FIRST)
        .map(property)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private List<ProfileSave> saveAll(List<CustomerProfile> batch) {
    Map<EmailAddress, Device> newest =
        devices.newestDevices(batch.stream().map(CustomerProfile::customer).toList());
    return profiles.save(
        batch.stream()
            .map(
                profile -> {
                  Device device = newest.get(profile.customer());
                  return device == null ? profile : profile.seenOn(device);
                })
            .toList());
  }
}
