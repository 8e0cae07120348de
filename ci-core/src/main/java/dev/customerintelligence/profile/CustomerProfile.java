package dev.customerintelligence.profile;

import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.recognition.Device;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer: who, seen last from where, and the purchase profile. One per email address.
 * Immutable; {@code toString} masks who it is.
 *
 * @param customer the customer's canonical email address
 * @param customerId the shop's customer id, at least 1, or null for a guest
 * @param name the name on the newest bill, or null
 * @param ipHash the newest device's hashed address, or null
 * @param fingerprint the newest device's fingerprint, or null
 * @param place the newest device's place, or null
 * @param purchases what the orders come to
 * @param recalculatedAt a moment before the orders were read, so that all placed until then are
 *     counted; a store never replaces a profile by an earlier one
 */
public record CustomerProfile(
    EmailAddress customer,
    @Nullable Long customerId,
    @Nullable PersonName name,
    @Nullable IpHash ipHash,
    @Nullable Fingerprint fingerprint,
    @Nullable Place place,
    PurchaseProfile purchases,
    Instant recalculatedAt) {
  /**
   * Checks the profile.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the component that is
   *     missing or out of range
   */
  public CustomerProfile {
    Inputs.required("customer", customer);
    customerId = Inputs.customerId(customerId);
    Inputs.required("purchases", purchases);
    recalculatedAt = Inputs.moment("recalculatedAt", recalculatedAt);
  }

  /** Returns this profile, seen last on this device. */
  public CustomerProfile seenOn(Device device) {
    return new CustomerProfile(
        customer,
        customerId == null ? device.customerId() : customerId,
        name,
        device.ipHash(),
        device.fingerprint(),
        device.place(),
        purchases,
        recalculatedAt);
  }

  /**
   * Returns this profile, with what it does not know about the person, and other writers' fields of
   * its favourites, taken from an earlier one.
   */
  public CustomerProfile filledFrom(CustomerProfile earlier) {
    return new CustomerProfile(
        customer,
        customerId == null ? earlier.customerId : customerId,
        name == null ? earlier.name : name.filledFrom(earlier.name),
        ipHash == null ? earlier.ipHash : ipHash,
        fingerprint == null ? earlier.fingerprint : fingerprint,
        place == null ? earlier.place : place,
        purchases.filledFrom(earlier.purchases),
        recalculatedAt);
  }

  /** Returns whether both say the same, whenever each was calculated. */
  public boolean saysTheSameAs(CustomerProfile other) {
    return equals(
        new CustomerProfile(
            other.customer,
            other.customerId,
            other.name,
            other.ipHash,
            other.fingerprint,
            other.place,
            other.purchases,
            recalculatedAt));
  }

  /**
   * Returns the profile as JSON with the column names of {@code customer_intelligence} as keys,
   * decimals as numbers of exact scale and times in ISO-8601, UTC.
   *
   * @param now the moment for {@code days_since_last_order}
   */
  public JsonObject toJson(Instant now) {
    return ProfileJson.toJson(this, Inputs.moment("now", now));
  }

  @Override
  public String toString() {
    return "CustomerProfile[" + customer + ", " + purchases.totalOrders() + " orders]";
  }
}
