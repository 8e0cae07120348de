package dev.customerintelligence.analytics;

import dev.customerintelligence.profile.CustomerProfile;
import java.time.Instant;
import java.util.List;

/**
 * The port that answers questions over many rows, each by one indexed read. Thread-safe.
 *
 * <p>Every method throws {@link dev.customerintelligence.error.StorageUnavailableException} when
 * the store cannot be reached.
 */
public interface AnalyticsStore {

  /**
   * Returns the profiles with the highest score among those with orders; equal ones by email.
   *
   * @param limit the most profiles to return, at least 1
   */
  List<CustomerProfile> topByScore(int limit);

  /**
   * Returns the profiles whose prime window starts from {@code from} to {@code to}, both included,
   * soonest first; equal ones by email.
   *
   * @param minOrders the fewest orders
   * @param limit the most profiles to return, at least 1
   */
  List<CustomerProfile> primeWindowStarting(Instant from, Instant to, int minOrders, int limit);

  /**
   * Counts the offers made from {@code since} to {@code now}, both included, by kind.
   *
   * @param now the moment at which their status is asked
   */
  List<OfferOutcome> offerOutcomes(Instant since, Instant now);
}
