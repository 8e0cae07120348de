package dev.customerintelligence.bundle;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An offer that was made, and where it stands. Immutable; {@code toString} masks whose it is.
 *
 * @param id the store's id
 * @param made what was offered
 * @param storedStatus the status in the row; see {@link #statusAt}
 * @param viewedAt when it was first shown, or null
 * @param respondedAt when it was first accepted, bought or declined, or null
 * @param conversionValue value of the order, two decimals; only with {@code purchased}, or null
 */
public record BundleOffer(
    OfferId id,
    OfferDraft made,
    OfferStatus storedStatus,
    @Nullable Instant viewedAt,
    @Nullable Instant respondedAt,
    @Nullable BigDecimal conversionValue) {
  /**
   * Checks the offer.
   *
   * @throws InvalidInputException naming the component that is outside what its description says
   */
  public BundleOffer {
    Inputs.required("id", id);
    Inputs.required("made", made);
    Inputs.required("status", storedStatus);
    viewedAt = viewedAt == null ? null : Inputs.moment("viewedAt", viewedAt);
    respondedAt = respondedAt == null ? null : Inputs.moment("respondedAt", respondedAt);
    if (conversionValue != null) {
      conversionValue = Inputs.amount("conversionValue", conversionValue, Inputs.COLUMN_DECIMALS);
      if (storedStatus != OfferStatus.PURCHASED) {
        throw new InvalidInputException(
            "conversionValue", "must be null unless the status is purchased");
      }
    }
  }

  /** Returns a draft as a store keeps it at first. */
  public static BundleOffer pending(OfferId id, OfferDraft draft) {
    return new BundleOffer(id, draft, OfferStatus.PENDING, null, null, null);
  }

  /** Returns where the offer stands: past its time it is expired, even before a sweep says so. */
  public OfferStatus statusAt(Instant now) {
    return storedStatus.isOpen() && !now.isBefore(made.expiresAt())
        ? OfferStatus.EXPIRED
        : storedStatus;
  }

  /** Returns whether the customer ever saw it, as far as is known. */
  public boolean wasShown() {
    return viewedAt != null
        || respondedAt != null
        || (storedStatus != OfferStatus.PENDING && storedStatus != OfferStatus.EXPIRED);
  }

  /**
   * Returns the offer after a step; the moments of the first view and answer are kept.
   *
   * @param step a step that {@link #statusAt} allows
   * @throws InvalidInputException naming {@code status}, when it does not
   */
  public BundleOffer after(OfferStep step) {
    OfferStatus current = statusAt(step.at());
    boolean overdue = step.to() == OfferStatus.EXPIRED && storedStatus.isOpen();
    if (!current.canBecome(step.to()) && !overdue) {
      throw new InvalidInputException(
          "status", "cannot go from " + current.columnValue() + " to " + step.to().columnValue());
    }
    boolean viewed = step.to() == OfferStatus.VIEWED;
    boolean answered = step.to() != OfferStatus.EXPIRED && !viewed;
    return new BundleOffer(
        id,
        made,
        step.to(),
        viewed && viewedAt == null ? step.at() : viewedAt,
        answered && respondedAt == null ? step.at() : respondedAt,
        step.conversionValue());
  }

  /**
   * Divides the discount over the lines, so that they add up to it.
   *
   * @param currency the shop's currency, whose last decimal is the smallest part
   * @return a discount for each line, in their sequence
   * @throws InvalidInputException naming {@code currency} or {@code amount}, when the discount has
   *     more decimals than the currency
   * @see Allocation
   */
  public List<BigDecimal> lineDiscounts(Currency currency) {
    return Allocation.allocate(
        Inputs.amount(
            "amount", made.price().discountAmount(), Inputs.decimals("currency", currency)),
        made.lines().stream().map(BundleLine::subtotal).toList());
  }

  @Override
  public String toString() {
    return "BundleOffer[" + id + ", " + made.customer() + ", " + storedStatus + "]";
  }
}
