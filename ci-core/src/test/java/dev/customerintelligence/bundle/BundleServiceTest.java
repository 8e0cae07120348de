package dev.customerintelligence.bundle;

import static dev.customerintelligence.bundle.TestOffers.product;
import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.day;
import static dev.customerintelligence.order.TestOrders.line;
import static dev.customerintelligence.order.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.TestClock;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.profile.ProfileService;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Offers from the profile to their end, on the storage in memory. */
class BundleServiceTest {
  private static final BigDecimal VALUE = new BigDecimal("53.82");
  private static final OfferId UNKNOWN = new OfferId("unknown");

  private final TestClock clock = new TestClock(day(20));
  private final Storage storage =
      new InMemoryStorage(new TombstoneHasher(HashKey.generate("test"), List.of()));
  private final Map<ProductId, CatalogueProduct> products = new HashMap<>();
  private final List<Collection<ProductId>> lookups = new ArrayList<>();
  private final BundleService bundles = service(storage.offers(), BundlePolicy.defaults());

  @Test
  void makesAnOfferAndKeepsIt() {
    haveProfile();
    sell("44", "14.95");

    BundleOffer offer = offered(bundles.propose(CUSTOMER));

    assertThat(offer.storedStatus()).isEqualTo(OfferStatus.PENDING);
    assertThat(offer.made().price().finalPrice()).isEqualTo(new BigDecimal("53.82"));
    assertThat(offer.made().offeredAt()).isEqualTo(day(20));
    assertThat(offer.made().expiresAt()).isEqualTo(day(27));
    assertThat(offer.made().customerId()).isEqualTo(7L);
    assertThat(bundles.find(offer.id())).contains(offer);
    assertThat(bundles.openOffer(CUSTOMER)).contains(offer);
    assertThat(lookups).containsExactly(List.of(ProductId.of(44)));
  }

  @Test
  void asksTheCatalogueOnlyWhenItMatters() {
    assertRefusal(bundles.propose(CUSTOMER), BundleRefusal.NO_PROFILE, null);
    haveProfile();
    clock.set(day(1));
    assertRefusal(bundles.propose(CUSTOMER), BundleRefusal.TOO_EARLY, day(11));

    assertThat(lookups).isEmpty();
  }

  @Test
  void offersAtTheCataloguesPriceOfTheMoment() {
    haveProfile();
    sell("44", "14.95");
    bundles.reject(offered(bundles.propose(CUSTOMER)).id());
    clock.advance(Duration.ofDays(8));
    sell("44", "20.00");

    assertThat(offered(bundles.propose(CUSTOMER)).made().price().basePrice())
        .isEqualTo(new BigDecimal("80.00"));
  }

  @Test
  void refusesASecondOfferWhileOneStands() {
    haveProfile();
    sell("44", "14.95");
    BundleOffer offer = offered(bundles.propose(CUSTOMER));

    assertRefusal(bundles.propose(CUSTOMER), BundleRefusal.OPEN_OFFER, day(27));
    clock.set(day(27));
    assertThat(bundles.openOffer(CUSTOMER)).isEmpty();
    assertThat(offered(bundles.propose(CUSTOMER)).id()).isNotEqualTo(offer.id());
  }

  @Test
  void refusesAnOfferThatSomebodyElseMadeInBetween() {
    haveProfile();
    sell("44", "14.95");
    BundleOffer standing = offered(bundles.propose(CUSTOMER));
    OfferStore late =
        new Delegating(storage.offers()) {
          @Override
          public List<BundleOffer> newestOf(EmailAddress customer, int limit) {
            return List.of();
          }
        };

    assertRefusal(
        service(late, BundlePolicy.defaults()).propose(CUSTOMER),
        BundleRefusal.OPEN_OFFER,
        standing.made().expiresAt());
  }

  @Test
  void makesNoOfferToAnErasedCustomer() {
    haveProfile();
    sell("44", "14.95");
    OfferStore erasedInBetween =
        new Delegating(storage.offers()) {
          @Override
          public OfferCreation create(OfferDraft draft) {
            storage.privacy().erase(CUSTOMER, clock.instant());
            return super.create(draft);
          }
        };

    assertRefusal(
        service(erasedInBetween, BundlePolicy.defaults()).propose(CUSTOMER),
        BundleRefusal.CUSTOMER_ERASED,
        null);
    assertRefusal(bundles.propose(CUSTOMER), BundleRefusal.NO_PROFILE, null);
  }

  @Test
  void coolsDownAfterARejection() {
    haveProfile();
    sell("44", "14.95");
    BundleOffer offer = offered(bundles.propose(CUSTOMER));
    clock.set(day(21));
    bundles.reject(offer.id());

    assertRefusal(bundles.propose(CUSTOMER), BundleRefusal.COOL_DOWN, day(28));
    clock.set(day(28));
    assertThat(bundles.propose(CUSTOMER)).isInstanceOf(BundleProposal.Offered.class);
  }

  @Test
  void offersNothingThatIsNotForSale() {
    haveProfile();

    assertRefusal(bundles.propose(CUSTOMER), BundleRefusal.NOTHING_FOR_SALE, null);
    assertThat(lookups).hasSize(1);
  }

  @Test
  void doesNotAskTheCatalogueForNothing() {
    haveProfile();
    BundleService picky =
        new BundleService(
            storage.offers(),
            storage.profiles(),
            ids -> fail("asked for " + ids),
            BundlePolicy.defaults(),
            Set.of(ProductId.of(44)),
            clock,
            new Random(1));

    assertRefusal(picky.propose(CUSTOMER), BundleRefusal.NOTHING_FOR_SALE, null);
  }

  @Test
  void keepsTheCartWhereTheStoreHasAPlaceForIt() {
    haveProfile();
    sell("44", "14.95");
    JsonObject cart = JsonObject.parse("{\"total\": 45.90}");

    assertThat(offered(bundles.propose(CUSTOMER, cart)).made().cartSnapshot()).isEqualTo(cart);
  }

  @Test
  void leavesTheCartOutWhereTheStoreHasNoPlaceForIt() {
    haveProfile();
    sell("44", "14.95");
    OfferStore cartless =
        new Delegating(storage.offers()) {
          @Override
          public boolean supportsCartSnapshot() {
            return false;
          }
        };

    BundleProposal proposal =
        service(cartless, BundlePolicy.defaults())
            .propose(CUSTOMER, JsonObject.parse("{\"total\": 45.90}"));

    assertThat(offered(proposal).made().cartSnapshot()).isNull();
  }

  @Test
  void followsAnOfferToItsPurchase() {
    BundleOffer offer = haveOffer();

    clock.set(day(21));
    assertThat(moved(bundles.view(offer.id())).viewedAt()).isEqualTo(day(21));
    clock.set(day(22));
    assertThat(moved(bundles.accept(offer.id())).respondedAt()).isEqualTo(day(22));
    clock.set(day(23));
    BundleOffer bought = moved(bundles.purchase(offer.id(), VALUE));

    assertThat(bought.storedStatus()).isEqualTo(OfferStatus.PURCHASED);
    assertThat(bought.viewedAt()).isEqualTo(day(21));
    assertThat(bought.respondedAt()).isEqualTo(day(22));
    assertThat(bought.conversionValue()).isEqualTo(VALUE);
    assertThat(bundles.find(offer.id())).contains(bought);
    assertThat(bundles.openOffer(CUSTOMER)).isEmpty();
    assertThat(events())
        .extracting(BehavioralEvent::type)
        .as("newest first; the shop logs the order itself")
        .containsExactly("bundle_accepted", "bundle_viewed");
  }

  @Test
  void logsEachStepWithItsOffer() {
    BundleOffer offer = haveOffer();
    clock.set(day(21));
    bundles.view(offer.id());
    clock.set(day(22));
    bundles.reject(offer.id());

    BehavioralEvent rejected = events().get(0);
    BehavioralEvent viewed = events().get(1);
    assertThat(viewed.type()).isEqualTo("bundle_viewed");
    assertThat(viewed.createdAt()).isEqualTo(day(21));
    assertThat(viewed.customer()).isEqualTo(CUSTOMER);
    assertThat(viewed.customerId()).isEqualTo(7L);
    assertThat(viewed.id().version()).isEqualTo(7);
    assertThat(viewed.data())
        .isEqualTo(JsonObject.of(Map.of("offer_id", offer.id().value(), "status", "viewed")));
    assertThat(rejected.type()).isEqualTo("bundle_rejected");
    assertThat(rejected.data())
        .isEqualTo(JsonObject.of(Map.of("offer_id", offer.id().value(), "status", "rejected")));
  }

  @Test
  void logsAnIdAsANumberWhereTheStoreNumbersItsOffers() {
    List<BehavioralEvent> logged = new ArrayList<>();
    BundleOffer numbered = TestOffers.pending();
    BundleOffer guests =
        BundleOffer.pending(
            new OfferId("94"),
            new OfferDraft(
                CUSTOMER,
                null,
                numbered.made().lines(),
                numbered.made().price(),
                null,
                null,
                DAY_0,
                day(7)));
    OfferStore store =
        new Delegating(storage.offers()) {
          @Override
          public Optional<BundleOffer> find(OfferId id) {
            return Optional.of(id.equals(numbered.id()) ? numbered : guests);
          }

          @Override
          public OfferMove move(OfferId id, OfferStep step, BehavioralEvent event) {
            logged.add(event);
            return new OfferMove.Moved(numbered);
          }
        };

    service(store, BundlePolicy.defaults()).view(numbered.id());
    service(store, BundlePolicy.defaults()).accept(guests.id());

    assertThat(logged.get(0).data().json()).contains("\"offer_id\":93");
    assertThat(logged.get(1).customerId()).as("a guest's").isNull();
    assertThat(logged.get(1).data())
        .isEqualTo(JsonObject.parse("{\"offer_id\": 94, \"status\": \"added_to_cart\"}"));
  }

  @Test
  void saysThatARepeatedStepChangesNothing() {
    BundleOffer offer = haveOffer();
    clock.set(day(21));
    BundleOffer viewed = moved(bundles.view(offer.id()));
    clock.set(day(22));

    assertThat(bundles.view(offer.id())).isEqualTo(new OfferMove.AlreadyThere(viewed));
    assertThat(bundles.find(offer.id())).contains(viewed);
    assertThat(events()).hasSize(1);
  }

  @Test
  void saysWhereAnOfferStandsThatCannotTakeAStep() {
    BundleOffer offer = haveOffer();
    BundleOffer rejected = moved(bundles.reject(offer.id()));

    assertThat(bundles.purchase(offer.id(), VALUE))
        .isEqualTo(new OfferMove.NotPossible(rejected, OfferStatus.REJECTED));
    assertThat(bundles.view(offer.id()))
        .isEqualTo(new OfferMove.NotPossible(rejected, OfferStatus.REJECTED));
    assertThat(events()).hasSize(1);
  }

  @Test
  void countsAnOfferPastItsTimeAsExpiredBeforeAnySweep() {
    BundleOffer offer = haveOffer();
    clock.set(day(27));

    assertThat(bundles.accept(offer.id()))
        .isEqualTo(new OfferMove.NotPossible(offer, OfferStatus.EXPIRED));
    assertThat(events()).isEmpty();
  }

  @Test
  void knowsNoOtherOffers() {
    assertThat(bundles.view(UNKNOWN)).isEqualTo(new OfferMove.NotFound());
    assertThat(bundles.accept(UNKNOWN)).isEqualTo(new OfferMove.NotFound());
    assertThat(bundles.reject(UNKNOWN)).isEqualTo(new OfferMove.NotFound());
    assertThat(bundles.purchase(UNKNOWN, VALUE)).isEqualTo(new OfferMove.NotFound());
    assertThat(bundles.find(UNKNOWN)).isEmpty();
    assertThat(bundles.openOffer(CUSTOMER)).isEmpty();
  }

  @Test
  void sweepsInBatchesUntilNoneIsLeft() {
    for (int i = 0; i < 1001; i++) {
      EmailAddress customer = EmailAddress.of("customer" + i + "@example.com");
      storage.offers().create(TestOffers.draft(customer, day(20), "59.80", "5.98"));
    }
    List<Integer> limits = new ArrayList<>();
    OfferStore counted =
        new Delegating(storage.offers()) {
          @Override
          public int expireDue(Instant now, int limit) {
            limits.add(limit);
            return super.expireDue(now, limit);
          }
        };
    BundleService sweeper = service(counted, BundlePolicy.defaults());

    assertThat(sweeper.expireDue()).as("nothing is due").isZero();
    clock.set(day(27));
    assertThat(sweeper.expireDue()).isEqualTo(1001);
    assertThat(sweeper.expireDue()).isZero();
    assertThat(limits).containsExactly(500, 500, 500, 500, 500);
  }

  @Test
  void offersToHighValueCustomersWherePolicyAllowsIt() {
    haveProfile();
    sell("44", "14.95");
    clock.set(day(1));
    BundlePolicy policy = BundlePolicy.defaults().withHighValueScore(new BigDecimal("50"));

    assertThat(offered(service(storage.offers(), policy).propose(CUSTOMER)).made().triggerReason())
        .isEqualTo("high_value_customer");
  }

  @Test
  void refusesBadInputAndWritesNothing() {
    BundleOffer offer = haveOffer();

    assertRefused("customer", () -> bundles.propose(null));
    assertRefused("customer", () -> bundles.openOffer(null));
    assertRefused("offerId", () -> bundles.find(null));
    assertRefused("offerId", () -> bundles.view(null));
    assertRefused("offerId", () -> bundles.accept(null));
    assertRefused("offerId", () -> bundles.reject(null));
    assertRefused("offerId", () -> bundles.purchase(null, VALUE));
    assertRefused("conversionValue", () -> bundles.purchase(offer.id(), null));
    assertRefused("conversionValue", () -> bundles.purchase(offer.id(), VALUE.negate()));
    assertRefused("conversionValue", () -> bundles.purchase(offer.id(), new BigDecimal("0.001")));
    assertRefused(
        "conversionValue", () -> bundles.purchase(offer.id(), new BigDecimal("100000000")));
    assertThat(bundles.find(offer.id())).contains(offer);
    assertThat(events()).isEmpty();
  }

  @Test
  void makesNoOfferWhosePriceFitsNoColumn() {
    haveProfile();
    sell("44", "99999999.99");

    assertRefused("subtotal", () -> bundles.propose(CUSTOMER));
    assertThat(bundles.openOffer(CUSTOMER)).isEmpty();
  }

  @Test
  void refusesToBeMadeWithoutItsParts() {
    OfferStore offers = storage.offers();
    Catalogue catalogue = ids -> products;
    BundlePolicy policy = BundlePolicy.defaults();
    Random random = new Random();

    assertRefused(
        "offers",
        () ->
            new BundleService(
                null, storage.profiles(), catalogue, policy, Set.of(), clock, random));
    assertRefused(
        "profiles",
        () -> new BundleService(offers, null, catalogue, policy, Set.of(), clock, random));
    assertRefused(
        "catalogue",
        () -> new BundleService(offers, storage.profiles(), null, policy, Set.of(), clock, random));
    assertRefused(
        "policy",
        () ->
            new BundleService(
                offers, storage.profiles(), catalogue, null, Set.of(), clock, random));
    assertRefused(
        "excluded",
        () ->
            new BundleService(offers, storage.profiles(), catalogue, policy, null, clock, random));
    assertRefused(
        "excluded",
        () ->
            new BundleService(
                offers,
                storage.profiles(),
                catalogue,
                policy,
                new HashSet<>(Arrays.asList((ProductId) null)),
                clock,
                random));
    assertRefused(
        "clock",
        () ->
            new BundleService(
                offers, storage.profiles(), catalogue, policy, Set.of(), null, random));
    assertRefused(
        "random",
        () ->
            new BundleService(
                offers, storage.profiles(), catalogue, policy, Set.of(), clock, null));
  }

  /** Buys three at once on day 0: target 4, window from day 11, score 5 + 9 + 40. */
  private void haveProfile() {
    Order order =
        order("1", DAY_0)
            .customerId(7)
            .total(new BigDecimal("30.00"))
            .lines(List.of(line("44", 3)))
            .build();
    new ProfileService(
            storage.profiles(),
            storage.devices(),
            new InMemoryOrderHistory(List.of(order)),
            ProfilePolicy.defaults(),
            () -> day(1))
        .recalculate(CUSTOMER);
  }

  private void sell(String id, String price) {
    products.put(new ProductId(id), product(id, price));
  }

  private BundleOffer haveOffer() {
    haveProfile();
    sell("44", "14.95");
    return offered(bundles.propose(CUSTOMER));
  }

  private BundleService service(OfferStore offers, BundlePolicy policy) {
    return new BundleService(
        offers,
        storage.profiles(),
        ids -> {
          lookups.add(List.copyOf(ids));
          return products;
        },
        policy,
        Set.of(),
        clock,
        new Random(1));
  }

  private List<BehavioralEvent> events() {
    return storage.events().newestOf(CUSTOMER, 100);
  }

  private static BundleOffer offered(BundleProposal proposal) {
    assertThat(proposal).isInstanceOf(BundleProposal.Offered.class);
    return ((BundleProposal.Offered) proposal).offer();
  }

  private static BundleOffer moved(OfferMove move) {
    assertThat(move).isInstanceOf(OfferMove.Moved.class);
    return ((OfferMove.Moved) move).offer();
  }

  private static void assertRefusal(BundleProposal proposal, BundleRefusal reason, Instant from) {
    assertThat(proposal).isInstanceOf(BundleProposal.Refused.class);
    BundleProposal.Refused refused = (BundleProposal.Refused) proposal;
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.from()).isEqualTo(Optional.ofNullable(from));
  }

  private static class Delegating implements OfferStore {
    private final OfferStore store;

    Delegating(OfferStore store) {
      this.store = store;
    }

    @Override
    public OfferCreation create(OfferDraft draft) {
      return store.create(draft);
    }

    @Override
    public OfferMove move(OfferId id, OfferStep step, BehavioralEvent event) {
      return store.move(id, step, event);
    }

    @Override
    public Optional<BundleOffer> find(OfferId id) {
      return store.find(id);
    }

    @Override
    public List<BundleOffer> newestOf(EmailAddress customer, int limit) {
      return store.newestOf(customer, limit);
    }

    @Override
    public int expireDue(Instant now, int limit) {
      return store.expireDue(now, limit);
    }

    @Override
    public boolean supportsCartSnapshot() {
      return store.supportsCartSnapshot();
    }
  }
}
