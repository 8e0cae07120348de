package dev.customerintelligence.examples.storefront.shop;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerNames;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderHistory;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The shop's orders, in memory, and the library's view of them. It stands for the reader's own
 * database. Thread-safe.
 */
@Component
public final class OrderBook implements OrderHistory, CustomerNames {
  private final ConcurrentSkipListMap<EmailAddress, CustomerOrders> byCustomer =
      new ConcurrentSkipListMap<>();
  private final AtomicLong lastNumber = new AtomicLong(10_000);

  /** Returns the number of the next order. */
  public String nextNumber() {
    return Long.toString(lastNumber.incrementAndGet());
  }

  /** Adds an order. */
  public void add(Order order) {
    byCustomer.merge(
        order.customer(),
        new CustomerOrders(order.customer(), List.of(order)),
        (earlier, one) ->
            new CustomerOrders(
                order.customer(),
                Stream.concat(earlier.orders().stream(), one.orders().stream()).toList()));
  }

  /** Returns whether somebody ever ordered under this address. */
  public boolean knows(EmailAddress customer) {
    return byCustomer.containsKey(customer);
  }

  /** Returns the first name that a customer ordered under, the newest if there are several. */
  public Optional<String> firstNameOf(EmailAddress customer) {
    return names(customer)
        .map(PersonName::first)
        .filter(Objects::nonNull)
        .reduce((earlier, later) -> later);
  }

  @Override
  public Map<EmailAddress, PersonName> namesOf(Collection<EmailAddress> customers) {
    Map<EmailAddress, PersonName> newest = new HashMap<>();
    customers.forEach(customer -> names(customer).forEach(name -> newest.put(customer, name)));
    return newest;
  }

  /** Returns the orders of everybody. */
  public Stream<Map.Entry<EmailAddress, List<Order>>> all() {
    return byCustomer.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue().orders()));
  }

  @Override
  public CustomerOrders ordersOf(EmailAddress customer) {
    CustomerOrders orders = byCustomer.get(customer);
    return orders == null ? new CustomerOrders(customer, List.of()) : orders;
  }

  @Override
  public List<CustomerHistory> customersAfter(@Nullable EmailAddress after, int limit) {
    return (after == null ? byCustomer : byCustomer.tailMap(after, false))
        .values().stream().limit(limit).<CustomerHistory>map(orders -> orders).toList();
  }

  @Override
  public long customerCount() {
    return byCustomer.size();
  }

  /** In the sequence of the orders. */
  private Stream<PersonName> names(EmailAddress customer) {
    return ordersOf(customer).orders().stream().map(Order::customerName).filter(Objects::nonNull);
  }
}
