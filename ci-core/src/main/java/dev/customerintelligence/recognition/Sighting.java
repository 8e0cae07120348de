package dev.customerintelligence.recognition;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.internal.Inputs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A visit whose customer is known, for example from a sign-in or the checkout. Immutable.
 *
 * @param customer who visited
 * @param customerId the shop's customer id, at least 1, or null
 * @param fingerprint the browser's fingerprint, or null
 * @param ipHash the address under the current key, or null; one of the two must be known
 * @param userAgent the browser's user agent, or null
 * @param place where the visitor was, or null
 * @param at when
 */
public record Sighting(
    EmailAddress customer,
    @Nullable Long customerId,
    @Nullable Fingerprint fingerprint,
    @Nullable IpHash ipHash,
    @Nullable UserAgent userAgent,
    @Nullable Place place,
    Instant at) {
  /**
   * Checks the sighting.
   *
   * @throws InvalidInputException naming the component that is outside what its description says
   */
  public Sighting {
    Inputs.required("customer", customer);
    customerId = Inputs.customerId(customerId);
    if (fingerprint == null && ipHash == null) {
      throw new InvalidInputException(
          "fingerprint", "must be given where the visit has no usable IP address");
    }
    at = Inputs.moment("at", at);
  }

  @Override
  public String toString() {
    return "Sighting[" + customer + ", " + at + "]";
  }
}
