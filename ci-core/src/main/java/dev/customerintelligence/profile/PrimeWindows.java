package dev.customerintelligence.profile;

import dev.customerintelligence.order.Order;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The port through which {@link ProfileService} learns when customers are due where the policy asks
 * for {@link PrimeWindowSource#FORECAST}. Thread-safe.
 */
@FunctionalInterface
public interface PrimeWindows {

  /** Knows nothing, so that the rule stands. */
  PrimeWindows NONE = now -> Optional.empty();

  /**
   * Returns what finds windows as of a moment, for a batch of customers; empty when nothing is
   * known of any customer.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when a store is away
   */
  Optional<Finder> asOf(Instant now);

  /** Finds the windows of single customers. Thread-safe. */
  @FunctionalInterface
  interface Finder {
    /**
     * Returns when a customer is due; empty when that cannot be told.
     *
     * @param orders all orders of one customer, of every status
     * @throws dev.customerintelligence.error.InvalidInputException naming {@code orders} or {@code
     *     currency}, when they are of several customers or currencies
     */
    Optional<PrimeWindow> windowOf(List<Order> orders);
  }
}
