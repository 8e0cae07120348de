package dev.customerintelligence.storage.mysql;

import com.google.common.collect.Lists;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.forecast.ForecastModels;
import dev.customerintelligence.forecast.ForecastSave;
import dev.customerintelligence.forecast.ForecastStore;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.storage.row.Rows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Models and forecasts in {@code ci_forecast_models} and {@code ci_forecasts}. */
final class MysqlForecastStore implements ForecastStore {
  private static final int MAX_BATCH = 1000;
  private static final int ROWS_PER_STATEMENT = 100;

  private static final String IS_NEWER =
      "SELECT fitted_at > :at FROM {forecastModels} WHERE id = 1 FOR UPDATE";

  private static final String INSERT_MODELS =
      "INSERT INTO {forecastModels} (id, fitted_at, models) VALUES (1, :at, :models)";

  private static final String UPDATE_MODELS =
      "UPDATE {forecastModels} SET fitted_at = :at, models = :models WHERE id = 1";

  private static final String MODELS = "SELECT id, models FROM {forecastModels}";

  /** In the sequence of the index, so that batches about the same people wait in turn. */
  private static final String DAYS_FOR_UPDATE =
      """
      SELECT customer_email, as_of FROM {forecasts} WHERE customer_email IN (<emails>)
      ORDER BY customer_email FOR UPDATE
      """;

  private static final String DELETE = "DELETE FROM {forecasts} WHERE customer_email IN (<emails>)";

  private static final String FIND =
      "SELECT id, customer_email, forecast FROM {forecasts} WHERE customer_email = :email";

  private static final String AFTER =
      """
      SELECT id, customer_email, forecast FROM {forecasts}
      WHERE customer_email > :after ORDER BY customer_email LIMIT :limit
      """;

  private static final ValueLists<CustomerForecast> WRITTEN =
      ValueLists.<CustomerForecast>none()
          .with("customer_email", row -> row.customer().value())
          .with("as_of", row -> row.forecast().asOf().toString())
          .with("forecast", row -> row.forecast().toJson());

  private final Database database;
  private final People people;
  private final String update;

  MysqlForecastStore(Database database, Dialect dialect, People people) {
    this.database = database;
    this.people = people;
    this.update =
        dialect.proposedRow()
            + " ON DUPLICATE KEY UPDATE as_of = "
            + dialect.proposed("as_of")
            + ", forecast = "
            + dialect.proposed("forecast");
  }

  @Override
  public ForecastSave saveModels(ForecastModels models) {
    Inputs.required("models", models);
    String at = SiteTime.UTC.text(models.fittedAt());
    return database.inTransaction(
        handle -> {
          Optional<Boolean> isNewer =
              handle
                  .createQuery(database.sql(IS_NEWER))
                  .bind("at", at)
                  .mapTo(Boolean.class)
                  .findOne();
          if (isNewer.orElse(false)) {
            return ForecastSave.STALE;
          }
          // Where another writer makes the row meanwhile, this one breaks the key and begins again.
          handle
              .createUpdate(database.sql(isNewer.isPresent() ? UPDATE_MODELS : INSERT_MODELS))
              .bind("at", at)
              .bind("models", models.toJson())
              .execute();
          return ForecastSave.SAVED;
        });
  }

  @Override
  public Optional<ForecastModels> models() {
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(MODELS))
                .map((row, context) -> Rows.forecastModels(new ResultSetRow(row, SiteTime.UTC)))
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
    return batch.isEmpty() ? 0 : database.inTransaction(handle -> delete(database, handle, batch));
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
                .map((row, context) -> Rows.forecast(new ResultSetRow(row, SiteTime.UTC)))
                .list());
  }

  static int delete(Database database, Handle handle, List<EmailAddress> customers) {
    return handle
        .createUpdate(database.sql(DELETE))
        .bindList("emails", customers.stream().map(EmailAddress::value).sorted().toList())
        .execute();
  }

  static Optional<CustomerForecast> find(Database database, Handle handle, EmailAddress customer) {
    return handle
        .createQuery(database.sql(FIND))
        .bind("email", customer.value())
        .map((row, context) -> Rows.forecast(new ResultSetRow(row, SiteTime.UTC)))
        .findOne();
  }

  /** A row that another writer makes meanwhile breaks the unique key, and all is done again. */
  private List<ForecastSave> save(
      Handle handle, List<CustomerForecast> batch, Set<EmailAddress> customers) {
    Set<EmailAddress> erased = people.together(handle, customers).erased();
    Map<String, LocalDate> stored = new HashMap<>();
    handle
        .createQuery(database.sql(DAYS_FOR_UPDATE))
        .bindList("emails", customers.stream().map(EmailAddress::value).sorted().toList())
        .map((row, context) -> Map.entry(row.getString(1), LocalDate.parse(row.getString(2))))
        .forEach(row -> stored.put(row.getKey(), row.getValue()));
    List<ForecastSave> outcomes = new ArrayList<>();
    List<CustomerForecast> made = new ArrayList<>();
    List<CustomerForecast> changed = new ArrayList<>();
    for (CustomerForecast forecast : batch) {
      LocalDate day = stored.get(forecast.customer().value());
      if (erased.contains(forecast.customer())) {
        outcomes.add(ForecastSave.CUSTOMER_ERASED);
      } else if (day != null && forecast.forecast().asOf().isBefore(day)) {
        outcomes.add(ForecastSave.STALE);
      } else {
        outcomes.add(ForecastSave.SAVED);
        (day == null ? made : changed).add(forecast);
      }
    }
    made.sort(Comparator.comparing(CustomerForecast::customer));
    insert(handle, made, "");
    insert(handle, changed, update);
    return outcomes;
  }

  private void insert(Handle handle, List<CustomerForecast> rows, String rest) {
    for (List<CustomerForecast> some : Lists.partition(rows, ROWS_PER_STATEMENT)) {
      WRITTEN.insert(handle, database.sql("{forecasts}"), some, rest);
    }
  }
}
