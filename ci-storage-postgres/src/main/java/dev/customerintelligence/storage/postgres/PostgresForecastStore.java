package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.forecast.ForecastModels;
import dev.customerintelligence.forecast.ForecastSave;
import dev.customerintelligence.forecast.ForecastStore;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.storage.row.Rows;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Models and forecasts in {@code ci_forecast_models} and {@code ci_forecasts}. */
final class PostgresForecastStore implements ForecastStore {
  private static final int MAX_BATCH = 1000;

  private static final ColumnArrays<CustomerForecast> WRITTEN =
      ColumnArrays.<CustomerForecast>none()
          .with("customer_email", "text", row -> row.customer().value())
          .with("as_of", "date", row -> row.forecast().asOf())
          .with("forecast", "jsonb", row -> row.forecast().toJson());

  private static final String SAVE_MODELS =
      """
      INSERT INTO {schema}.ci_forecast_models AS stored (id, fitted_at, models)
      VALUES (1, :at, :models::jsonb)
      ON CONFLICT (id) DO UPDATE SET fitted_at = excluded.fitted_at, models = excluded.models
      WHERE stored.fitted_at <= excluded.fitted_at
      """;

  private static final String MODELS = "SELECT id, models FROM {schema}.ci_forecast_models";

  /** In the sequence of addresses, so that batches about the same people wait in turn. */
  private static final String SAVE =
      """
      INSERT INTO {schema}.ci_forecasts AS stored ({names})
      SELECT {values} FROM {rows} ORDER BY r.customer_email COLLATE "C"
      ON CONFLICT (customer_email) DO UPDATE
      SET as_of = excluded.as_of, forecast = excluded.forecast
      WHERE stored.as_of <= excluded.as_of
      RETURNING customer_email
      """
          .replace("{names}", WRITTEN.names())
          .replace("{values}", WRITTEN.values())
          .replace("{rows}", WRITTEN.rows());

  private static final String DELETE =
      "DELETE FROM {schema}.ci_forecasts WHERE customer_email = ANY(:emails)";

  static final String FIND =
      "SELECT id, customer_email, forecast FROM {schema}.ci_forecasts WHERE customer_email = :email";

  static final String AFTER =
      """
      SELECT id, customer_email, forecast FROM {schema}.ci_forecasts
      WHERE customer_email > :after ORDER BY customer_email LIMIT :limit
      """;

  private final Database database;
  private final Tombstones tombstones;

  PostgresForecastStore(Database database, People people) {
    this.database = database;
    this.tombstones = new Tombstones(database, people);
  }

  @Override
  public ForecastSave saveModels(ForecastModels models) {
    Inputs.required("models", models);
    int written =
        database.once(
            handle ->
                handle
                    .createUpdate(database.sql(SAVE_MODELS))
                    .bind("at", Values.time(models.fittedAt()))
                    .bind("models", models.toJson())
                    .execute());
    return written > 0 ? ForecastSave.SAVED : ForecastSave.STALE;
  }

  @Override
  public Optional<ForecastModels> models() {
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(MODELS))
                .map((row, context) -> Rows.forecastModels(new ResultSetRow(row)))
                .findOne());
  }

  @Override
  public List<ForecastSave> save(List<CustomerForecast> forecasts) {
    List<CustomerForecast> batch = Inputs.list("forecasts", forecasts);
    Inputs.between("forecasts.size", batch.size(), 0, MAX_BATCH);
    Set<EmailAddress> customers = new HashSet<>();
    for (CustomerForecast forecast : batch) {
      if (!customers.add(forecast.customer())) {
        throw new InvalidInputException("forecasts", "must hold each customer once");
      }
    }
    return batch.isEmpty()
        ? List.of()
        : database.inTransaction(handle -> save(handle, batch, customers));
  }

  @Override
  public int delete(List<EmailAddress> customers) {
    List<EmailAddress> batch = Inputs.list("customers", customers);
    Inputs.between("customers.size", batch.size(), 0, MAX_BATCH);
    return database.once(handle -> delete(database, handle, batch));
  }

  @Override
  public Optional<CustomerForecast> find(EmailAddress customer) {
    Inputs.required("customer", customer);
    return database.once(handle -> find(database, handle, customer));
  }

  @Override
  public List<CustomerForecast> after(@Nullable EmailAddress after, int limit) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(AFTER))
                .bind("after", after == null ? "" : after.value())
                .bind("limit", limit)
                .map((row, context) -> Rows.forecast(new ResultSetRow(row)))
                .list());
  }

  static int delete(Database database, Handle handle, List<EmailAddress> customers) {
    return handle
        .createUpdate(database.sql(DELETE))
        .bindArray("emails", String.class, customers.stream().map(EmailAddress::value).toArray())
        .execute();
  }

  static Optional<CustomerForecast> find(Database database, Handle handle, EmailAddress customer) {
    return handle
        .createQuery(database.sql(FIND))
        .bind("email", customer.value())
        .map((row, context) -> Rows.forecast(new ResultSetRow(row)))
        .findOne();
  }

  private List<ForecastSave> save(
      Handle handle, List<CustomerForecast> batch, Set<EmailAddress> customers) {
    Set<EmailAddress> erased = tombstones.lockAndFindErased(handle, customers);
    List<CustomerForecast> open =
        batch.stream().filter(forecast -> !erased.contains(forecast.customer())).toList();
    Set<String> saved =
        WRITTEN
            .bind(handle.createQuery(database.sql(SAVE)), open)
            .mapTo(String.class)
            .collectIntoSet();
    return batch.stream()
        .map(
            forecast ->
                erased.contains(forecast.customer())
                    ? ForecastSave.CUSTOMER_ERASED
                    : saved.contains(forecast.customer().value())
                        ? ForecastSave.SAVED
                        : ForecastSave.STALE)
        .toList();
  }
}
