package dev.customerintelligence.bundle;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An offer that is to be made. Immutable; {@code toString} masks whose it is.
 *
 * @param customer who gets it
 * @param customerId the shop's customer id, at least 1, or null
 * @param lines what is in it, at least one line
 * @param price what it costs
 * @param triggerReason why it is made, at most 50 characters, or null
 * @param cartSnapshot the cart at that moment, or null
 * @param offeredAt when it is made
 * @param expiresAt the first moment at which it no longer stands, after {@code offeredAt}
 */
public record OfferDraft(
    EmailAddress customer,
    @Nullable Long customerId,
    List<BundleLine> lines,
    BundlePrice price,
    @Nullable String triggerReason,
    @Nullable JsonObject cartSnapshot,
    Instant offeredAt,
    Instant expiresAt) {
  private static final int MAX_REASON = 50;

  /**
   * Checks the draft.
   *
   * @throws InvalidInputException naming the component that is outside what its description says
   */
  public OfferDraft {
    Inputs.required("customer", customer);
    customerId = Inputs.customerId(customerId);
    lines = Inputs.list("lines", lines);
    Inputs.between("lines.size", lines.size(), 1, Integer.MAX_VALUE);
    Inputs.required("price", price);
    triggerReason = Inputs.optionalText("triggerReason", triggerReason, MAX_REASON);
    offeredAt = Inputs.moment("offeredAt", offeredAt);
    expiresAt = Inputs.moment("expiresAt", expiresAt);
    if (!expiresAt.isAfter(offeredAt)) {
      throw new InvalidInputException(
          "expiresAt", "must be after offeredAt, " + offeredAt + ", is " + expiresAt);
    }
  }

  /** Returns how many items are in it. */
  public int totalQuantity() {
    return lines.stream().mapToInt(BundleLine::quantity).sum();
  }

  OfferDraft withCartSnapshot(JsonObject snapshot) {
    return new OfferDraft(
        customer, customerId, lines, price, triggerReason, snapshot, offeredAt, expiresAt);
  }

  @Override
  public String toString() {
    return "OfferDraft[" + customer + ", " + price.finalPrice() + "]";
  }
}
