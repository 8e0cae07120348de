package dev.customerintelligence.examples.storefront.web;

import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.examples.storefront.shop.Cart;
import dev.customerintelligence.examples.storefront.visitor.Shopper;
import dev.customerintelligence.examples.storefront.visitor.VisitorSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page shows around its own content. */
@ControllerAdvice(annotations = Controller.class)
final class PageFrame {
  /** A store that is away is the page of that, not a failure of the shop. */
  @ExceptionHandler
  void unavailable(StorageUnavailableException e, HttpServletResponse response) throws IOException {
    response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
  }

  @ModelAttribute("cart")
  Cart cart(HttpServletRequest request) {
    return VisitorSession.of(request).cart();
  }

  @ModelAttribute("signedIn")
  boolean signedIn(HttpServletRequest request) {
    return Shopper.of(request).signedIn();
  }

  @ModelAttribute("owner")
  boolean owner(HttpServletRequest request) {
    return request.isUserInRole(SecurityConfiguration.OWNER.toUpperCase(Locale.ROOT));
  }

  /** Whether the browser has told of itself in this session; says nothing of who it is. */
  @ModelAttribute("tracked")
  boolean tracked(HttpServletRequest request) {
    return VisitorSession.of(request).givenVisit().isPresent();
  }
}
