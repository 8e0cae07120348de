package dev.customerintelligence.profile;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calculates profiles from the order history and keeps them. Thread-safe. */
public final class ProfileService {
  private static final int BATCH = 500;
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
    CustomerOrders history = orders.ordersOf(Inputs.required("customer", customer));
    Instant now = clock.instant();
    return saveAll(List.of(calculate(history, now, finder(now)))).get(0);
  }

  /**
   * Recalculates every customer in the order history, in batches of bounded memory. The next orders
   * are read while the profiles of the ones before are saved.
   *
   * <p>A customer whose orders cannot be read or calculated, or whose profile the store cannot
   * hold, is reported and keeps the stored profile; the others go on. Stopped in the middle, it has
   * saved whole batches: it may run again, or go on by {@link #recalculateAfter}.
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
    ChangedCustomers page = changes.customersChangedAfter(cursor, BATCH);
    run.page(page.customers(), 0);
    while (!page.complete()) {
      page = changes.customersChangedAfter(page.cursor(), BATCH);
      run.page(page.customers(), 0);
    }
    return new ChangesReport(run.report(), page.cursor());
  }

  private RecalculationReport recalculateFrom(
      @Nullable EmailAddress after, RecalculationListener listener) {
    Recalculation run = recalculation(listener);
    long total = orders.customerCount();
    try (ReadAhead<List<CustomerHistory>> reading = new ReadAhead<>()) {
      reading.start(() -> orders.customersAfter(after, BATCH));
      List<CustomerHistory> page = reading.take();
      while (!page.isEmpty()) {
        EmailAddress last = page.get(page.size() - 1).customer();
        reading.start(() -> orders.customersAfter(last, BATCH));
        run.page(page, total);
        page = reading.take();
      }
    }
    return run.report();
  }

  private Recalculation recalculation(RecalculationListener listener) {
    return new Recalculation(
        this::calculation, this::saveAll, Inputs.required("listener", listener), clock);
  }

  private Recalculation.Calculation calculation(Instant now) {
    Optional<PrimeWindows.Finder> finder = finder(now);
    return history -> calculate(history, now, finder);
  }

  private Optional<PrimeWindows.Finder> finder(Instant now) {
    return policy.primeWindow() == PrimeWindowSource.FORECAST
        ? windows.asOf(now)
        : Optional.empty();
  }

  private CustomerProfile calculate(
      CustomerOrders history, Instant now, Optional<PrimeWindows.Finder> finder) {
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
        now);
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
