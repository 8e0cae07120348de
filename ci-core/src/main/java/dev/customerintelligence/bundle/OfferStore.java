package dev.customerintelligence.bundle;

import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port that keeps offers. Thread-safe; every call may be repeated without harm.
 *
 * <p>Every method throws {@link dev.customerintelligence.error.StorageUnavailableException} when
 * the store cannot be reached.
 */
public interface OfferStore {

  /**
   * Makes an offer unless the customer has one that stands at {@code draft.offeredAt()}, in one
   * atomic step: of any number of concurrent calls at most one makes an offer.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the field that the store
   *     cannot hold; nothing is stored then
   */
  OfferCreation create(OfferDraft draft);

  /**
   * Lets an offer take a step if {@link BundleOffer#statusAt} the step's moment allows it, in one
   * atomic step: of two concurrent answers one wins and the other is told.
   *
   * @param event stored in the same transaction if and only if the offer moved; null for none
   */
  OfferMove move(OfferId id, OfferStep step, @Nullable BehavioralEvent event);

  /** Returns an offer. */
  Optional<BundleOffer> find(OfferId id);

  /**
   * Returns a customer's offers, newest first.
   *
   * @param limit the most offers to return, at least 1
   */
  List<BundleOffer> newestOf(EmailAddress customer, int limit);

  /**
   * Marks offers as expired that are past their time; several callers may sweep at once.
   *
   * @param limit the most offers to mark, at least 1
   * @return how many were marked; fewer than {@code limit} when no more are due, apart from those
   *     that others are at
   */
  int expireDue(Instant now, int limit);

  /**
   * Returns whether this store keeps {@link OfferDraft#cartSnapshot}. Where it does not, {@link
   * #create} refuses a draft that has one, and {@link BundleService} leaves it out.
   */
  boolean supportsCartSnapshot();
}
