package dev.customerintelligence.recognition;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * A customer who may be the visitor. Immutable; {@code toString} masks who it is.
 *
 * @param customer who
 * @param customerId the shop's customer id, or null
 * @param posterior the probability that this customer is the visitor, 0..1
 * @param prior the same before any signal was compared, 0..1
 * @param browser what the browser says
 * @param network what the network says
 */
public record Candidate(
    EmailAddress customer,
    @Nullable Long customerId,
    double posterior,
    double prior,
    Evidence browser,
    Evidence network) {
  /**
   * Checks the candidate.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the component that is
   *     missing or out of range
   */
  public Candidate {
    Inputs.required("customer", customer);
    Inputs.between("posterior", posterior, 0, 1);
    Inputs.between("prior", prior, 0, 1);
    Inputs.required("browser", browser);
    Inputs.required("network", network);
  }

  /** Returns the weight of all evidence in bits; compare these, as probabilities saturate. */
  public double bits() {
    return browser.bits() + network.bits();
  }
}
