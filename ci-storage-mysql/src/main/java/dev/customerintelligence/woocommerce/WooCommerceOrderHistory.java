package dev.customerintelligence.woocommerce;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.ReadAhead;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.OrderHistory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The orders of the shop, customer by customer. Thread-safe. */
final class WooCommerceOrderHistory implements OrderHistory {
  private static final int WORTH_TWO_CONNECTIONS = 500;

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
    EmailAddress position = after;
    while (true) {
      EmailAddress from = position;
      Map<EmailAddress, List<Long>> page =
          reader.read(
              (handle, shop) -> directory.after(handle, shop, from, limit, OrderReader.CHUNK));
      List<CustomerHistory> readable =
          histories(page).stream().filter(WooCommerceOrderHistory::hasOrders).toList();
      if (page.isEmpty() || !readable.isEmpty()) {
        return readable;
      }
      for (EmailAddress last : page.keySet()) {
        position = last;
      }
    }
  }

  /**
   * Of many orders one half is read beside the other, as the server works for each connection on
   * one core. Neither waits for the other with a connection in hand.
   */
  private List<CustomerHistory> histories(Map<EmailAddress, List<Long>> page) {
    int orders = page.values().stream().mapToInt(List::size).sum();
    if (orders < WORTH_TWO_CONNECTIONS || page.size() == 1) {
      return read(page);
    }
    Map<EmailAddress, List<Long>> first = new LinkedHashMap<>();
    Map<EmailAddress, List<Long>> second = new LinkedHashMap<>();
    int before = 0;
    for (Map.Entry<EmailAddress, List<Long>> entry : page.entrySet()) {
      (2 * before < orders ? first : second).put(entry.getKey(), entry.getValue());
      before += entry.getValue().size();
    }
    try (ReadAhead<List<CustomerHistory>> beside = new ReadAhead<>()) {
      beside.start(() -> read(second));
      List<CustomerHistory> all = new ArrayList<>(read(first));
      all.addAll(beside.take());
      return all;
    }
  }

  private List<CustomerHistory> read(Map<EmailAddress, List<Long>> some) {
    return reader.read((handle, shop) -> reader.histories(handle, shop, some));
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
