package dev.customerintelligence.recognition;

import dev.customerintelligence.identity.EmailAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a recognition is safe to act on in a storefront. Immutable.
 *
 * <p>AMBIGUOUS and UNKNOWN give one and the same view, without a customer, a count or a
 * probability, so that nothing can be read from its shape. Recognition is not authentication: show
 * nothing to a recognized visitor that a person at the same device must not see.
 */
public final class StorefrontView {
  static final StorefrontView ANONYMOUS = new StorefrontView(null);

  private final @Nullable EmailAddress customer;

  private StorefrontView(@Nullable EmailAddress customer) {
    this.customer = customer;
  }

  static StorefrontView of(EmailAddress customer) {
    return new StorefrontView(customer);
  }

  /** Returns the recognized customer, for use on the server; empty unless RECOGNIZED. */
  public Optional<EmailAddress> customer() {
    return Optional.ofNullable(customer);
  }

  @Override
  public String toString() {
    return customer == null ? "StorefrontView[anonymous]" : "StorefrontView[recognized]";
  }
}
