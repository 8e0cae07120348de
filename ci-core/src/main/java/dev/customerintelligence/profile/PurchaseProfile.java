package dev.customerintelligence.profile;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a customer's paid orders come to. Amounts have two decimals, as the columns do. Immutable.
 *
 * @param totalOrders number of paid orders, fully refunded ones left out
 * @param averageOrderValue mean of what they kept the shop, HALF_UP to two decimals
 * @param peakQuantity most items in one order, excluded products left out
 * @param peakAmount highest amount of one order
 * @param lastOrderAt when the newest was placed; null without orders
 * @param purchaseCycleDays mean gap between consecutive orders in whole days
 * @param primeWindow when the next order is due; null without orders, or where a forecast that was
 *     asked instead of the shop's rule cannot tell
 * @param favorites favourite products, best first
 * @param score frequency, value and recency as 0 to 100, two decimals
 */
public record PurchaseProfile(
    int totalOrders,
    BigDecimal averageOrderValue,
    int peakQuantity,
    BigDecimal peakAmount,
    @Nullable Instant lastOrderAt,
    int purchaseCycleDays,
    @Nullable PrimeWindow primeWindow,
    List<FavoriteProduct> favorites,
    BigDecimal score) {
  private static final BigDecimal MAX_SCORE = new BigDecimal("100.00");

  /**
   * Checks the profile.
   *
   * @throws InvalidInputException naming the component that is missing, negative or too large
   */
  public PurchaseProfile {
    Inputs.between("totalOrders", totalOrders, 0, Integer.MAX_VALUE);
    averageOrderValue =
        Inputs.amount("averageOrderValue", averageOrderValue, Inputs.COLUMN_DECIMALS);
    Inputs.between("peakQuantity", peakQuantity, 0, Integer.MAX_VALUE);
    peakAmount = Inputs.amount("peakAmount", peakAmount, Inputs.COLUMN_DECIMALS);
    if (lastOrderAt != null) {
      lastOrderAt = Inputs.moment("lastOrderAt", lastOrderAt);
    }
    Inputs.between("purchaseCycleDays", purchaseCycleDays, 0, Integer.MAX_VALUE);
    favorites = Inputs.list("favorites", favorites);
    score = Inputs.amount("score", score, Inputs.COLUMN_DECIMALS);
    if (score.compareTo(MAX_SCORE) > 0) {
      throw new InvalidInputException("score", "must be between 0 and 100, is " + score);
    }
  }

  /**
   * Returns the whole days from the newest order to a moment, never negative; empty without orders.
   */
  public OptionalInt daysSinceLastOrder(Instant now) {
    return Optional.ofNullable(lastOrderAt)
        .map(last -> OptionalInt.of((int) Math.max(0, Duration.between(last, now).toDays())))
        .orElse(OptionalInt.empty());
  }

  /** Returns this, with another prime window. */
  PurchaseProfile withPrimeWindow(@Nullable PrimeWindow window) {
    return new PurchaseProfile(
        totalOrders,
        averageOrderValue,
        peakQuantity,
        peakAmount,
        lastOrderAt,
        purchaseCycleDays,
        window,
        favorites,
        score);
  }

  /** Returns this, with other writers' fields of the same favourites taken from an earlier one. */
  PurchaseProfile filledFrom(PurchaseProfile earlier) {
    Map<ProductId, JsonObject> known =
        earlier.favorites.stream()
            .filter(favorite -> !favorite.otherFields().isEmpty())
            .collect(
                Collectors.toMap(
                    FavoriteProduct::productId, FavoriteProduct::otherFields, (a, b) -> a));
    return known.isEmpty()
        ? this
        : new PurchaseProfile(
            totalOrders,
            averageOrderValue,
            peakQuantity,
            peakAmount,
            lastOrderAt,
            purchaseCycleDays,
            primeWindow,
            favorites.stream()
                .map(
                    favorite ->
                        favorite.withOtherFields(
                            known.getOrDefault(favorite.productId(), JsonObject.empty())))
                .toList(),
            score);
  }
}
