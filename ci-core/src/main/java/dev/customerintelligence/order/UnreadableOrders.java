package dev.customerintelligence.order;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;

/**
 * A customer with an order that the source holds in a state that cannot be read without changing
 * its meaning. Immutable.
 *
 * @param customer whose orders they are
 * @param reason what is wrong with which order; without personal data
 */
public record UnreadableOrders(EmailAddress customer, String reason) implements CustomerHistory {
  /**
   * Checks that both are there.
   *
   * @throws InvalidInputException naming the component that is null
   */
  public UnreadableOrders {
    Inputs.required("customer", customer);
    Inputs.required("reason", reason);
  }
}
