package dev.customerintelligence.order;

import dev.customerintelligence.identity.EmailAddress;

/** What a walk over all customers finds of one: the orders, or why they cannot be read. */
public sealed interface CustomerHistory permits CustomerOrders, UnreadableOrders {
  /** Returns whose orders they are. */
  EmailAddress customer();
}
