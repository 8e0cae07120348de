package dev.customerintelligence.order;

import dev.customerintelligence.internal.Inputs;
import java.util.List;

/**
 * A page of customers whose orders changed. Immutable.
 *
 * @param customers each with all orders, or why they cannot be read
 * @param cursor the place from which the next page goes on; it may be kept, and holds no personal
 *     data
 * @param complete whether everything was read that had changed when the page was read
 */
public record ChangedCustomers(List<CustomerHistory> customers, String cursor, boolean complete) {
  /**
   * Copies the list.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the component that is null
   */
  public ChangedCustomers {
    customers = Inputs.list("customers", customers);
    Inputs.required("cursor", cursor);
  }
}
