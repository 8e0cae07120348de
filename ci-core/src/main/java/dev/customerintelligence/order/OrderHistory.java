package dev.customerintelligence.order;

import dev.customerintelligence.identity.EmailAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port through which orders come: the shop's own database, or a file.
 *
 * <p>It returns orders of every status; which ones count is the profile policy's decision.
 * Implementations are thread-safe and throw {@link
 * dev.customerintelligence.error.StorageUnavailableException} when their source cannot be reached.
 */
public interface OrderHistory {

  /**
   * Returns all orders of one customer; without orders when the customer is not known.
   *
   * @throws dev.customerintelligence.error.InvalidInputException when the customer has more than
   *     {@link CustomerOrders#MAX_ORDERS}
   * @throws dev.customerintelligence.error.UnreadableRowException when one of the orders cannot be
   *     read
   */
  CustomerOrders ordersOf(EmailAddress customer);

  /**
   * Returns the next customers by email address, each with all orders, or why these cannot be read:
   * one broken order does not end the walk.
   *
   * @param after the last customer of the page before, or null for the first page
   * @param limit the most customers to return, at least 1
   * @return sorted by email address; may be fewer, to stay within memory, but none only at the end
   */
  List<CustomerHistory> customersAfter(@Nullable EmailAddress after, int limit);

  /** Returns how many customers there are; may be an estimate, for progress only. */
  long customerCount();
}
