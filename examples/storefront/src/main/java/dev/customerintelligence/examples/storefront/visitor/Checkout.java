package dev.customerintelligence.examples.storefront.visitor;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.event.EventTypes;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.examples.storefront.shop.Cart;
import dev.customerintelligence.examples.storefront.shop.OrderBook;
import dev.customerintelligence.examples.storefront.shop.ProductRange;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.Order;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Turns carts into orders, and tells the library. The shop takes no money. Thread-safe. */
@Component
public final class Checkout {
  private static final Logger LOG = LoggerFactory.getLogger(Checkout.class);

  private final CustomerIntelligence library;
  private final OrderBook orders;
  private final EventLog events;
  private final VisitService visits;
  private final InstantSource clock;

  Checkout(
      CustomerIntelligence library,
      OrderBook orders,
      EventLog events,
      VisitService visits,
      InstantSource clock) {
    this.library = library;
    this.orders = orders;
    this.events = events;
    this.visits = visits;
    this.clock = clock;
  }

  /**
   * Orders what is in the cart, for this address.
   *
   * @return the order; empty when the personal offer in the cart is over, and nothing is ordered
   * @throws dev.customerintelligence.error.StorageUnavailableException when the offer's store is
   *     away; nothing is ordered then
   */
  public Optional<Order> order(HttpServletRequest request, EmailAddress customer) {
    Cart cart = VisitorSession.of(request).cart();
    events.accept(
        library.events().newEvent(EventTypes.CHECKOUT_EMAIL_ENTERED).customer(customer).build());
    if (cart.bundle() != null && !purchased(cart.bundle(), cart)) {
      VisitorSession.change(request, now -> now.withCart(now.cart().withBundle(null)));
      return Optional.empty();
    }
    boolean believed = isBelieved(request, customer);
    Order order =
        Order.builder(orders.nextNumber(), customer, clock.instant())
            .currency(ProductRange.EURO)
            .total(cart.total())
            .lines(cart.lines())
            .build();
    orders.add(order);
    VisitorSession.change(request, now -> now.withCart(Cart.empty()));
    recalculate(customer);
    events.accept(
        library
            .events()
            .newEvent(EventTypes.ORDER_COMPLETED)
            .customer(customer)
            .data(JsonObject.of(Map.of("order_id", order.orderId(), "total", order.total())))
            .build());
    if (believed) {
      visits.remember(request, customer);
    }
    return Optional.of(order);
  }

  /**
   * Returns whether this browser may be remembered as this customer's. Anybody can type anybody's
   * address: who types that of an existing customer has to be that customer by sign-in or by an
   * earlier recognition, or else a stranger would be shown the customer's offers from then on.
   */
  private boolean isBelieved(HttpServletRequest request, EmailAddress customer) {
    return !orders.knows(customer) || customer.equals(Shopper.of(request).customer());
  }

  private boolean purchased(BundleOffer offer, Cart cart) {
    OfferMove move = library.bundles().purchase(offer.id(), cart.total());
    return move instanceof OfferMove.Moved;
  }

  /** For everybody alike, and before the answer, so that no offer is made on an old profile. */
  private void recalculate(EmailAddress customer) {
    try {
      library.profiles().recalculate(customer);
    } catch (RuntimeException e) {
      LOG.warn("A profile waits for its next recalculation: {}", e.getClass().getName());
    }
  }
}
