package dev.customerintelligence.examples.storefront.web;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.examples.storefront.shop.ProductRange;
import dev.customerintelligence.examples.storefront.visitor.EventLog;
import dev.customerintelligence.examples.storefront.visitor.Shopper;
import dev.customerintelligence.examples.storefront.visitor.VisitService;
import dev.customerintelligence.examples.storefront.visitor.VisitorSession;
import dev.customerintelligence.identity.Fingerprint;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a browser tells, once its user agreed. No answer says whether anybody was recognized. */
@RestController
@RequestMapping("/api")
final class VisitApi {
  private static final Set<String> BROWSER_EVENTS =
      Set.of("product_viewed", "cart_viewed", "popup_closed");

  /** A visit: the 64 hexadecimal digits that the page's script made. */
  record VisitRequest(@Nullable String fingerprint) {}

  /** Something that happened in the browser, with the product's place in an address if any. */
  record EventRequest(@Nullable String type, @Nullable String product) {}

  private final CustomerIntelligence library;
  private final VisitService visits;
  private final EventLog events;
  private final ProductRange products;

  VisitApi(
      CustomerIntelligence library, VisitService visits, EventLog events, ProductRange products) {
    this.library = library;
    this.visits = visits;
    this.events = events;
    this.products = products;
  }

  /** Tracks a visit. The customer's, when signed in, is remembered. */
  @PostMapping("/visits")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void track(@RequestBody VisitRequest body, HttpServletRequest request) {
    visits.track(request, Fingerprint.of(given("fingerprint", body.fingerprint())));
  }

  /** Forgets, for this session, what the browser told; its user withdrew the consent. */
  @DeleteMapping("/visits")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void forget(HttpServletRequest request) {
    visits.forget(request);
  }

  /** Logs something that happened in the browser; nothing is kept without a tracked visit. */
  @PostMapping("/events")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void log(@RequestBody EventRequest body, HttpServletRequest request) {
    String type = given("type", body.type());
    if (!BROWSER_EVENTS.contains(type)) {
      throw new InvalidInputException(
          "type", "must be one of " + BROWSER_EVENTS.stream().sorted().toList());
    }
    BehavioralEvent.Builder event = library.events().newEvent(type);
    if (body.product() != null) {
      event.data(
          JsonObject.of(
              Map.of(
                  "product",
                  products
                      .atSlug(body.product())
                      .orElseThrow(() -> new InvalidInputException("product", "is not in the shop"))
                      .slug())));
    }
    VisitorSession session = VisitorSession.of(request);
    session
        .givenVisit()
        .ifPresent(
            visit -> {
              visit.fingerprint().ifPresent(event::fingerprint);
              Shopper.of(request).account().ifPresent(event::customer);
              events.accept(event.build());
            });
  }

  private static String given(String field, @Nullable String value) {
    if (value == null) {
      throw new InvalidInputException(field, "must be given");
    }
    return value;
  }
}
