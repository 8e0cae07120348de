package dev.customerintelligence.woocommerce;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.ChangedCustomers;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.OrderChanges;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The customers whose orders changed. Thread-safe. */
final class WooCommerceOrderChanges implements OrderChanges {
  /**
   * The web servers set the date before they write the row, by clocks of their own: a change may
   * appear with a date that has passed already.
   */
  private static final Duration SETTLED = Duration.ofSeconds(30);

  private record Change(Instant at, long id, Optional<EmailAddress> customer) {
    static Change read(ResultSet row) throws SQLException {
      return new Change(
          LocalDateTime.parse(row.getString("changed_at")).toInstant(ZoneOffset.UTC),
          row.getLong("id"),
          OrderReader.customer(row.getString("email")));
    }
  }

  private final OrderReader reader;

  WooCommerceOrderChanges(OrderReader reader) {
    this.reader = reader;
  }

  @Override
  public String cursor() {
    return reader.read(
        (handle, shop) -> new ChangeCursor(shop.now().minus(SETTLED), null, 0).text());
  }

  @Override
  public ChangedCustomers customersChangedAfter(String cursor, int limit) {
    ChangeCursor given = ChangeCursor.parse(Inputs.required("cursor", cursor));
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return reader.read((handle, shop) -> page(handle, shop, given, limit));
  }

  private ChangedCustomers page(Handle handle, Shop shop, ChangeCursor given, int limit) {
    Instant settled = shop.now().minus(SETTLED);
    ChangeCursor from = shop.tables().isHpos() ? given.sorted() : given.round(settled);
    Instant until = from.until() == null ? settled : from.until();
    List<Change> changes =
        reader
            .query(handle, shop.tables().changes())
            .bind("since", LocalDateTime.ofInstant(from.since(), ZoneOffset.UTC).toString())
            .bind("until", LocalDateTime.ofInstant(until, ZoneOffset.UTC).toString())
            .bind("id", from.id())
            .bind("limit", limit)
            .map((row, context) -> Change.read(row))
            .list();
    int taken = changes.size();
    OrderReader.Ids ids = ids(handle, shop, changes);
    // Half as many changes until their customers' orders fit into memory, or are one customer's.
    while (ids.isCut() && ids.byCustomer().size() > 1) {
      taken = (taken + 1) / 2;
      ids = ids(handle, shop, changes.subList(0, taken));
    }
    boolean complete = taken == changes.size() && changes.size() < limit;
    return new ChangedCustomers(
        reader.histories(handle, shop, ids.byCustomer()),
        next(from, changes, taken, complete).text(),
        complete);
  }

  private static ChangeCursor next(
      ChangeCursor from, List<Change> changes, int taken, boolean complete) {
    if (complete && from.until() != null) {
      return new ChangeCursor(from.until().plusSeconds(1), null, 0);
    }
    if (taken == 0) {
      return from;
    }
    Change last = changes.get(taken - 1);
    return from.until() == null
        ? new ChangeCursor(last.at, null, last.id)
        : new ChangeCursor(from.since(), from.until(), last.id);
  }

  private OrderReader.Ids ids(Handle handle, Shop shop, List<Change> changes) {
    Set<EmailAddress> customers = new LinkedHashSet<>();
    changes.forEach(change -> change.customer.ifPresent(customers::add));
    int limit = customers.size() == 1 ? CustomerOrders.MAX_ORDERS + 1 : OrderReader.CHUNK + 1;
    return reader.ids(handle, shop, customers, limit);
  }
}
