package dev.customerintelligence.storage.row;

import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.PurchaseProfile;
import java.time.temporal.ChronoUnit;

/** Values as they come back from columns of limited precision: cut, never rounded. */
public final class Truncated {
  private Truncated() {}

  /**
   * Returns the profile with its moments cut to what the columns hold, so that an unchanged profile
   * is seen to be one.
   *
   * @param precision the smallest unit that the columns hold
   */
  public static CustomerProfile of(CustomerProfile profile, ChronoUnit precision) {
    Inputs.required("precision", precision);
    PurchaseProfile purchases = Inputs.required("profile", profile).purchases();
    PrimeWindow window = purchases.primeWindow();
    return new CustomerProfile(
        profile.customer(),
        profile.customerId(),
        profile.name(),
        profile.ipHash(),
        profile.fingerprint(),
        profile.place(),
        new PurchaseProfile(
            purchases.totalOrders(),
            purchases.averageOrderValue(),
            purchases.peakQuantity(),
            purchases.peakAmount(),
            purchases.lastOrderAt() == null ? null : purchases.lastOrderAt().truncatedTo(precision),
            purchases.purchaseCycleDays(),
            window == null
                ? null
                : new PrimeWindow(
                    window.start().truncatedTo(precision), window.end().truncatedTo(precision)),
            purchases.favorites(),
            purchases.score()),
        profile.recalculatedAt().truncatedTo(precision));
  }
}
