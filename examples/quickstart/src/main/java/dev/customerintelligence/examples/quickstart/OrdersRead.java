package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.order.Order;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/**
 * What a file of orders came to.
 *
 * @param source what was read
 * @param format the format that was recognised
 * @param rows how many rows were read, without the header and blank lines
 * @param orders every order, at least one
 * @param leftOut how many rows the format leaves out, by reason
 * @param badRows the rows that could not be read
 * @param refused the orders that the library refuses whole, each with the line on which it starts
 */
record OrdersRead(
    String source,
    RowFormat format,
    long rows,
    List<Order> orders,
    Map<String, Long> leftOut,
    Problems badRows,
    Problems refused) {
  /** Returns what all orders are in. */
  Currency currency() {
    return format.currency();
  }
}
