package dev.customerintelligence.bundle;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of an offer's life. Immutable.
 *
 * @param to the status to reach; not {@code pending}
 * @param at when
 * @param conversionValue value of the order, two decimals; only with {@code purchased}, or null
 */
public record OfferStep(OfferStatus to, Instant at, @Nullable BigDecimal conversionValue) {
  /**
   * Checks the step.
   *
   * @throws InvalidInputException naming the component that is outside what its description says
   */
  public OfferStep {
    if (Inputs.required("status", to) == OfferStatus.PENDING) {
      throw new InvalidInputException("status", "must not be pending; no step leads back there");
    }
    at = Inputs.moment("at", at);
    if (conversionValue != null) {
      conversionValue = Inputs.amount("conversionValue", conversionValue, Inputs.COLUMN_DECIMALS);
      if (to != OfferStatus.PURCHASED) {
        throw new InvalidInputException(
            "conversionValue", "must be null unless the status is purchased");
      }
    }
  }
}
