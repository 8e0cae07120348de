package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.order.Order;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/**
 * What a file of orders came to.
 *
 * @param source what was read
 * @param format the columns that were recognised
 * @param currency what all orders are in
 * @param rows how many rows were read, without the header and blank lines
 * @param orders every order, at least one
 * @param leftOut how many rows the format leaves out, by reason
 * @param badRows the rows that could not be read
 */
record OrdersRead(
    String source,
    String format,
    Currency currency,
    long rows,
    List<Order> orders,
    Map<String, Long> leftOut,
    BadRows badRows) {}
