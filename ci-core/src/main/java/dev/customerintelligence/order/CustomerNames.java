package dev.customerintelligence.order;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import java.util.Collection;
import java.util.Map;

/**
 * The port through which a source of orders says what many customers are called, in bounded reads.
 * Implementations are thread-safe and throw {@link
 * dev.customerintelligence.error.StorageUnavailableException} when their source cannot be reached.
 */
@FunctionalInterface
public interface CustomerNames {
  /**
   * Returns the name on each customer's newest order that has one; customers without are left out.
   *
   * @param customers at most 5,000
   */
  Map<EmailAddress, PersonName> namesOf(Collection<EmailAddress> customers);
}
