package dev.customerintelligence.recognition;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.internal.Inputs;

/**
 * What the scorer must know of all customers at once; refreshed in the background. Immutable.
 *
 * @param customers N, the number of customers with at least one device
 * @param visitWeight the sum over all devices of visit count times 2^(-age / half-life)
 * @param fingerprints how fingerprints spread over the customers
 * @param ipHashes how addresses spread over the customers
 */
public record PopulationStatistics(
    long customers,
    double visitWeight,
    SignalStatistics<Fingerprint> fingerprints,
    SignalStatistics<IpHash> ipHashes) {
  /**
   * Checks the statistics.
   *
   * @throws InvalidInputException naming the component that is null, negative or not finite
   */
  public PopulationStatistics {
    if (customers < 0) {
      throw new InvalidInputException("customers", "must not be negative, is " + customers);
    }
    Inputs.between("visitWeight", visitWeight, 0, Double.MAX_VALUE);
    Inputs.required("fingerprints", fingerprints);
    Inputs.required("ipHashes", ipHashes);
  }

  /** Returns the statistics of a shop without devices. */
  public static PopulationStatistics empty() {
    return new PopulationStatistics(0, 0, SignalStatistics.none(), SignalStatistics.none());
  }
}
