package dev.customerintelligence.forecast;

/**
 * Predicts single customers with the parameters of one {@link PurchaseModel}. Immutable and
 * thread-safe; it holds what it can compute once, so keep it for many customers.
 *
 * <p>All probabilities and expectations are those of the model: they are as good as the model fits
 * the shop. Times are in the unit of the model and the summaries.
 */
public sealed interface PurchasePredictor permits RenewalPredictor, ParetoPredictor {

  /** Returns the logarithm of how likely the model makes the purchases of this customer. */
  double logLikelihood(PurchaseSummary summary);

  /** Returns the probability that the customer has not stopped buying for good, 0..1. */
  double probabilityAlive(PurchaseSummary summary);

  /**
   * Returns how many purchases to expect within a time from the end of observation.
   *
   * @param time 0..1e100
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code time}, when it is
   *     out of range
   */
  double expectedOrders(PurchaseSummary summary, double time);

  /**
   * Returns how many repeat purchases to expect of a customer nothing is known of, within a time
   * from the first purchase.
   *
   * @param time 0..1e100
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code time}, when it is
   *     out of range
   */
  double expectedOrdersOfNewCustomer(double time);

  /**
   * Returns how many purchases to expect within a time from the end of observation, each discounted
   * by e^(-rate t) when it comes after t.
   *
   * @param time 0..1e100, or infinite
   * @param rate the continuous discount rate per unit of time, 1e-50 or more; a yearly rate d is
   *     ln(1 + d) / 365.25 per day
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code time} or {@code
   *     rate}, when it is out of range
   */
  double discountedOrders(PurchaseSummary summary, double time, double rate);

  /** Returns when the next purchase is to be expected. */
  NextOrderDistribution nextOrder(PurchaseSummary summary);
}
