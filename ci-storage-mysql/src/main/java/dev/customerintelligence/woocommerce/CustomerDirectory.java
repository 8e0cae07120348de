package dev.customerintelligence.woocommerce;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.CustomerOrders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Customers by address, with the ids of their orders.
 *
 * <p>No index of the shop holds canonical addresses, so that finding the next ones passes over all
 * orders. One pass therefore reads ahead for many pages; it keeps ids only. For each page the ids
 * are read anew where an index finds them, else those of the newest orders are added: what was
 * placed since, came out of a draft since, or had no address yet. The orders themselves are read
 * anew in any case. Where no index finds addresses, an older order that was given another address
 * within {@link #MAX_AGE} is missed.
 */
final class CustomerDirectory {
  /** One more than a customer may have, so that one customer's ids always show whether he may. */
  private static final int READ_AHEAD = CustomerOrders.MAX_ORDERS + 1;

  /** Ids before the newest one that are looked at again; posts of every kind share the numbers. */
  private static final int DRAFTS = 5_000;

  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private record Entry(EmailAddress customer, List<Long> ids) {}

  /** Some customers in a row; the last address of them, canonical or not, is {@code last}. */
  private record Window(
      OrderTables tables,
      Instant readAt,
      long newestId,
      List<Entry> entries,
      String last,
      boolean isLast) {
    /** The first entry after an address; empty when this window does not know. */
    Optional<Integer> position(@Nullable EmailAddress address, Shop shop) {
      if (address == null
          || tables != shop.tables()
          || Duration.between(readAt, shop.now()).compareTo(MAX_AGE) > 0) {
        return Optional.empty();
      }
      int low = 0;
      int high = entries.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (entries.get(middle).customer.compareTo(address) <= 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low > 0 && entries.get(low - 1).customer.equals(address)
          ? Optional.of(low)
          : Optional.empty();
    }
  }

  private final OrderReader reader;
  private final AtomicReference<@Nullable Window> window = new AtomicReference<>();

  CustomerDirectory(OrderReader reader) {
    this.reader = reader;
  }

  /**
   * Returns the next customers with the ids of their orders, by address; none only at the end.
   *
   * @param maxOrders where a page ends before {@code limit}; the first customer always has room
   */
  Map<EmailAddress, List<Long>> after(
      Handle handle, Shop shop, @Nullable EmailAddress after, int limit, int maxOrders) {
    Window current = window.get();
    int from = current == null ? -1 : current.position(after, shop).orElse(-1);
    boolean isFresh = current == null || from < 0;
    if (current == null || from < 0) {
      current = read(handle, shop, after == null ? "" : after.value());
      from = 0;
    }
    while (from == current.entries.size() && !current.isLast) {
      current = read(handle, shop, current.last);
      isFresh = true;
      from = 0;
    }
    window.set(current);
    Map<EmailAddress, List<Long>> page = new LinkedHashMap<>();
    int orders = 0;
    for (Entry entry : current.entries.subList(from, current.entries.size())) {
      orders += entry.ids.size();
      if (page.size() == limit || (orders > maxOrders && !page.isEmpty())) {
        break;
      }
      page.put(entry.customer, entry.ids);
    }
    if (page.isEmpty()) {
      window.set(null);
    }
    if (isFresh || page.isEmpty()) {
      return page;
    }
    OrderReader.Ids now = reread(handle, shop, current.newestId, page);
    if (now.isCut()) {
      window.set(null);
      return after(handle, shop, after, limit, maxOrders);
    }
    return now.byCustomer();
  }

  private OrderReader.Ids reread(
      Handle handle, Shop shop, long newestId, Map<EmailAddress, List<Long>> page) {
    if (shop.tables().findsByIndex()) {
      int known = page.values().stream().mapToInt(List::size).sum();
      OrderReader.Ids found = reader.ids(handle, shop, page.keySet(), known + OrderReader.CHUNK);
      // An index does not lead to each spelling that the pass over all orders found.
      found
          .byCustomer()
          .replaceAll(
              (customer, ids) ->
                  Stream.concat(page.getOrDefault(customer, List.of()).stream(), ids.stream())
                      .distinct()
                      .toList());
      return found;
    }
    return reader.addNewer(handle, shop, page, newestId - DRAFTS, DRAFTS + OrderReader.CHUNK);
  }

  private Window read(Handle handle, Shop shop, String after) {
    long newestId =
        shop.tables().findsByIndex()
            ? 0
            : reader.query(handle, shop.tables().newest()).mapTo(Long.class).one();
    Map<String, List<Long>> found = new LinkedHashMap<>();
    int rows =
        reader
            .query(handle, shop.tables().directory())
            .bind("after", after)
            .bind("limit", READ_AHEAD)
            .reduceResultSet(
                0,
                (count, row, context) -> {
                  found
                      .computeIfAbsent(row.getString(1), email -> new ArrayList<>())
                      .add(row.getLong(2));
                  return count + 1;
                });
    List<String> emails = new ArrayList<>(found.keySet());
    boolean isLast = rows < READ_AHEAD;
    // The last one's ids may go on beyond the limit, unless they are too many as they are.
    if (!isLast && emails.size() > 1) {
      found.remove(emails.remove(emails.size() - 1));
    }
    List<Entry> entries = new ArrayList<>(found.size());
    found.forEach(
        (email, ids) ->
            OrderReader.customer(email)
                .ifPresent(
                    customer ->
                        entries.add(new Entry(customer, ids.stream().distinct().toList()))));
    return new Window(
        shop.tables(),
        shop.now(),
        newestId,
        entries,
        emails.isEmpty() ? after : emails.get(emails.size() - 1),
        isLast);
  }
}
