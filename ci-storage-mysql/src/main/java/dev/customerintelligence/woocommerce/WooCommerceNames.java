package dev.customerintelligence.woocommerce;

import com.google.common.collect.Lists;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.CustomerNames;
import dev.customerintelligence.order.CustomerOrders;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What the customers of the shop are called on their newest orders. Thread-safe. */
final class WooCommerceNames implements CustomerNames {
  private static final int MAX_CUSTOMERS = 5_000;

  private final OrderReader reader;

  WooCommerceNames(OrderReader reader) {
    this.reader = reader;
  }

  @Override
  public Map<EmailAddress, PersonName> namesOf(Collection<EmailAddress> customers) {
    List<EmailAddress> asked = Inputs.list("customers", List.copyOf(customers));
    Inputs.between("customers.size", asked.size(), 0, MAX_CUSTOMERS);
    Map<EmailAddress, Named> newest = new HashMap<>();
    if (!asked.isEmpty()) {
      reader.read(
          (handle, shop) -> {
            read(handle, shop, asked, newest);
            return newest;
          });
    }
    Map<EmailAddress, PersonName> names = new HashMap<>();
    newest.forEach((customer, named) -> names.put(customer, named.name));
    return names;
  }

  /** Halves until the orders are no more than one customer may have. */
  private void read(
      Handle handle, Shop shop, List<EmailAddress> customers, Map<EmailAddress, Named> newest) {
    OrderReader.Ids ids = reader.ids(handle, shop, customers, CustomerOrders.MAX_ORDERS + 1);
    if (ids.isCut() && customers.size() > 1) {
      for (List<EmailAddress> half : Lists.partition(customers, (customers.size() + 1) / 2)) {
        read(handle, shop, half, newest);
      }
      return;
    }
    Set<EmailAddress> asked = Set.copyOf(customers);
    OrderReader.inChunks(
        ids.byCustomer().values().stream().flatMap(List::stream),
        chunk -> {
          for (OrderRow row : reader.rows(handle, shop, chunk)) {
            OrderReader.customer(row.email())
                .filter(asked::contains)
                .ifPresent(customer -> take(customer, row, shop.zone(), newest));
          }
        });
  }

  private static void take(
      EmailAddress customer, OrderRow row, ZoneId zone, Map<EmailAddress, Named> newest) {
    row.name()
        .ifPresent(
            name ->
                newest.merge(
                    customer,
                    new Named(name, placed(row, zone)),
                    (one, other) -> other.at.isBefore(one.at) ? one : other));
  }

  /** An order without a date tells a name where no other does. */
  private static Instant placed(OrderRow row, ZoneId zone) {
    try {
      return row.orderedAt(zone);
    } catch (InvalidInputException e) {
      return Instant.MIN;
    }
  }

  private record Named(PersonName name, Instant at) {}
}
