package dev.customerintelligence.examples.storefront.seed;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.bundle.BundleProposal;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.examples.storefront.library.SharedStorage;
import dev.customerintelligence.examples.storefront.shop.OrderBook;
import dev.customerintelligence.examples.storefront.shop.ProductRange;
import dev.customerintelligence.examples.storefront.visitor.RecentRecognitions;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.recognition.Recognition;
import dev.customerintelligence.recognition.Visit;
import dev.customerintelligence.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lives through an invented year at the start: orders always, since the shop keeps them in memory,
 * and devices, profiles, offers and events where the store has none yet.
 */
final class Seed {
  private static final Logger LOG = LoggerFactory.getLogger(Seed.class);
  private static final Duration DEVICES = Duration.ofDays(120);
  private static final Duration OFFERS = Duration.ofDays(45);
  private static final Duration EVENTS = Duration.ofDays(14);
  private static final int VISITS = 160;
  private static final String USER_AGENT =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

  private final CustomerIntelligence library;
  private final Storage storage;
  private final HashKey hashKey;
  private final OrderBook book;
  private final ProductRange products;
  private final RecentRecognitions recent;
  private final InstantSource clock;
  private final Random random = new Random(7);

  Seed(
      CustomerIntelligence library,
      Storage storage,
      HashKey hashKey,
      OrderBook book,
      ProductRange products,
      RecentRecognitions recent,
      InstantSource clock) {
    this.library = library;
    this.storage = storage;
    this.hashKey = hashKey;
    this.book = book;
    this.products = products;
    this.recent = recent;
    this.clock = clock;
  }

  void run() {
    Instant now = clock.instant();
    List<Order> orders = DemoYear.orders(products, now);
    if (library.profiles().after(null, 1).isEmpty()) {
      SeedClock past = new SeedClock(now);
      try (CustomerIntelligence then = at(past)) {
        live(then, past, orders, now);
      }
      library.bundles().expireDue();
      LOG.info("Seeded a year of {} orders", orders.size());
    } else {
      orders.forEach(book::add);
    }
    library.profiles().recalculateAll(progress -> {});
    library.recognition().renewStatistics();
    visits();
  }

  /** Returns the library over the same store, at another time. */
  private CustomerIntelligence at(InstantSource past) {
    return CustomerIntelligence.builder()
        .hashKey(hashKey)
        .storage(tombstones -> SharedStorage.of(storage))
        .clock(past)
        .orderHistory(book)
        .catalogue(products)
        .build();
  }

  private void live(CustomerIntelligence then, SeedClock past, List<Order> orders, Instant now) {
    Set<EmailAddress> withoutOffers =
        new HashSet<>(DemoYear.customers().subList(0, DemoYear.WITHOUT_OFFERS));
    List<BehavioralEvent> events = new ArrayList<>();
    for (Order order : orders) {
      Instant at = order.orderedAt();
      if (at.isAfter(now.minus(OFFERS)) && !withoutOffers.contains(order.customer())) {
        past.moveTo(at.minus(Duration.ofHours(2L + random.nextInt(40))));
        offer(then, past, order);
      }
      past.moveTo(at);
      book.add(order);
      if (at.isAfter(now.minus(DEVICES))) {
        then.recognition().remember(visit(order.customer()), order.customer());
      }
      if (at.isAfter(now.minus(EVENTS))) {
        then.profiles().recalculate(order.customer());
      }
    }
    for (Instant day = now.minus(EVENTS); day.isBefore(now); day = day.plus(Duration.ofDays(1))) {
      past.moveTo(day);
      for (int i = 20 + random.nextInt(40); i > 0; i--) {
        events.add(then.events().newEvent(i % 3 == 0 ? "cart_viewed" : "product_viewed").build());
      }
    }
    then.events().logAll(events);
  }

  /** Of the offers that are made before an order, some are bought, some declined, some expire. */
  private void offer(CustomerIntelligence then, SeedClock past, Order order) {
    then.profiles().recalculate(order.customer());
    if (!(then.bundles().propose(order.customer()) instanceof BundleProposal.Offered offered)) {
      return;
    }
    OfferId id = offered.offer().id();
    int fate = random.nextInt(10);
    if (fate == 9) {
      return;
    }
    then.bundles().view(id);
    if (fate < 3) {
      then.bundles().accept(id);
      past.moveTo(order.orderedAt());
      then.bundles().purchase(id, order.total());
    } else if (fate < 6) {
      then.bundles().reject(id);
    }
  }

  private void visits() {
    List<EmailAddress> customers = DemoYear.customers();
    for (int i = 0; i < VISITS; i++) {
      EmailAddress customer = customers.get(random.nextInt(customers.size()));
      boolean stranger = random.nextInt(10) < 4;
      Visit visit =
          stranger
              ? Visit.builder()
                  .fingerprint(Fingerprint.ofText("stranger " + i))
                  .ipAddress(
                      random.nextBoolean() ? address(customer) : "198.51.100." + (1 + i % 250))
                  .userAgent(USER_AGENT)
                  .build()
              : visit(customer);
      Recognition recognition = library.recognition().recognize(visit);
      recent.add(recognition);
    }
  }

  private static Visit visit(EmailAddress customer) {
    return Visit.builder()
        .fingerprint(Fingerprint.ofText("browser of " + customer.value()))
        .ipAddress(address(customer))
        .userAgent(USER_AGENT)
        .build();
  }

  /** Addresses of the documentation's networks; a few customers share one. */
  private static String address(EmailAddress customer) {
    return "203.0.113." + (1 + Math.floorMod(customer.value().hashCode(), 200));
  }
}
