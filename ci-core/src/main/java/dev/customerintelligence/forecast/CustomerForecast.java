package dev.customerintelligence.forecast;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;

/**
 * What is to be expected of whom. Immutable; {@code toString} masks who it is.
 *
 * @param customer the customer's canonical email address
 * @param forecast what is to be expected
 */
public record CustomerForecast(EmailAddress customer, Forecast forecast) {
  /**
   * Checks the value.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the component that is null
   */
  public CustomerForecast {
    Inputs.required("customer", customer);
    Inputs.required("forecast", forecast);
  }
}
