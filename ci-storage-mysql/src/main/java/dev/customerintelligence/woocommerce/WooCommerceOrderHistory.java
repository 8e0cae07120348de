package dev.customerintelligence.woocommerce;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.OrderHistory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The orders of the shop, customer by customer. Thread-safe. */
final class WooCommerceOrderHistory implements OrderHistory {
  private final OrderReader reader;
  private final CustomerDirectory directory;

  WooCommerceOrderHistory(OrderReader reader) {
    this.reader = reader;
    this.directory = new CustomerDirectory(reader);
  }

  @Override
  public CustomerOrders ordersOf(EmailAddress customer) {
    Inputs.required("customer", customer);
    return reader.read((handle, shop) -> reader.orders(handle, shop, customer));
  }

  @Override
  public List<CustomerHistory> customersAfter(@Nullable EmailAddress after, int limit) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return reader.read(
        (handle, shop) -> {
          EmailAddress position = after;
          while (true) {
            Map<EmailAddress, List<Long>> page =
                directory.after(handle, shop, position, limit, OrderReader.CHUNK);
            List<CustomerHistory> readable =
                reader.histories(handle, shop, page).stream()
                    .filter(WooCommerceOrderHistory::hasOrders)
                    .toList();
            if (page.isEmpty() || !readable.isEmpty()) {
              return readable;
            }
            for (EmailAddress last : page.keySet()) {
              position = last;
            }
          }
        });
  }

  @Override
  public long customerCount() {
    return reader.read(
        (handle, shop) ->
            reader.query(handle, shop.tables().count()).mapTo(Long.class).one().longValue());
  }

  /** Not so when all were anonymised, or changed hands since their ids were read. */
  private static boolean hasOrders(CustomerHistory history) {
    return !(history instanceof CustomerOrders orders) || !orders.orders().isEmpty();
  }
}
