package dev.customerintelligence.order;

/**
 * The port through which a source of orders says whose orders changed. Not every source can: one
 * that cannot does not implement it. Implementations are thread-safe and throw {@link
 * dev.customerintelligence.error.StorageUnavailableException} when their source cannot be reached.
 */
public interface OrderChanges {
  /**
   * Returns the place from which to follow the changes, to be taken before all customers are
   * walked: what changes during the walk is then found again, and nothing is missed.
   */
  String cursor();

  /**
   * Returns the customers whose orders changed after a place, each with all orders; without orders
   * when none is left. A customer may come in several pages, once in each.
   *
   * @param cursor the place that {@link #cursor} or the page before returned
   * @param limit the most customers to return, at least 1
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code cursor}, when this
   *     source did not return it
   */
  ChangedCustomers customersChangedAfter(String cursor, int limit);
}
