package dev.customerintelligence.storage.mysql;

import static dev.customerintelligence.storage.mysql.People.EXACT;
import static dev.customerintelligence.storage.mysql.People.IS_CUSTOMER;

import com.google.common.collect.Lists;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.mysql.SqlErrors;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.FavoritesJson;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.ProfileStore;
import dev.customerintelligence.profile.PurchaseProfile;
import dev.customerintelligence.storage.row.AddressPage;
import dev.customerintelligence.storage.row.Rows;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Profiles in {@code wg_customer_intelligence}. */
final class MysqlProfileStore implements ProfileStore {
  static final String COLUMNS =
      "id, customer_id, customer_email, ip_hash, browser_fingerprint, geo_country, geo_city,"
          + " favorite_products, peak_spending_quantity, peak_spending_amount, avg_order_value,"
          + " total_orders, last_order_date, purchase_cycle_days, next_prime_window_start,"
          + " next_prime_window_end, profile_score, last_recalculated, created_at, updated_at";

  private static final int MAX_BATCH = 1000;
  private static final int ROWS_PER_STATEMENT = 100;

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM {profiles} WHERE " + IS_CUSTOMER + " ORDER BY id LIMIT 1";

  /** In the sequence of the index, so that batches about the same people wait in turn. */
  private static final String FIND_FOR_UPDATE =
      "SELECT "
          + COLUMNS
          + " FROM {profiles} WHERE customer_email IN ({keys})"
          + " ORDER BY customer_email, id FOR UPDATE";

  /**
   * No index has the addresses in the domain's sequence; the inner part reads the one that has them
   * in the collation's, and nothing else, to find the page.
   */
  private static final String AFTER =
      """
      SELECT {columns} FROM {profiles} JOIN (
        SELECT id AS page_id FROM {profiles} WHERE {exact} > :after ORDER BY {exact}, id LIMIT :limit
      ) page ON page_id = id
      """
          .replace("{columns}", COLUMNS)
          .replace("{exact}", EXACT);

  private static final String WITH_ORDERS =
      """
      SELECT {exact} AS email FROM {profiles}
      WHERE {exact} > :after AND total_orders > 0 ORDER BY email LIMIT :limit
      """
          .replace("{exact}", EXACT);

  private record Written(@Nullable Long id, CustomerProfile profile, Instant now) {}

  private final Database database;
  private final Dialect dialect;
  private final ShopTables.Table table;
  private final SiteTime time;
  private final People people;
  private final ValueLists<Written> made;
  private final ValueLists<Written> changed;
  private final String update;

  MysqlProfileStore(
      Database database, Dialect dialect, ShopTables tables, SiteTime time, People people) {
    this.database = database;
    this.dialect = dialect;
    this.table = tables.profiles();
    this.time = time;
    this.people = people;
    ValueLists<Written> values = values();
    this.made =
        values
            .with("created_at", row -> time.text(row.now()))
            .with("updated_at", row -> time.text(row.now()));
    this.changed = values.with("updated_at", row -> time.text(row.now())).with("id", Written::id);
    this.update =
        database.sql(
            dialect.proposedRow()
                + " ON DUPLICATE KEY UPDATE "
                + changed.columns().stream()
                    .filter(column -> !column.equals("id"))
                    .map(this::assignment)
                    .collect(Collectors.joining(", ")));
  }

  @Override
  public Optional<CustomerProfile> find(EmailAddress customer) {
    Inputs.required("customer", customer);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(FIND))
                .bind("email", customer.value())
                .map((row, context) -> profile(row, time))
                .findOne());
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
    try {
      return database.inTransaction(handle -> save(handle, batch, customers));
    } catch (StorageFailedException e) {
      throw SqlErrors.isDuplicateKey(e) ? takenForTheSame() : e;
    }
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
                .map((row, context) -> profile(row, time))
                .stream()
                .sorted(Comparator.comparing(CustomerProfile::customer))
                .toList());
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

  /** The schema document's MySQL table has no columns for them. */
  @Override
  public boolean supportsNames() {
    return false;
  }

  static CustomerProfile profile(ResultSet row, SiteTime time) {
    return Rows.profile(new ResultSetRow(row, time), time.zone());
  }

  private List<ProfileSave> save(
      Handle handle, List<CustomerProfile> batch, Set<EmailAddress> customers) {
    People.Entered entered = people.together(handle, customers);
    Map<EmailAddress, ProfileSave> outcomes = new HashMap<>();
    entered.erased().forEach(customer -> outcomes.put(customer, ProfileSave.CUSTOMER_ERASED));
    List<CustomerProfile> open =
        batch.stream().filter(profile -> !entered.erased().contains(profile.customer())).toList();
    if (!open.isEmpty()) {
      save(handle, open, entered.now(), outcomes);
    }
    return batch.stream().map(profile -> outcomes.get(profile.customer())).toList();
  }

  /** A row that another writer makes meanwhile breaks the unique key, and all is done again. */
  private void save(
      Handle handle,
      List<CustomerProfile> open,
      Instant now,
      Map<EmailAddress, ProfileSave> outcomes) {
    Map<EmailAddress, Written> stored = findForUpdate(handle, open);
    List<Written> toMake = new ArrayList<>();
    List<Written> toChange = new ArrayList<>();
    for (CustomerProfile profile : open) {
      CustomerProfile cut = time.asStored(profile);
      Written known = stored.remove(cut.customer());
      if (known == null) {
        outcomes.put(cut.customer(), ProfileSave.CREATED);
        toMake.add(new Written(null, cut, now));
      } else if (cut.recalculatedAt().isBefore(known.profile().recalculatedAt())) {
        outcomes.put(cut.customer(), ProfileSave.STALE);
      } else {
        CustomerProfile filled = cut.filledFrom(known.profile());
        boolean same = filled.saysTheSameAs(known.profile());
        outcomes.put(cut.customer(), same ? ProfileSave.UNCHANGED : ProfileSave.UPDATED);
        if (!same) {
          toChange.add(new Written(known.id(), filled, now));
        }
      }
    }
    if (!toMake.isEmpty() && !stored.isEmpty()) {
      throw takenForTheSame();
    }
    toMake.sort(Comparator.comparing(row -> row.profile().customer()));
    insert(handle, made, toMake, "");
    insert(handle, changed, toChange, update);
  }

  private InvalidInputException takenForTheSame() {
    return new InvalidInputException(
        "email",
        "must differ in more than accents from other customers' in this store, as the unique key"
            + " has the collation "
            + table.column("customer_email").collation()
            + "; "
            + dialect.accentSensitiveCollation()
            + " would tell them apart");
  }

  private void insert(Handle handle, ValueLists<Written> values, List<Written> rows, String rest) {
    for (List<Written> some : Lists.partition(rows, ROWS_PER_STATEMENT)) {
      values.insert(handle, database.sql("{profiles}"), some, rest);
    }
  }

  /** Returns the rows that the collation takes for these customers', others' among them. */
  private Map<EmailAddress, Written> findForUpdate(Handle handle, List<CustomerProfile> profiles) {
    Map<EmailAddress, Written> stored = new HashMap<>();
    List<Written> found =
        Jdbc.query(
            handle.getConnection(),
            Jdbc.withKeys(database.sql(FIND_FOR_UPDATE), profiles.size()),
            row -> new Written(row.getLong("id"), profile(row, time), Instant.EPOCH),
            profiles.stream().map(profile -> profile.customer().value()).toArray());
    found.forEach(row -> stored.putIfAbsent(row.profile().customer(), row));
    return stored;
  }

  private void requireStorable(CustomerProfile profile) {
    if (profile.name() != null) {
      throw new InvalidInputException("name", "must be null, as this store keeps no names");
    }
    table.requireStorable(profile.customer());
    table.customerId(profile.customerId());
    table.text(profile.ipHash());
    table.text(profile.fingerprint());
    Place place = profile.place();
    if (place != null) {
      table.column("geo_country").text("country", place.country());
      table.column("geo_city").text("city", place.city());
    }
    PurchaseProfile purchases = profile.purchases();
    whole("peak_spending_quantity", "peakQuantity", purchases.peakQuantity());
    whole("total_orders", "totalOrders", purchases.totalOrders());
    whole("purchase_cycle_days", "purchaseCycleDays", purchases.purchaseCycleDays());
    table.column("peak_spending_amount").decimal("peakAmount", purchases.peakAmount());
    table.column("avg_order_value").decimal("averageOrderValue", purchases.averageOrderValue());
    table.column("profile_score").decimal("score", purchases.score());
  }

  /** Checks the text here, as it takes long to make and only what is written needs one. */
  private String favorites(PurchaseProfile purchases) {
    String json = FavoritesJson.write(purchases.favorites(), time.zone());
    table.column("favorite_products").text("favorites", json);
    return json;
  }

  private void whole(String column, String field, int value) {
    table.column(column).whole(field, (long) value);
  }

  private ValueLists<Written> values() {
    return ValueLists.<Written>none()
        .with("customer_id", row -> row.profile().customerId())
        .with("customer_email", row -> row.profile().customer().value())
        .with("ip_hash", row -> table.text(row.profile().ipHash()))
        .with("browser_fingerprint", row -> table.text(row.profile().fingerprint()))
        .with("geo_country", place(Place::country))
        .with("geo_city", place(Place::city))
        .with("favorite_products", purchases(this::favorites))
        .with("peak_spending_quantity", purchases(PurchaseProfile::peakQuantity))
        .with("peak_spending_amount", purchases(PurchaseProfile::peakAmount))
        .with("avg_order_value", purchases(PurchaseProfile::averageOrderValue))
        .with("total_orders", purchases(PurchaseProfile::totalOrders))
        .with("last_order_date", purchases(profile -> time.text(profile.lastOrderAt())))
        .with(
            "days_since_last_order",
            row ->
                row.profile()
                    .purchases()
                    .daysSinceLastOrder(row.profile().recalculatedAt())
                    .orElse(0))
        .with("purchase_cycle_days", purchases(PurchaseProfile::purchaseCycleDays))
        .with("next_prime_window_start", window(PrimeWindow::start))
        .with("next_prime_window_end", window(PrimeWindow::end))
        .with("profile_score", purchases(PurchaseProfile::score))
        .with("last_recalculated", row -> time.text(row.profile().recalculatedAt()));
  }

  /** What is not known of the person leaves the column as another writer left it. */
  private String assignment(String column) {
    String proposed = dialect.proposed(column);
    String kept = "{profiles}." + column;
    return column
        + " = "
        + switch (column) {
          case "customer_id", "browser_fingerprint", "geo_country" ->
              "COALESCE(" + proposed + ", " + kept + ")";
          case "ip_hash" -> "COALESCE(NULLIF(" + proposed + ", ''), " + kept + ")";
          case "geo_city" ->
              "IF(" + dialect.proposed("geo_country") + " IS NULL, " + kept + ", " + proposed + ")";
          default -> proposed;
        };
  }

  private static Function<Written, @Nullable Object> purchases(
      Function<PurchaseProfile, @Nullable Object> value) {
    return row -> value.apply(row.profile().purchases());
  }

  private static Function<Written, @Nullable Object> place(
      Function<Place, @Nullable Object> value) {
    return row -> row.profile().place() == null ? null : value.apply(row.profile().place());
  }

  private Function<Written, @Nullable Object> window(Function<PrimeWindow, Instant> value) {
    return purchases(
        profile ->
            profile.primeWindow() == null ? null : time.text(value.apply(profile.primeWindow())));
  }
}
