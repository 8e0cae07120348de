package dev.customerintelligence.profile;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.order.UnreadableOrders;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
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
   * Recalculates every customer in the order history, in batches of bounded memory.
   *
   * <p>A customer whose orders cannot be read or calculated, or whose profile the store cannot
   * hold, is reported and keeps the stored profile; the others go on. Stopped in the middle, it has
   * saved whole batches, and may simply run again.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when a store is away
   */
  public RecalculationReport recalculateAll(RecalculationListener listener) {
    Inputs.required("listener", listener);
    Tally tally = new Tally();
    long total = orders.customerCount();
    long done = 0;
    List<CustomerHistory> page = orders.customersAfter(null, BATCH);
    while (!page.isEmpty()) {
      List<CustomerProfile> batch = new ArrayList<>(page.size());
      Instant now = clock.instant();
      Optional<PrimeWindows.Finder> finder = finder(now);
      for (CustomerHistory history : page) {
        if (history instanceof UnreadableOrders unreadable) {
          tally.refused(unreadable.customer(), unreadable.reason());
        } else if (history instanceof CustomerOrders readable) {
          calculate(readable, now, finder, tally).ifPresent(batch::add);
        }
      }
      saveBatch(batch, tally);
      done += page.size();
      listener.progress(done, Math.max(done, total));
      page = orders.customersAfter(page.get(page.size() - 1).customer(), BATCH);
    }
    return tally.report();
  }

  private Optional<PrimeWindows.Finder> finder(Instant now) {
    return policy.primeWindow() == PrimeWindowSource.FORECAST
        ? windows.asOf(now)
        : Optional.empty();
  }

  private Optional<CustomerProfile> calculate(
      CustomerOrders history, Instant now, Optional<PrimeWindows.Finder> finder, Tally tally) {
    try {
      return Optional.of(calculate(history, now, finder));
    } catch (InvalidInputException e) {
      tally.refused(history.customer(), e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * A store that cannot hold one profile of a batch, or cannot read what it holds of one, saves
   * none: then each is saved by itself.
   */
  private void saveBatch(List<CustomerProfile> batch, Tally tally) {
    try {
      saveAll(batch).forEach(tally::saved);
    } catch (InvalidInputException | UnreadableRowException oneOfThem) {
      for (CustomerProfile profile : batch) {
        try {
          saveAll(List.of(profile)).forEach(tally::saved);
        } catch (InvalidInputException | UnreadableRowException e) {
          tally.refused(profile.customer(), e.getMessage());
        }
      }
    }
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

  private static final class Tally {
    private final Map<ProfileSave, Long> saves = new EnumMap<>(ProfileSave.class);
    private final List<RecalculationReport.Refusal> refusals = new ArrayList<>();
    private long refused;

    void saved(ProfileSave save) {
      saves.merge(save, 1L, Long::sum);
    }

    void refused(EmailAddress customer, String reason) {
      refused++;
      if (refusals.size() < RecalculationReport.MAX_REFUSALS) {
        refusals.add(new RecalculationReport.Refusal(customer, reason));
      }
    }

    RecalculationReport report() {
      return new RecalculationReport(saves, refused, refusals);
    }
  }
}
