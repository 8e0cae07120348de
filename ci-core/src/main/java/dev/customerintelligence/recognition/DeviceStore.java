package dev.customerintelligence.recognition;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The port that keeps devices. Thread-safe.
 *
 * <p>Every method throws {@link dev.customerintelligence.error.StorageUnavailableException} when
 * the store cannot be reached.
 */
public interface DeviceStore {

  /**
   * Counts a sighting, in one atomic step: makes the device or applies {@link Device#seenAgain}.
   *
   * <p>However many sightings of one new device come at once, they end as one device that counts
   * each. A caller who repeats a sighting because its outcome stayed unknown may count it twice.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the field that the store
   *     cannot hold; nothing is stored then
   */
  SightingOutcome record(Sighting sighting);

  /**
   * Returns the newest devices behind the visit's keys, in one round trip of flat cost.
   *
   * @param signals what to look for; a key that is not there matches nothing
   * @param limit the most devices to return for each key, 1 to 1,000; more of them make it
   *     saturated
   */
  DeviceMatches matches(VisitSignals signals, int limit);

  /**
   * Reads the whole population; slow, for the background.
   *
   * @param now the moment from which ages count
   * @param halfLife after which a visit weighs half as much
   * @param crowd the number of devices above which a value is reported as crowded
   */
  PopulationStatistics statistics(Instant now, Duration halfLife, int crowd);

  /**
   * Returns a customer's devices, newest first.
   *
   * @param limit the most devices to return, at least 1
   */
  List<Device> devicesOf(EmailAddress customer, int limit);

  /**
   * Returns the newest device of each customer who has one, in one round trip.
   *
   * @param customers at most 1,000
   */
  Map<EmailAddress, Device> newestDevices(Collection<EmailAddress> customers);

  /**
   * Returns the devices with a fingerprint, one for each customer, newest first.
   *
   * @param limit the most devices to return, at least 1
   */
  List<Device> customersOn(Fingerprint fingerprint, int limit);
}
