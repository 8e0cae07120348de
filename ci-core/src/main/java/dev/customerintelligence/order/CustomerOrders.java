package dev.customerintelligence.order;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.util.List;

/**
 * All orders of one customer, in any order. Immutable.
 *
 * @param customer whose orders they are
 * @param orders the orders, each of that customer; at most {@link #MAX_ORDERS}
 */
public record CustomerOrders(EmailAddress customer, List<Order> orders) implements CustomerHistory {
  /** The most orders of one customer that are read at once; more look like a till, not a person. */
  public static final int MAX_ORDERS = 100_000;

  /**
   * Checks that the orders belong together.
   *
   * @throws InvalidInputException naming {@code orders}, when one is null or another customer's, or
   *     there are more than {@link #MAX_ORDERS}
   */
  public CustomerOrders {
    Inputs.required("customer", customer);
    orders = Inputs.list("orders", orders);
    if (orders.size() > MAX_ORDERS) {
      throw new InvalidInputException(
          "orders", "must be at most " + MAX_ORDERS + " of one customer, are " + orders.size());
    }
    for (Order order : orders) {
      if (!order.customer().equals(customer)) {
        throw new InvalidInputException(
            "orders", "must all be of one customer; order " + order.orderId() + " is another's");
      }
    }
  }
}
