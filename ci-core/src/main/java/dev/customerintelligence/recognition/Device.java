package dev.customerintelligence.recognition;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.internal.Inputs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device of a customer: one per fingerprint and customer, or, without a fingerprint, one per IP
 * hash and customer. Immutable; {@code toString} masks whose it is.
 *
 * @param customer whose device it is
 * @param customerId the shop's customer id, at least 1, or null
 * @param fingerprint the browser's fingerprint, or null
 * @param ipHash the newest address, hashed, or null
 * @param userAgent the newest user agent, or null
 * @param place the newest place, or null
 * @param firstSeen the earliest sighting
 * @param lastSeen the latest sighting, not before {@code firstSeen}
 * @param visitCount sightings so far, at least 1
 */
public record Device(
    EmailAddress customer,
    @Nullable Long customerId,
    @Nullable Fingerprint fingerprint,
    @Nullable IpHash ipHash,
    @Nullable UserAgent userAgent,
    @Nullable Place place,
    Instant firstSeen,
    Instant lastSeen,
    int visitCount) {
  /**
   * Checks the device.
   *
   * @throws InvalidInputException naming the component that is outside what its description says
   */
  public Device {
    Inputs.required("customer", customer);
    customerId = Inputs.customerId(customerId);
    firstSeen = Inputs.moment("firstSeen", firstSeen);
    lastSeen = Inputs.moment("lastSeen", lastSeen);
    if (lastSeen.isBefore(firstSeen)) {
      throw new InvalidInputException(
          "lastSeen", "must not be before firstSeen, " + firstSeen + ", is " + lastSeen);
    }
    Inputs.between("visitCount", visitCount, 1, Integer.MAX_VALUE);
  }

  /** Returns the device as its first sighting leaves it. */
  public static Device firstSeenAs(Sighting sighting) {
    return new Device(
        sighting.customer(),
        sighting.customerId(),
        sighting.fingerprint(),
        sighting.ipHash(),
        sighting.userAgent(),
        sighting.place(),
        sighting.at(),
        sighting.at(),
        1);
  }

  /**
   * Returns the device after one more sighting of it.
   *
   * <p>What the newest sighting knows replaces what was known; what it does not know stays. A
   * sighting older than {@code lastSeen} counts as a visit and fills gaps, no more.
   */
  public Device seenAgain(Sighting sighting) {
    boolean newest = !sighting.at().isBefore(lastSeen);
    return new Device(
        customer,
        newer(newest, sighting.customerId(), customerId),
        fingerprint,
        newer(newest, sighting.ipHash(), ipHash),
        newer(newest, sighting.userAgent(), userAgent),
        newer(newest, sighting.place(), place),
        newest || !sighting.at().isBefore(firstSeen) ? firstSeen : sighting.at(),
        newest ? sighting.at() : lastSeen,
        visitCount == Integer.MAX_VALUE ? visitCount : visitCount + 1);
  }

  /**
   * Returns this device and another record of it as one: what the newer one knows, what else the
   * older one knows, and the higher count of visits, as some may be counted in both.
   */
  public Device mergedWith(Device other) {
    boolean newest = !other.lastSeen.isBefore(lastSeen);
    return new Device(
        customer,
        newer(newest, other.customerId, customerId),
        fingerprint,
        newer(newest, other.ipHash, ipHash),
        newer(newest, other.userAgent, userAgent),
        newer(newest, other.place, place),
        other.firstSeen.isBefore(firstSeen) ? other.firstSeen : firstSeen,
        newest ? other.lastSeen : lastSeen,
        Math.max(visitCount, other.visitCount));
  }

  private static <T> @Nullable T newer(boolean newest, @Nullable T seen, @Nullable T known) {
    if (seen == null || known == null) {
      return seen == null ? known : seen;
    }
    return newest ? seen : known;
  }

  @Override
  public String toString() {
    return "Device[" + customer + ", last seen " + lastSeen + ", " + visitCount + " visits]";
  }
}
