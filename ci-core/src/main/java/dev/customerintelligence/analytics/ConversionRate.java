package dev.customerintelligence.analytics;

import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.error.InvalidInputException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Optional;

/**
 * How many of the offers that were shown were bought. Immutable.
 *
 * @param purchased offers that ended in an order
 * @param shown offers that the customer saw, those included
 */
public record ConversionRate(long purchased, long shown) {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * Checks the counts.
   *
   * @throws InvalidInputException naming {@code purchased}, when it is negative or more than {@code
   *     shown}
   */
  public ConversionRate {
    if (purchased < 0 || purchased > shown) {
      throw new InvalidInputException(
          "purchased", "must be between 0 and shown, " + shown + ", is " + purchased);
    }
  }

  static ConversionRate of(Collection<OfferOutcome> outcomes) {
    long purchased = 0;
    long shown = 0;
    for (OfferOutcome outcome : outcomes) {
      if (outcome.shown()) {
        shown += outcome.count();
        purchased += outcome.status() == OfferStatus.PURCHASED ? outcome.count() : 0;
      }
    }
    return new ConversionRate(purchased, shown);
  }

  /** Returns purchased of shown in percent, HALF_UP to two decimals; empty if none was shown. */
  public Optional<BigDecimal> percent() {
    return shown == 0
        ? Optional.empty()
        : Optional.of(
            BigDecimal.valueOf(purchased)
                .multiply(HUNDRED)
                .divide(BigDecimal.valueOf(shown), 2, RoundingMode.HALF_UP));
  }
}
