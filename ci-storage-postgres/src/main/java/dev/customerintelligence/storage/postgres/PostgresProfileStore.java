package dev.customerintelligence.storage.postgres;

import static dev.customerintelligence.storage.postgres.People.EMAIL;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.UuidV7;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.FavoriteProduct;
import dev.customerintelligence.profile.FavoritesJson;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.ProfileStore;
import dev.customerintelligence.profile.PurchaseProfile;
import dev.customerintelligence.storage.row.AddressPage;
import dev.customerintelligence.storage.row.Rows;
import dev.customerintelligence.storage.row.Truncated;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Profiles in {@code customer_intelligence}. */
final class PostgresProfileStore implements ProfileStore {
  static final String COLUMNS =
      "id, customer_id, customer_email, first_name, last_name, ip_hash, browser_fingerprint,"
          + " geo_country, geo_city, favorite_products, peak_spending_quantity,"
          + " peak_spending_amount, avg_order_value, total_orders, last_order_date,"
          + " purchase_cycle_days, next_prime_window_start, next_prime_window_end, profile_score,"
          + " last_recalculated, created_at, updated_at";

  private static final int MAX_BATCH = 1000;

  record Written(UUID id, CustomerProfile profile) {}

  static final ColumnArrays<Written> WRITTEN =
      ColumnArrays.<Written>none()
          .with("id", "uuid", Written::id)
          .with("customer_id", "int", row -> row.profile().customerId())
          .with("customer_email", "text", row -> row.profile().customer().value())
          .with("first_name", "text", name(PersonName::first))
          .with("last_name", "text", name(PersonName::last))
          // NOT NULL: no address is the empty text.
          .with(
              "ip_hash",
              "text",
              row -> row.profile().ipHash() == null ? "" : Values.text(row.profile().ipHash()))
          .with("browser_fingerprint", "text", row -> Values.text(row.profile().fingerprint()))
          .with("geo_country", "text", place(Place::country))
          .with("geo_city", "text", place(Place::city))
          .with(
              "favorite_products",
              "jsonb",
              purchases(profile -> FavoritesJson.write(profile.favorites(), ZoneOffset.UTC)))
          .with("peak_spending_quantity", "int", purchases(PurchaseProfile::peakQuantity))
          .with("peak_spending_amount", "numeric", purchases(PurchaseProfile::peakAmount))
          .with("avg_order_value", "numeric", purchases(PurchaseProfile::averageOrderValue))
          .with("total_orders", "int", purchases(PurchaseProfile::totalOrders))
          .with(
              "last_order_date",
              "timestamp",
              purchases(profile -> Values.time(profile.lastOrderAt())))
          .with(
              "days_since_last_order",
              "int",
              row ->
                  row.profile()
                      .purchases()
                      .daysSinceLastOrder(row.profile().recalculatedAt())
                      .orElse(0))
          .with("purchase_cycle_days", "int", purchases(PurchaseProfile::purchaseCycleDays))
          .with("next_prime_window_start", "timestamp", window(PrimeWindow::start))
          .with("next_prime_window_end", "timestamp", window(PrimeWindow::end))
          .with("profile_score", "numeric", purchases(PurchaseProfile::score))
          .with(
              "last_recalculated", "timestamp", row -> Values.time(row.profile().recalculatedAt()));

  private static final String FIND =
      """
      SELECT {columns} FROM {schema}.customer_intelligence WHERE {email} = :email
      ORDER BY customer_email = :email DESC, id LIMIT 1
      """
          .replace("{columns}", COLUMNS)
          .replace("{email}", EMAIL);

  /** Locked by address, so that batches about the same people wait for each other in turn. */
  private static final String FIND_FOR_UPDATE =
      """
      SELECT {columns} FROM {schema}.customer_intelligence WHERE {email} = ANY(:emails)
      ORDER BY {email}, customer_email = {email} DESC, id FOR UPDATE
      """
          .replace("{columns}", COLUMNS)
          .replace("{email}", EMAIL);

  private static final String INSERT =
      """
      INSERT INTO {schema}.customer_intelligence ({names}, created_at, updated_at)
      SELECT {values}, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM {rows} ORDER BY r.customer_email COLLATE "C"
      ON CONFLICT (customer_email) DO NOTHING
      RETURNING customer_email
      """
          .replace("{names}", WRITTEN.names())
          .replace("{values}", WRITTEN.values())
          .replace("{rows}", WRITTEN.rows());

  /** What another writer stored and the domain could not read, the domain does not clear. */
  private static final String UPDATE =
      """
      UPDATE {schema}.customer_intelligence AS c
      SET {assignments}, updated_at = now() AT TIME ZONE 'UTC'
      FROM {rows} WHERE c.id = r.id::uuid
      """
          .replace("{assignments}", WRITTEN.assignments())
          .replace(
              "browser_fingerprint = r.browser_fingerprint::text",
              "browser_fingerprint = coalesce(r.browser_fingerprint, c.browser_fingerprint)")
          .replace(
              "ip_hash = r.ip_hash::text", "ip_hash = coalesce(nullif(r.ip_hash, ''), c.ip_hash)")
          .replace(
              "geo_city = r.geo_city::text",
              "geo_city = CASE WHEN r.geo_country IS NULL THEN c.geo_city ELSE r.geo_city END")
          .replace(
              "geo_country = r.geo_country::text",
              "geo_country = coalesce(r.geo_country, c.geo_country)")
          .replace("{rows}", WRITTEN.rows());

  private static final String AFTER =
      """
      SELECT DISTINCT ON ({email}) {columns} FROM {schema}.customer_intelligence
      WHERE {email} > :after ORDER BY {email}, customer_email = {email} DESC, id LIMIT :limit
      """
          .replace("{columns}", COLUMNS)
          .replace("{email}", EMAIL);

  private static final String WITH_ORDERS =
      """
      SELECT DISTINCT {email} AS email FROM {schema}.customer_intelligence
      WHERE {email} > :after AND total_orders > 0 ORDER BY email LIMIT :limit
      """
          .replace("{email}", EMAIL);

  private final Database database;
  private final Tombstones tombstones;
  private final RandomGenerator random = new SecureRandom();

  PostgresProfileStore(Database database, People people) {
    this.database = database;
    this.tombstones = new Tombstones(database, people);
  }

  @Override
  public Optional<CustomerProfile> find(EmailAddress customer) {
    Inputs.required("customer", customer);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(FIND))
                .bind("email", customer.value())
                .map((row, context) -> profile(row))
                .findOne());
  }

  /** Refuses what the columns cannot hold, naming the field. */
  static void requireStorable(CustomerProfile profile) {
    Values.customerId(profile.customerId());
    Values.otherFields(
        "favorites", profile.purchases().favorites().stream().map(FavoriteProduct::otherFields));
  }

  @Override
  public List<ProfileSave> save(List<CustomerProfile> profiles) {
    List<CustomerProfile> batch = Inputs.list("profiles", profiles);
    Inputs.between("profiles.size", batch.size(), 0, MAX_BATCH);
    Set<EmailAddress> customers = new HashSet<>();
    for (CustomerProfile profile : batch) {
      requireStorable(profile);
      if (!customers.add(profile.customer())) {
        throw new InvalidInputException("profiles", "must hold each customer once");
      }
    }
    if (batch.isEmpty()) {
      return List.of();
    }
    return database.inTransaction(handle -> save(handle, batch, customers));
  }

  @Override
  public List<CustomerProfile> after(@Nullable EmailAddress after, int limit) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(AFTER))
                .bind("after", after == null ? "" : after.value())
                .bind("limit", limit)
                .map((row, context) -> profile(row))
                .list());
  }

  @Override
  public List<EmailAddress> customersWithOrders(@Nullable EmailAddress after, int limit) {
    return AddressPage.next(
        after,
        limit,
        (from, count) ->
            database.once(
                handle ->
                    handle
                        .createQuery(database.sql(WITH_ORDERS))
                        .bind("after", from)
                        .bind("limit", count)
                        .mapTo(String.class)
                        .list()));
  }

  @Override
  public boolean supportsNames() {
    return true;
  }

  static CustomerProfile profile(ResultSet row) {
    return Rows.profile(new ResultSetRow(row), ZoneOffset.UTC);
  }

  private List<ProfileSave> save(
      Handle handle, List<CustomerProfile> batch, Set<EmailAddress> customers) {
    Set<EmailAddress> erased = tombstones.lockAndFindErased(handle, customers);
    Map<EmailAddress, ProfileSave> outcomes = new HashMap<>();
    erased.forEach(customer -> outcomes.put(customer, ProfileSave.CUSTOMER_ERASED));
    List<CustomerProfile> open =
        batch.stream().filter(profile -> !erased.contains(profile.customer())).toList();
    while (!open.isEmpty()) {
      open = saveOnce(handle, open, outcomes);
    }
    return batch.stream().map(profile -> outcomes.get(profile.customer())).toList();
  }

  /** Returns the profiles for which another writer made a row meanwhile; it is found next time. */
  private List<CustomerProfile> saveOnce(
      Handle handle, List<CustomerProfile> open, Map<EmailAddress, ProfileSave> outcomes) {
    Map<EmailAddress, Written> stored = findForUpdate(handle, open);
    List<Written> made = new ArrayList<>();
    List<Written> changed = new ArrayList<>();
    for (CustomerProfile profile : open) {
      CustomerProfile cut = Truncated.of(profile, Values.PRECISION);
      Written known = stored.get(cut.customer());
      if (known == null) {
        made.add(new Written(UuidV7.at(cut.recalculatedAt(), random), cut));
      } else if (cut.recalculatedAt().isBefore(known.profile().recalculatedAt())) {
        outcomes.put(cut.customer(), ProfileSave.STALE);
      } else {
        CustomerProfile filled = cut.filledFrom(known.profile());
        boolean same = filled.saysTheSameAs(known.profile());
        outcomes.put(cut.customer(), same ? ProfileSave.UNCHANGED : ProfileSave.UPDATED);
        if (!same) {
          changed.add(new Written(known.id(), filled));
        }
      }
    }
    if (!changed.isEmpty()) {
      WRITTEN.bind(handle.createUpdate(database.sql(UPDATE)), changed).execute();
    }
    if (made.isEmpty()) {
      return List.of();
    }
    WRITTEN
        .bind(handle.createQuery(database.sql(INSERT)), made)
        .mapTo(String.class)
        .forEach(email -> outcomes.put(EmailAddress.of(email), ProfileSave.CREATED));
    return made.stream()
        .map(Written::profile)
        .filter(profile -> !outcomes.containsKey(profile.customer()))
        .toList();
  }

  private Map<EmailAddress, Written> findForUpdate(Handle handle, List<CustomerProfile> profiles) {
    Map<EmailAddress, Written> stored = new HashMap<>();
    handle
        .createQuery(database.sql(FIND_FOR_UPDATE))
        .bindArray(
            "emails",
            String.class,
            profiles.stream().map(profile -> profile.customer().value()).toArray())
        .map((row, context) -> new Written(row.getObject("id", UUID.class), profile(row)))
        .forEach(row -> stored.putIfAbsent(row.profile().customer(), row));
    return stored;
  }

  private static Function<Written, @Nullable Object> purchases(
      Function<PurchaseProfile, @Nullable Object> value) {
    return row -> value.apply(row.profile().purchases());
  }

  private static Function<Written, @Nullable Object> name(
      Function<PersonName, @Nullable Object> value) {
    return row -> row.profile().name() == null ? null : value.apply(row.profile().name());
  }

  private static Function<Written, @Nullable Object> place(
      Function<Place, @Nullable Object> value) {
    return row -> row.profile().place() == null ? null : value.apply(row.profile().place());
  }

  private static Function<Written, @Nullable Object> window(Function<PrimeWindow, Instant> value) {
    return purchases(
        profile ->
            profile.primeWindow() == null ? null : Values.time(value.apply(profile.primeWindow())));
  }
}
