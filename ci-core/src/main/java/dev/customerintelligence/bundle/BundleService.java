package dev.customerintelligence.bundle;

import dev.customerintelligence.bundle.BundleComposer.Composition;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.EventTypes;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Json;
import dev.customerintelligence.internal.UuidV7;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfileStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes personal bundle offers and follows them from pending to their end. Thread-safe. */
public final class BundleService {
  private static final int NEWEST_OFFERS = 20;
  private static final int SWEEP_BATCH = 500;

  private final OfferStore offers;
  private final ProfileStore profiles;
  private final Catalogue catalogue;
  private final BundlePolicy policy;
  private final Set<ProductId> excluded;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * Joins the stores, the catalogue, the rules, a clock and a source of random ids.
   *
   * @param excluded products that are never offered
   * @param random thread-safe
   */
  public BundleService(
      OfferStore offers,
      ProfileStore profiles,
      Catalogue catalogue,
      BundlePolicy policy,
      Set<ProductId> excluded,
      InstantSource clock,
      RandomGenerator random) {
    this.offers = Inputs.required("offers", offers);
    this.profiles = Inputs.required("profiles", profiles);
    this.catalogue = Inputs.required("catalogue", catalogue);
    this.policy = Inputs.required("policy", policy);
    this.excluded = Inputs.set("excluded", excluded);
    this.clock = Inputs.required("clock", clock);
    this.random = Inputs.required("random", random);
  }

  /**
   * Makes an offer, if the customer may get one, at the catalogue's prices of this moment.
   *
   * @param cartSnapshot the cart as the shop knows it, or null; left out where the store has no
   *     place for it
   * @throws InvalidInputException naming the field, when an argument is null, the products'
   *     currencies differ, or a price does not fit its column; nothing is stored then
   * @throws dev.customerintelligence.error.StorageUnavailableException when a store is away
   */
  public BundleProposal propose(EmailAddress customer, @Nullable JsonObject cartSnapshot) {
    Inputs.required("customer", customer);
    Optional<CustomerProfile> profile = profiles.find(customer);
    BundleComposer composer = new BundleComposer(policy, excluded, clock.instant());
    Optional<BundleProposal.Refused> refusal =
        composer.refusal(profile, offers.newestOf(customer, NEWEST_OFFERS));
    if (refusal.isPresent() || profile.isEmpty()) {
      return refusal.orElseThrow();
    }
    List<ProductId> wanted = composer.wanted(profile.get().purchases()).toList();
    Map<ProductId, CatalogueProduct> products =
        wanted.isEmpty() ? Map.of() : catalogue.find(wanted);
    Composition composition = composer.compose(profile.get(), products);
    if (composition instanceof Composition.Composed composed) {
      return create(composed.draft(), cartSnapshot);
    }
    return ((Composition.Declined) composition).refusal();
  }

  /** Makes an offer without a cart; as {@link #propose(EmailAddress, JsonObject)}. */
  public BundleProposal propose(EmailAddress customer) {
    return propose(customer, null);
  }

  /** Returns an offer; ask it for {@link BundleOffer#statusAt}. */
  public Optional<BundleOffer> find(OfferId id) {
    return offers.find(Inputs.required("offerId", id));
  }

  /** Returns the customer's offer that stands now. */
  public Optional<BundleOffer> openOffer(EmailAddress customer) {
    Instant now = clock.instant();
    return offers.newestOf(Inputs.required("customer", customer), NEWEST_OFFERS).stream()
        .filter(offer -> offer.statusAt(now).isOpen())
        .findFirst();
  }

  /** Notes that the offer was shown, and logs {@code bundle_viewed} with it. */
  public OfferMove view(OfferId id) {
    return move(id, OfferStatus.VIEWED, null, EventTypes.BUNDLE_VIEWED);
  }

  /** Notes that the offer was put into the cart, and logs {@code bundle_accepted} with it. */
  public OfferMove accept(OfferId id) {
    return move(id, OfferStatus.ADDED_TO_CART, null, EventTypes.BUNDLE_ACCEPTED);
  }

  /** Notes that the offer was declined, and logs {@code bundle_rejected} with it. */
  public OfferMove reject(OfferId id) {
    return move(id, OfferStatus.REJECTED, null, EventTypes.BUNDLE_REJECTED);
  }

  /**
   * Notes that an order with the offer was completed; the shop logs {@code order_completed} itself.
   *
   * @param conversionValue value of the order, 0 to 99,999,999.99, at most two decimals
   * @throws InvalidInputException naming {@code conversionValue}
   */
  public OfferMove purchase(OfferId id, BigDecimal conversionValue) {
    return move(
        id, OfferStatus.PURCHASED, Inputs.required("conversionValue", conversionValue), null);
  }

  /**
   * Marks all offers as expired that are past their time, in small batches.
   *
   * @return how many were marked
   */
  public long expireDue() {
    Instant now = clock.instant();
    long marked = 0;
    int batch;
    do {
      batch = offers.expireDue(now, SWEEP_BATCH);
      marked += batch;
    } while (batch == SWEEP_BATCH);
    return marked;
  }

  private BundleProposal create(OfferDraft draft, @Nullable JsonObject cartSnapshot) {
    OfferDraft complete =
        offers.supportsCartSnapshot() && cartSnapshot != null
            ? draft.withCartSnapshot(cartSnapshot)
            : draft;
    OfferCreation creation = offers.create(complete);
    if (creation instanceof OfferCreation.Created created) {
      return new BundleProposal.Offered(created.offer());
    }
    if (creation instanceof OfferCreation.OpenOfferExists exists) {
      return new BundleProposal.Refused(
          BundleRefusal.OPEN_OFFER, exists.offer().made().expiresAt());
    }
    return new BundleProposal.Refused(BundleRefusal.CUSTOMER_ERASED, null);
  }

  private OfferMove move(
      OfferId id, OfferStatus to, @Nullable BigDecimal value, @Nullable String eventType) {
    Optional<BundleOffer> offer = offers.find(Inputs.required("offerId", id));
    if (offer.isEmpty()) {
      return new OfferMove.NotFound();
    }
    Instant now = clock.instant();
    BehavioralEvent event = eventType == null ? null : event(offer.get(), to, eventType, now);
    return offers.move(id, new OfferStep(to, now, value), event);
  }

  private BehavioralEvent event(BundleOffer offer, OfferStatus to, String type, Instant now) {
    BehavioralEvent.Builder event =
        BehavioralEvent.builder(UuidV7.at(now, random), type, now)
            .customer(offer.made().customer())
            .data(
                JsonObject.parse(
                    Json.write(
                        Map.of(
                            "offer_id",
                            Json.idNode(offer.id().value()),
                            "status",
                            to.columnValue()))));
    Long customerId = offer.made().customerId();
    return customerId == null ? event.build() : event.customerId(customerId).build();
  }
}
