package dev.customerintelligence.storage.memory;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerNames;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderHistory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An order history that was handed over whole, from a file for example. Immutable. */
public final class InMemoryOrderHistory implements OrderHistory, CustomerNames {
  private final NavigableMap<EmailAddress, CustomerOrders> byCustomer = new TreeMap<>();

  /**
   * Takes the orders, in any sequence.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code orders}, when one is
   *     null or a customer has more than {@link CustomerOrders#MAX_ORDERS}
   */
  public InMemoryOrderHistory(Collection<Order> orders) {
    NavigableMap<EmailAddress, List<Order>> grouped = new TreeMap<>();
    for (Order order : Inputs.required("orders", orders)) {
      grouped
          .computeIfAbsent(
              Inputs.required("orders", order).customer(), customer -> new ArrayList<>())
          .add(order);
    }
    grouped.forEach((customer, own) -> byCustomer.put(customer, new CustomerOrders(customer, own)));
  }

  @Override
  public CustomerOrders ordersOf(EmailAddress customer) {
    CustomerOrders orders = byCustomer.get(Inputs.required("customer", customer));
    return orders == null ? new CustomerOrders(customer, List.of()) : orders;
  }

  @Override
  public List<CustomerHistory> customersAfter(@Nullable EmailAddress after, int limit) {
    return (after == null ? byCustomer : byCustomer.tailMap(after, false))
        .values().stream()
            .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
            .<CustomerHistory>map(orders -> orders)
            .toList();
  }

  @Override
  public Map<EmailAddress, PersonName> namesOf(Collection<EmailAddress> customers) {
    Map<EmailAddress, PersonName> names = new HashMap<>();
    for (EmailAddress customer : Inputs.required("customers", customers)) {
      ordersOf(customer).orders().stream()
          .filter(order -> order.customerName() != null)
          .max(Comparator.comparing(Order::orderedAt).thenComparing(Order::orderId))
          .ifPresent(order -> names.put(customer, Objects.requireNonNull(order.customerName())));
    }
    return names;
  }

  @Override
  public long customerCount() {
    return byCustomer.size();
  }
}
