package dev.customerintelligence.storage.memory;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.forecast.Forecast;
import dev.customerintelligence.forecast.ForecastModels;
import dev.customerintelligence.forecast.ForecastSave;
import dev.customerintelligence.forecast.ForecastStore;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The newest models, and forecasts by email address. */
final class InMemoryForecastStore implements ForecastStore {
  private static final int MAX_BATCH = 1000;

  private final People people;
  private final AtomicReference<@Nullable ForecastModels> models = new AtomicReference<>();
  private final ConcurrentNavigableMap<EmailAddress, Forecast> byEmail =
      new ConcurrentSkipListMap<>();

  InMemoryForecastStore(People people) {
    this.people = people;
  }

  @Override
  public ForecastSave saveModels(ForecastModels newer) {
    Inputs.required("models", newer);
    ForecastModels kept =
        models.accumulateAndGet(
            newer,
            (stored, given) ->
                stored != null && given != null && given.fittedAt().isBefore(stored.fittedAt())
                    ? stored
                    : given);
    return newer.equals(kept) ? ForecastSave.SAVED : ForecastSave.STALE;
  }

  @Override
  public Optional<ForecastModels> models() {
    return Optional.ofNullable(models.get());
  }

  @Override
  public List<ForecastSave> save(List<CustomerForecast> forecasts) {
    List<CustomerForecast> batch = Inputs.list("forecasts", forecasts);
    Inputs.between("forecasts.size", batch.size(), 0, MAX_BATCH);
    if (batch.stream().map(CustomerForecast::customer).distinct().count() < batch.size()) {
      throw new InvalidInputException("forecasts", "must hold each customer once");
    }
    return batch.stream().map(this::save).toList();
  }

  @Override
  public int delete(List<EmailAddress> customers) {
    List<EmailAddress> batch = Inputs.list("customers", customers);
    Inputs.between("customers.size", batch.size(), 0, MAX_BATCH);
    return (int) batch.stream().filter(this::remove).count();
  }

  @Override
  public Optional<CustomerForecast> find(EmailAddress customer) {
    return Optional.ofNullable(byEmail.get(Inputs.required("customer", customer)))
        .map(forecast -> new CustomerForecast(customer, forecast));
  }

  @Override
  public List<CustomerForecast> after(@Nullable EmailAddress after, int limit) {
    return (after == null ? byEmail : byEmail.tailMap(after, false))
        .entrySet().stream()
            .limit(Inputs.between("limit", limit, 1, Integer.MAX_VALUE))
            .map(entry -> new CustomerForecast(entry.getKey(), entry.getValue()))
            .toList();
  }

  /** Takes a forecast out, if there is one. */
  boolean remove(EmailAddress customer) {
    return byEmail.remove(customer) != null;
  }

  private ForecastSave save(CustomerForecast forecast) {
    return people.write(
        forecast.customer(),
        ForecastSave.CUSTOMER_ERASED,
        person -> {
          Forecast stored = byEmail.get(person.email());
          if (stored != null && forecast.forecast().asOf().isBefore(stored.asOf())) {
            return ForecastSave.STALE;
          }
          byEmail.put(person.email(), forecast.forecast());
          return ForecastSave.SAVED;
        });
  }
}
