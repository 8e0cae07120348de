package dev.customerintelligence.examples.storefront.visitor;

import dev.customerintelligence.examples.storefront.shop.Cart;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.recognition.Visit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/**
 * What the shop keeps of a visitor between two requests. Immutable.
 *
 * @param visit what the browser told, with consent, or null
 * @param recognized who the library says it is, or null; never shown to anybody
 * @param cart what is about to be bought
 */
public record VisitorSession(@Nullable Visit visit, @Nullable EmailAddress recognized, Cart cart) {
  private static final String ATTRIBUTE = VisitorSession.class.getName();

  /** Returns what is kept of the visitor who sent this request. */
  public static VisitorSession of(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(ATTRIBUTE) instanceof VisitorSession known
        ? known
        : new VisitorSession(null, null, Cart.empty());
  }

  /** Changes what is kept of the visitor who sent this request; two requests at once take turns. */
  public static VisitorSession change(
      HttpServletRequest request, UnaryOperator<VisitorSession> change) {
    HttpSession session = request.getSession();
    synchronized (WebUtils.getSessionMutex(session)) {
      VisitorSession changed = change.apply(of(request));
      session.setAttribute(ATTRIBUTE, changed);
      return changed;
    }
  }

  /** Returns what the browser told. */
  public Optional<Visit> givenVisit() {
    return Optional.ofNullable(visit);
  }

  /** Returns this with another visit and who it is. */
  public VisitorSession withVisit(@Nullable Visit next, @Nullable EmailAddress customer) {
    return new VisitorSession(next, customer, cart);
  }

  /** Returns this with another cart. */
  public VisitorSession withCart(Cart next) {
    return new VisitorSession(visit, recognized, next);
  }

  @Override
  public String toString() {
    return "VisitorSession[" + cart.pieces() + " pieces]";
  }
}
