package dev.customerintelligence.storage.contract;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The life cycle of one offer as the domain's rules state it, without the library's own code. */
final class OfferModel {
  private static final Map<OfferStatus, Set<OfferStatus>> NEXT = new EnumMap<>(OfferStatus.class);

  static {
    NEXT.put(
        OfferStatus.PENDING,
        Set.of(
            OfferStatus.VIEWED,
            OfferStatus.ADDED_TO_CART,
            OfferStatus.PURCHASED,
            OfferStatus.REJECTED,
            OfferStatus.EXPIRED));
    NEXT.put(
        OfferStatus.VIEWED,
        Set.of(
            OfferStatus.ADDED_TO_CART,
            OfferStatus.PURCHASED,
            OfferStatus.REJECTED,
            OfferStatus.EXPIRED));
    NEXT.put(
        OfferStatus.ADDED_TO_CART,
        Set.of(OfferStatus.PURCHASED, OfferStatus.REJECTED, OfferStatus.EXPIRED));
    NEXT.put(OfferStatus.PURCHASED, Set.of());
    NEXT.put(OfferStatus.REJECTED, Set.of());
    NEXT.put(OfferStatus.EXPIRED, Set.of());
  }

  /**
   * A step that was asked for, and what the store said.
   *
   * @param began when it was called, in nanoseconds
   * @param ended when it returned
   */
  record Call(OfferStep step, OfferMove outcome, long began, long ended) {}

  private record Reached(long done, BundleOffer offer) {}

  private OfferModel() {}

  /** Returns what a step must lead to. */
  static OfferMove move(BundleOffer offer, OfferStep step) {
    OfferStatus status = status(offer, step.at());
    if (status == step.to()) {
      return new OfferMove.AlreadyThere(offer);
    }
    return NEXT.getOrDefault(status, Set.of()).contains(step.to())
        ? new OfferMove.Moved(after(offer, step))
        : new OfferMove.NotPossible(offer, status);
  }

  /**
   * Returns whether the calls can have happened one after the other, each between its beginning and
   * its end, and have led from the one offer to the other (Wing and Gong 1993).
   */
  static boolean isLinearizable(BundleOffer before, List<Call> calls, BundleOffer after) {
    return leadsTo(after, calls, new Reached(0, before), new HashSet<>());
  }

  private static boolean leadsTo(
      BundleOffer last, List<Call> calls, Reached reached, Set<Reached> seen) {
    if (reached.done() == (1L << calls.size()) - 1) {
      return reached.offer().equals(last);
    }
    if (!seen.add(reached)) {
      return false;
    }
    long firstEnd = Long.MAX_VALUE;
    for (int i = 0; i < calls.size(); i++) {
      if ((reached.done() & 1L << i) == 0) {
        firstEnd = Math.min(firstEnd, calls.get(i).ended());
      }
    }
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      if ((reached.done() & 1L << i) == 0 && call.began() <= firstEnd) {
        OfferMove expected = move(reached.offer(), call.step());
        if (expected.equals(call.outcome())) {
          BundleOffer next =
              expected instanceof OfferMove.Moved moved ? moved.offer() : reached.offer();
          if (leadsTo(last, calls, new Reached(reached.done() | 1L << i, next), seen)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static OfferStatus status(BundleOffer offer, Instant at) {
    return !NEXT.getOrDefault(offer.storedStatus(), Set.of()).isEmpty()
            && at.compareTo(offer.made().expiresAt()) >= 0
        ? OfferStatus.EXPIRED
        : offer.storedStatus();
  }

  private static BundleOffer after(BundleOffer offer, OfferStep step) {
    Instant viewedAt = offer.viewedAt();
    Instant respondedAt = offer.respondedAt();
    BigDecimal value = null;
    switch (step.to()) {
      case VIEWED -> viewedAt = first(viewedAt, step.at());
      case ADDED_TO_CART, REJECTED -> respondedAt = first(respondedAt, step.at());
      case PURCHASED -> {
        respondedAt = first(respondedAt, step.at());
        value = step.conversionValue();
      }
      default -> {}
    }
    return new BundleOffer(offer.id(), offer.made(), step.to(), viewedAt, respondedAt, value);
  }

  private static Instant first(@Nullable Instant known, Instant now) {
    return known == null ? now : known;
  }
}
