package dev.customerintelligence.forecast;

import dev.customerintelligence.identity.EmailAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port that keeps the shop's fitted models, the newest only, and a forecast per customer.
 * Thread-safe; every call may be repeated without harm.
 *
 * <p>Every method throws {@link dev.customerintelligence.error.StorageUnavailableException} when
 * the store cannot be reached, and those that read {@link
 * dev.customerintelligence.error.UnreadableRowException} when a row is of another version.
 */
public interface ForecastStore {

  /**
   * Saves the shop's models in one atomic step.
   *
   * @return {@link ForecastSave#SAVED}, or {@link ForecastSave#STALE} when the stored ones were
   *     fitted as of later
   */
  ForecastSave saveModels(ForecastModels models);

  /** Returns the shop's models; empty before the first were saved. */
  Optional<ForecastModels> models();

  /**
   * Saves forecasts, each in one atomic step, and returns for each what became of it, in order. A
   * forecast replaces one of the same day or an earlier.
   *
   * @param forecasts at most 1,000, each customer once
   */
  List<ForecastSave> save(List<CustomerForecast> forecasts);

  /**
   * Deletes the forecasts of customers of whom nothing can be said any more.
   *
   * @param customers at most 1,000
   * @return how many there were
   */
  int delete(List<EmailAddress> customers);

  /** Returns the forecast of a customer. */
  Optional<CustomerForecast> find(EmailAddress customer);

  /**
   * Returns the next forecasts by email address.
   *
   * @param after the last customer of the page before, or null for the first page
   * @param limit the most forecasts to return, at least 1
   * @return sorted by email address, fewer than {@code limit} only at the end
   */
  List<CustomerForecast> after(@Nullable EmailAddress after, int limit);
}
