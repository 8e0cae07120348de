package dev.customerintelligence.examples.storefront.visitor;

import dev.customerintelligence.identity.EmailAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom the shop takes the visitor for. Immutable; {@code toString} does not say.
 *
 * @param customer signed in, or else recognized; null for nobody known
 * @param signedIn whether the customer signed in; what only the account's owner may see needs this
 */
public record Shopper(@Nullable EmailAddress customer, boolean signedIn) {
  /** The role of customers. */
  public static final String CUSTOMER_ROLE = "CUSTOMER";

  /** Returns the shopper who sent this request. */
  public static Shopper of(HttpServletRequest request) {
    if (request.isUserInRole(CUSTOMER_ROLE)) {
      return new Shopper(EmailAddress.of(request.getRemoteUser()), true);
    }
    // The owner looks at the shop without being anybody's customer.
    return request.getRemoteUser() == null
        ? new Shopper(VisitorSession.of(request).recognized(), false)
        : new Shopper(null, false);
  }

  /** Returns the customer who signed in. */
  public Optional<EmailAddress> account() {
    return signedIn ? Optional.ofNullable(customer) : Optional.empty();
  }

  @Override
  public String toString() {
    return "Shopper[" + (signedIn ? "signed in]" : "not signed in]");
  }
}
