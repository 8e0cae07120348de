package dev.customerintelligence.woocommerce;

import dev.customerintelligence.error.CustomerIntelligenceException;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.UnreadableOrders;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads orders with their lines and refunds, many at once in four queries. */
final class OrderReader {
  /** The most orders that one query reads. */
  static final int CHUNK = 5_000;

  private final ShopDatabase database;
  private final @Nullable ZoneId zone;

  OrderReader(ShopDatabase database, @Nullable ZoneId zone) {
    this.database = database;
    this.zone = zone;
  }

  /**
   * The ids of the orders of some customers.
   *
   * @param byCustomer in the customers' sequence
   * @param isCut whether there are more, which were not read
   */
  record Ids(Map<EmailAddress, List<Long>> byCustomer, boolean isCut) {}

  /** Does work on one state of the shop. */
  <T> T read(BiFunction<Handle, Shop, T> work) {
    return database.inSnapshot(handle -> work.apply(handle, Shop.read(handle, database, zone)));
  }

  Query query(Handle handle, String template) {
    return handle.createQuery(database.sql(template));
  }

  /**
   * Returns the address that the database made canonical, or empty when it is none, or when the
   * library's canonical form is another one: then an index would not lead to it either.
   */
  static Optional<EmailAddress> customer(@Nullable String email) {
    if (email == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(EmailAddress.of(email))
          .filter(customer -> customer.value().equals(email))
          .filter(customer -> !customer.value().equals("deleted@site.invalid"));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the ids of the orders of some customers.
   *
   * @param limit the most ids to read of all together
   */
  Ids ids(Handle handle, Shop shop, Collection<EmailAddress> customers, int limit) {
    Map<EmailAddress, List<Long>> ids = new LinkedHashMap<>();
    customers.forEach(customer -> ids.put(customer, new ArrayList<>()));
    if (ids.isEmpty()) {
      return new Ids(ids, false);
    }
    // An index compares a blank at the front, and in newer collations one at the end, too.
    List<String> spellings =
        ids.keySet().stream()
            .map(EmailAddress::value)
            .flatMap(email -> Stream.of(email, " " + email, email + " "))
            .toList();
    int rows =
        read(
            query(handle, shop.tables().ids())
                .bindList("spellings", spellings)
                .bind("limit", limit),
            ids);
    return new Ids(ids, rows == limit);
  }

  /** Adds the ids of the customers who are in the map already; returns how many rows there were. */
  private static int read(Query query, Map<EmailAddress, List<Long>> ids) {
    return query.reduceResultSet(
        0,
        (count, row, context) -> {
          long id = row.getLong(2);
          customer(row.getString(1)).map(ids::get).ifPresent(own -> own.add(id));
          return count + 1;
        });
  }

  /**
   * Returns the ids of some customers' orders, with those of newer orders.
   *
   * @param after orders with higher ids are added
   * @param limit the most ids to read of all customers together
   */
  Ids addNewer(
      Handle handle, Shop shop, Map<EmailAddress, List<Long>> known, long after, int limit) {
    Map<EmailAddress, List<Long>> ids = new LinkedHashMap<>();
    known.forEach((customer, own) -> ids.put(customer, new ArrayList<>(own)));
    int rows =
        read(
            query(handle, shop.tables().idsAfter()).bind("after", after).bind("limit", limit), ids);
    ids.replaceAll((customer, own) -> own.stream().distinct().toList());
    return new Ids(ids, rows == limit);
  }

  /**
   * Returns the orders of one customer.
   *
   * @throws InvalidInputException when they are too many
   * @throws UnreadableRowException when one cannot be read
   */
  CustomerOrders orders(Handle handle, Shop shop, EmailAddress customer) {
    Ids ids = ids(handle, shop, List.of(customer), CustomerOrders.MAX_ORDERS + 1);
    if (ids.isCut()) {
      throw tooMany();
    }
    Reading reading = new Reading(handle, shop, List.of(customer));
    reading.read(ids.byCustomer().getOrDefault(customer, List.of()).stream());
    UnreadableRowException problem = reading.problems.get(customer);
    if (problem != null) {
      throw problem;
    }
    return new CustomerOrders(customer, reading.ordersOf(customer));
  }

  /** Returns the orders of some customers, given their ids, or why they cannot be read. */
  List<CustomerHistory> histories(Handle handle, Shop shop, Map<EmailAddress, List<Long>> ids) {
    Reading reading = new Reading(handle, shop, ids.keySet());
    reading.read(
        ids.values().stream()
            .filter(own -> own.size() <= CustomerOrders.MAX_ORDERS)
            .flatMap(List::stream));
    List<CustomerHistory> histories = new ArrayList<>(ids.size());
    ids.forEach(
        (customer, own) -> {
          CustomerIntelligenceException problem =
              own.size() > CustomerOrders.MAX_ORDERS ? tooMany() : reading.problems.get(customer);
          histories.add(
              problem == null
                  ? new CustomerOrders(customer, reading.ordersOf(customer))
                  : new UnreadableOrders(customer, problem.getMessage()));
        });
    return histories;
  }

  /**
   * Hands over ids in JSON, in their sequence, in which the rows lie; one whose address changed may
   * be given for two customers.
   */
  static void inChunks(Stream<Long> given, Consumer<String> work) {
    List<Long> ids = given.sorted().distinct().toList();
    for (int from = 0; from < ids.size(); from += CHUNK) {
      work.accept(
          ids.subList(from, Math.min(from + CHUNK, ids.size())).stream()
              .map(String::valueOf)
              .collect(Collectors.joining(",", "[", "]")));
    }
  }

  /** Returns the orders of some ids in JSON that are not anonymised, without lines, by id. */
  List<OrderRow> rows(Handle handle, Shop shop, String ids) {
    return query(handle, shop.tables().orders())
        .bind("ids", ids)
        .map((row, context) -> OrderRow.read(row))
        .list()
        .stream()
        .filter(row -> !row.isAnonymized())
        .sorted(Comparator.comparingLong(OrderRow::id))
        .toList();
  }

  private static InvalidInputException tooMany() {
    return new InvalidInputException(
        "orders", "must be at most " + CustomerOrders.MAX_ORDERS + " of one customer, are more");
  }

  /** The orders of some customers, as they are read. */
  private final class Reading {
    private final Handle handle;
    private final Shop shop;
    private final Map<EmailAddress, List<Order>> orders = new HashMap<>();
    private final Map<EmailAddress, UnreadableRowException> problems = new HashMap<>();

    Reading(Handle handle, Shop shop, Collection<EmailAddress> customers) {
      this.handle = handle;
      this.shop = shop;
      customers.forEach(customer -> orders.put(customer, new ArrayList<>()));
    }

    List<Order> ordersOf(EmailAddress customer) {
      return orders.getOrDefault(customer, List.of());
    }

    void read(Stream<Long> given) {
      inChunks(given, this::readChunk);
    }

    private void readChunk(String ids) {
      Map<Long, List<ItemRow>> items = ItemRows.read(handle, OrderReader.this, ids);
      Map<Long, Refunds> refunds = refunds(ids);
      for (OrderRow row : rows(handle, shop, ids)) {
        take(
            row,
            items.getOrDefault(row.id(), List.of()),
            refunds.getOrDefault(row.id(), new Refunds()));
      }
    }

    private void take(OrderRow row, List<ItemRow> items, Refunds refunds) {
      EmailAddress customer = customer(row.email()).orElse(null);
      List<Order> own = customer == null ? null : orders.get(customer);
      // The address may have changed since the ids were read; then the order is another's.
      if (customer == null || own == null) {
        return;
      }
      try {
        own.add(
            row.toOrder(
                customer,
                refunds.amount(),
                ItemRow.toLines(items, refunds.itemsByLine()),
                shop.zone()));
      } catch (InvalidInputException e) {
        problems.putIfAbsent(
            customer,
            new UnreadableRowException(shop.tables().table(), Long.toString(row.id()), e));
      }
    }

    private Map<Long, Refunds> refunds(String ids) {
      Map<Long, Refunds> refunds = new HashMap<>();
      query(handle, shop.tables().refunds())
          .bind("ids", ids)
          .map(
              (row, context) ->
                  Map.entry(
                      row.getLong("order_id"),
                      new Refunds.Row(
                          row.getLong("refund_id"),
                          row.getString("total"),
                          row.getString("refunded_item_id"),
                          row.getString("quantity"))))
          .forEach(
              entry ->
                  refunds
                      .computeIfAbsent(entry.getKey(), order -> new Refunds())
                      .add(entry.getValue()));
      return refunds;
    }
  }
}
