package dev.customerintelligence.bundle;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.util.Locale;
import java.util.Set;

/**
 * Where an offer stands.
 *
 * <p>{@code pending -> viewed -> added_to_cart -> purchased}, steps may be skipped; the first three
 * may end as {@code rejected} or {@code expired}; {@code purchased}, {@code rejected} and {@code
 * expired} are final.
 */
public enum OfferStatus {
  /** Made, not yet shown. */
  PENDING,
  /** Shown to the customer. */
  VIEWED,
  /** Accepted, in the cart. */
  ADDED_TO_CART,
  /** Ordered. */
  PURCHASED,
  /** Past its time. */
  EXPIRED,
  /** Declined. */
  REJECTED;

  /** The statuses of an offer that still stands. */
  public static final Set<OfferStatus> OPEN = Set.of(PENDING, VIEWED, ADDED_TO_CART);

  /**
   * Returns the status that a row names.
   *
   * @throws InvalidInputException naming {@code status}, when there is no such status
   */
  public static OfferStatus of(String columnValue) {
    String text = Inputs.text("status", columnValue, 20);
    for (OfferStatus status : values()) {
      if (status.columnValue().equals(text)) {
        return status;
      }
    }
    throw new InvalidInputException(
        "status",
        "must be pending, viewed, added_to_cart, purchased, expired or rejected, is '"
            + text
            + "'");
  }

  /** Returns the status as a row names it, {@code added_to_cart} for example. */
  public String columnValue() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether the offer still stands. */
  public boolean isOpen() {
    return OPEN.contains(this);
  }

  /** Returns whether an offer may go from here to there in one step. */
  public boolean canBecome(OfferStatus next) {
    return switch (next) {
      case PENDING -> false;
      case VIEWED -> this == PENDING;
      case ADDED_TO_CART -> this == PENDING || this == VIEWED;
      case PURCHASED, EXPIRED, REJECTED -> isOpen();
    };
  }
}
