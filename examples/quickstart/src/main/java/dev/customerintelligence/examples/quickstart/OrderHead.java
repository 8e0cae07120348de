package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.identity.EmailAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What every row of one order repeats. */
record OrderHead(
    String orderId,
    String orderNumber,
    EmailAddress customer,
    @Nullable Long customerId,
    Instant orderedAt,
    String status) {
  OrderHead at(Instant moment) {
    return new OrderHead(orderId, orderNumber, customer, customerId, moment, status);
  }
}
