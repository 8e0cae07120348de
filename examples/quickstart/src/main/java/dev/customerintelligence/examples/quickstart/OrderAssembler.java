package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins rows to orders and counts what was left out.
 *
 * <p>Equal ids, names, prices and moments are kept once: half a million lines name a few thousand
 * products, and each moment as often as its order has lines.
 */
final class OrderAssembler {
  private static final String TOO_LARGE =
      "total: the sum of quantity x price must be at most 99999999.99";

  private final Currency currency;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, Long> leftOut = new LinkedHashMap<>();
  private final Map<String, EmailAddress> customers = new HashMap<>();
  private final Map<String, ProductId> products = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Map<BigDecimal, BigDecimal> prices = new HashMap<>();
  private final Map<String, Instant> moments = new HashMap<>();

  OrderAssembler(Currency currency) {
    this.currency = currency;
  }

  EmailAddress customer(String email) {
    return customers.computeIfAbsent(email, EmailAddress::of);
  }

  OrderLine line(
      String productId, String name, @Nullable String slug, int quantity, BigDecimal unitPrice) {
    return OrderLine.of(
        products.computeIfAbsent(productId, ProductId::new),
        texts.computeIfAbsent(name, text -> text),
        slug == null ? null : texts.computeIfAbsent(slug, text -> text),
        quantity,
        prices.computeIfAbsent(unitPrice, price -> price));
  }

  Instant moment(Row row, String column) throws BadRowException {
    String text = row.required(column);
    Instant known = moments.get(text);
    if (known == null) {
      known = row.moment(column);
      moments.put(text, known);
    }
    return known;
  }

  Optional<OrderHead> headOf(String orderId) {
    return Optional.ofNullable(drafts.get(orderId)).map(draft -> draft.head);
  }

  /**
   * Adds a line to its order, whose moment is that of its earliest line.
   *
   * @param fileLine where in the file it stands
   */
  void add(OrderHead head, OrderLine line, long fileLine) {
    Draft draft = drafts.computeIfAbsent(head.orderId(), id -> new Draft(head, fileLine));
    if (head.orderedAt().isBefore(draft.head.orderedAt())) {
      draft.head = draft.head.at(head.orderedAt());
    }
    draft.lines.add(line);
  }

  void leaveOut(String reason) {
    leftOut.merge(reason, 1L, Long::sum);
  }

  /** How many rows were left out, by reason. */
  Map<String, Long> leftOut() {
    return leftOut;
  }

  /**
   * Builds the orders.
   *
   * @param format whose columns the reasons name
   * @param refused takes each order that the library refuses, with the line on which it starts
   */
  List<Order> orders(RowFormat format, Problems refused) {
    List<Order> orders = new ArrayList<>(drafts.size());
    for (Draft draft : drafts.values()) {
      try {
        orders.add(draft.order(currency));
      } catch (InvalidInputException e) {
        refused.add(
            draft.fileLine,
            e.field().equals("total") ? TOO_LARGE : format.inItsColumns(e.getMessage()));
      }
    }
    return orders;
  }

  private static final class Draft {
    private final List<OrderLine> lines = new ArrayList<>();
    private final long fileLine;
    private OrderHead head;

    Draft(OrderHead head, long fileLine) {
      this.head = head;
      this.fileLine = fileLine;
    }

    Order order(Currency currency) {
      Order.Builder order =
          Order.builder(head.orderId(), head.customer(), head.orderedAt())
              .orderNumber(head.orderNumber())
              .status(head.status())
              .currency(currency)
              .lines(lines);
      Long customerId = head.customerId();
      return customerId == null ? order.build() : order.customerId(customerId).build();
    }
  }
}
