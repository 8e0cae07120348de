package dev.customerintelligence.examples.storefront.web;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.examples.storefront.shop.OrderBook;
import dev.customerintelligence.examples.storefront.visitor.OfferDesk;
import dev.customerintelligence.examples.storefront.visitor.Shopper;
import dev.customerintelligence.examples.storefront.visitor.VisitorSession;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The offer of the shopper of this session; another's offer does not exist. */
@RestController
@RequestMapping("/api/offers")
final class OfferApi {
  /**
   * The current offer.
   *
   * @param offer null when there is none, for strangers and customers alike
   * @param greeting the first name of the customer who signed in, else null
   */
  record CurrentOffer(@Nullable OfferView offer, @Nullable String greeting) {}

  /** Where an offer stands. */
  record OfferState(String id, String status) {}

  private final CustomerIntelligence library;
  private final OfferDesk desk;
  private final OrderBook orders;
  private final InstantSource clock;

  OfferApi(CustomerIntelligence library, OfferDesk desk, OrderBook orders, InstantSource clock) {
    this.library = library;
    this.desk = desk;
    this.orders = orders;
    this.clock = clock;
  }

  /** Returns the offer to show now, unless it is in the cart already. */
  @GetMapping("/current")
  CurrentOffer current(HttpServletRequest request) {
    Shopper shopper = Shopper.of(request);
    Optional<BundleOffer> offer =
        desk.current(shopper).filter(found -> !VisitorSession.of(request).cart().holds(found.id()));
    return new CurrentOffer(
        offer.map(found -> OfferView.of(found, clock.instant())).orElse(null),
        offer.isEmpty() ? null : shopper.account().flatMap(orders::firstNameOf).orElse(null));
  }

  /** Returns where an offer stands. */
  @GetMapping("/{id}")
  OfferState status(@PathVariable String id, HttpServletRequest request) {
    return state(own(id, request));
  }

  /** Notes that the offer was shown. */
  @PostMapping("/{id}/view")
  OfferState view(@PathVariable String id, HttpServletRequest request) {
    return step(own(id, request), library.bundles()::view);
  }

  /** Accepts the offer and puts it into the cart. */
  @PostMapping("/{id}/accept")
  OfferState accept(@PathVariable String id, HttpServletRequest request) {
    BundleOffer offer = own(id, request);
    OfferState state = step(offer, library.bundles()::accept);
    VisitorSession.change(request, session -> session.withCart(session.cart().withBundle(offer)));
    return state;
  }

  /** Declines the offer. */
  @PostMapping("/{id}/decline")
  OfferState decline(@PathVariable String id, HttpServletRequest request) {
    return step(own(id, request), library.bundles()::reject);
  }

  private BundleOffer own(String id, HttpServletRequest request) {
    return desk.find(Shopper.of(request), new OfferId(id)).orElseThrow(OfferApi::notFound);
  }

  private OfferState step(BundleOffer offer, Function<OfferId, OfferMove> step) {
    OfferMove move = step.apply(offer.id());
    if (move instanceof OfferMove.Moved moved) {
      return state(moved.offer());
    }
    if (move instanceof OfferMove.AlreadyThere there) {
      return state(there.offer());
    }
    if (move instanceof OfferMove.NotPossible impossible) {
      throw new ErrorResponseException(
          HttpStatus.CONFLICT,
          ProblemDetail.forStatusAndDetail(
              HttpStatus.CONFLICT, "The offer is " + impossible.status().columnValue() + "."),
          null);
    }
    throw notFound();
  }

  private OfferState state(BundleOffer offer) {
    return new OfferState(offer.id().value(), offer.statusAt(clock.instant()).columnValue());
  }

  private static ErrorResponseException notFound() {
    return new ErrorResponseException(
        HttpStatus.NOT_FOUND,
        ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no such offer."),
        null);
  }
}
