package dev.customerintelligence.storage.postgres;

import static dev.customerintelligence.storage.postgres.People.EMAIL;

import dev.customerintelligence.bundle.BundleLinesJson;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.UuidV7;
import dev.customerintelligence.storage.row.Rows;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Offers in {@code bundle_offers}. */
final class PostgresOfferStore implements OfferStore {
  static final String COLUMNS =
      "id, customer_id, customer_email, bundle_products, total_quantity, base_price,"
          + " discount_amount, final_price, bonus_points, trigger_reason, cart_snapshot, status,"
          + " offered_at, viewed_at, responded_at, expires_at, conversion_value, created_at";

  /** Until when an offer stands; one that does not say so stands {@link Rows#OFFER_LIFE}. */
  static final String EXPIRES =
      "coalesce(expires_at, coalesce(offered_at, created_at) + INTERVAL '7 days')";

  static final String IS_OPEN =
      "coalesce(status, 'pending') IN ('pending', 'viewed', 'added_to_cart')";

  /**
   * The open offer of a customer. The offset keeps the server from going through all open offers by
   * another index than the address'.
   */
  static final String STANDING =
      """
      SELECT {columns} FROM (
        SELECT * FROM {schema}.bundle_offers WHERE {email} = ? OFFSET 0
      ) of_customer
      WHERE {open} AND {expires} > ?
      ORDER BY offered_at LIMIT 1
      """
          .replace("{columns}", COLUMNS)
          .replace("{email}", EMAIL)
          .replace("{open}", IS_OPEN)
          .replace("{expires}", EXPIRES);

  /**
   * The first lock lets one page load at a time look for an open offer of the customer. Nobody who
   * holds the second, the bucket's, asks for a first one, so that no two wait for each other.
   */
  private static final String CREATE =
      "SELECT pg_advisory_xact_lock(?), pg_advisory_xact_lock_shared("
          + People.LOCK_CLASS
          + ", ?);\n"
          + """
      WITH erased AS (
        SELECT FROM {schema}.ci_tombstones WHERE hash = ANY(?)
      ), standing AS (
        {standing}
      ), made AS (
        INSERT INTO {schema}.bundle_offers
          (id, customer_id, customer_email, bundle_products, total_quantity, base_price,
           discount_amount, final_price, bonus_points, trigger_reason, cart_snapshot, status,
           offered_at, expires_at, created_at, updated_at)
        SELECT ?, ?, ?, ?::jsonb, ?, ?,
               ?, ?, ?, ?, ?::jsonb, 'pending',
               ?, ?, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
        WHERE NOT EXISTS (SELECT FROM standing) AND NOT EXISTS (SELECT FROM erased)
        RETURNING {columns}
      )
      SELECT true AS is_made, made.* FROM made
      UNION ALL
      SELECT false, standing.* FROM standing WHERE NOT EXISTS (SELECT FROM erased)
      """
              .replace("{standing}", STANDING)
              .replace("{columns}", COLUMNS);

  private static final String MOVE =
      """
      WITH moved AS (
        UPDATE {schema}.bundle_offers
        SET status = :to,
            viewed_at = CASE WHEN :to = 'viewed' THEN coalesce(viewed_at, :at) ELSE viewed_at END,
            responded_at = CASE WHEN :to IN ('viewed', 'expired') THEN responded_at
                           ELSE coalesce(responded_at, :at) END,
            conversion_value = CASE WHEN :to = 'purchased' THEN :value ELSE conversion_value END,
            updated_at = now() AT TIME ZONE 'UTC'
        WHERE id = :offer AND coalesce(status, 'pending') = ANY(:from) AND {expires} > :at
          AND (:eventOf::text IS NULL OR {email} = :eventOf)
        RETURNING {columns}
      ){logged}
      SELECT {columns} FROM moved
      """
          .replace("{columns}", COLUMNS)
          .replace("{email}", EMAIL)
          .replace("{expires}", EXPIRES);

  /**
   * Whether a row's id is not taken, where the key cannot say so: that of a partitioned table is id
   * and time. A scalar subquery, as the planner might read the whole table for NOT EXISTS.
   */
  private static final String IS_NEW =
      """
      ((SELECT relkind <> 'p' FROM pg_class WHERE oid = '{schema}.behavioral_events'::regclass)
        OR (SELECT 1 FROM {schema}.behavioral_events e WHERE e.id = r.id::uuid LIMIT 1) IS NULL)
      """;

  /** The limit tells the planner of the one row, or it would plan anew for each array. */
  private static final String LOGGED =
      """
      , logged AS (
        INSERT INTO {schema}.behavioral_events ({names})
        SELECT {values} FROM (SELECT * FROM {rows} LIMIT 1) r WHERE EXISTS (SELECT FROM moved) AND {isNew}
        ON CONFLICT DO NOTHING
      )
      """
          .replace("{isNew}", IS_NEW)
          .replace("{names}", PostgresEventStore.WRITTEN.names())
          .replace("{values}", PostgresEventStore.WRITTEN.values())
          .replace("{rows}", PostgresEventStore.WRITTEN.rows());

  private static final String MOVE_ALONE = MOVE.replace("{logged}", "");

  private static final String MOVE_AND_LOG = MOVE.replace("{logged}", LOGGED);

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM {schema}.bundle_offers WHERE id = :offer";

  private static final String NEWEST_OF =
      """
      SELECT {columns} FROM {schema}.bundle_offers WHERE {email} = :email
      ORDER BY offered_at DESC NULLS LAST LIMIT :limit
      """
          .replace("{columns}", COLUMNS)
          .replace("{email}", EMAIL);

  private static final String EXPIRE_DUE =
      """
      UPDATE {schema}.bundle_offers SET status = 'expired', updated_at = now() AT TIME ZONE 'UTC'
      WHERE id = ANY(ARRAY(
        SELECT id FROM {schema}.bundle_offers WHERE {open} AND {expires} <= :now
        ORDER BY {expires} LIMIT :limit FOR UPDATE SKIP LOCKED))
      """
          .replace("{open}", IS_OPEN)
          .replace("{expires}", EXPIRES);

  private static final int MAX_ATTEMPTS = 20;

  private final Database database;
  private final People people;
  private final RandomGenerator random = new SecureRandom();

  PostgresOfferStore(Database database, People people) {
    this.database = database;
    this.people = people;
  }

  @Override
  public OfferCreation create(OfferDraft draft) {
    EmailAddress customer = Inputs.required("draft", draft).customer();
    Integer customerId = Values.customerId(draft.customerId());
    String products = Values.json("lines", BundleLinesJson.write(draft.lines()));
    String cart =
        draft.cartSnapshot() == null
            ? null
            : Values.json("cartSnapshot", draft.cartSnapshot().json());
    return database.onceOnConnection(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(database.sql(CREATE))) {
            new Parameters(statement)
                .number(People.hash(customer))
                .whole(People.bucket(customer))
                .texts(people.tombstonesOf(customer))
                .text(customer.value())
                .moment(draft.offeredAt())
                .id(UuidV7.at(draft.offeredAt(), random))
                .whole(customerId)
                .text(customer.value())
                .text(products)
                .whole(draft.totalQuantity())
                .decimal(draft.price().basePrice())
                .decimal(draft.price().discountAmount())
                .decimal(draft.price().finalPrice())
                .whole(draft.price().bonusPoints())
                .text(draft.triggerReason())
                .text(cart)
                .moment(draft.offeredAt())
                .moment(draft.expiresAt());
            return AfterLock.run(statement, PostgresOfferStore::creation).stream()
                .findFirst()
                .orElseGet(OfferCreation.CustomerErased::new);
          }
        });
  }

  @Override
  public OfferMove move(OfferId id, OfferStep step, @Nullable BehavioralEvent event) {
    Inputs.required("offerId", id);
    Inputs.required("step", step);
    if (event != null) {
      PostgresEventStore.requireStorable(event);
    }
    Optional<UUID> key = uuid(id);
    if (key.isEmpty()) {
      return new OfferMove.NotFound();
    }
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      // A transaction, so that a row that cannot be read is not moved either.
      Optional<BundleOffer> moved =
          database.inTransaction(handle -> moving(handle, key.get(), step, event));
      if (moved.isPresent()) {
        return new OfferMove.Moved(moved.get());
      }
      Optional<OfferMove> refusal = refusal(id, step, event);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      // Between the two requests the offer became one that can take the step: ask again.
    }
    throw new StorageFailedException(
        "bundle_offers row " + id + " changed all the time, or its address is not in plain form",
        null);
  }

  @Override
  public Optional<BundleOffer> find(OfferId id) {
    return uuid(Inputs.required("offerId", id))
        .flatMap(
            key ->
                database.once(
                    handle ->
                        handle
                            .createQuery(database.sql(FIND))
                            .bind("offer", key)
                            .map((row, context) -> offer(row))
                            .findOne()));
  }

  @Override
  public List<BundleOffer> newestOf(EmailAddress customer, int limit) {
    Inputs.required("customer", customer);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(NEWEST_OF))
                .bind("email", customer.value())
                .bind("limit", limit)
                .map((row, context) -> offer(row))
                .list());
  }

  @Override
  public int expireDue(Instant now, int limit) {
    Inputs.moment("now", now);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createUpdate(database.sql(EXPIRE_DUE))
                .bind("now", Values.time(now))
                .bind("limit", limit)
                .execute());
  }

  @Override
  public boolean supportsCartSnapshot() {
    return true;
  }

  static BundleOffer offer(ResultSet row) {
    return Rows.offer(new ResultSetRow(row));
  }

  private static OfferCreation creation(ResultSet row) throws SQLException {
    return row.getBoolean("is_made")
        ? new OfferCreation.Created(offer(row))
        : new OfferCreation.OpenOfferExists(offer(row));
  }

  private Optional<BundleOffer> moving(
      Handle handle, UUID id, OfferStep step, @Nullable BehavioralEvent event) {
    Query query =
        handle
            .createQuery(database.sql(event == null ? MOVE_ALONE : MOVE_AND_LOG))
            .bind("offer", id)
            .bind("to", step.to().columnValue())
            .bind("at", Values.time(step.at()))
            .bind("value", step.conversionValue())
            .bind(
                "eventOf",
                event == null ? null : event.customer() == null ? "" : event.customer().value())
            .bindArray(
                "from",
                String.class,
                Stream.of(OfferStatus.values())
                    .filter(status -> status.canBecome(step.to()))
                    .map(OfferStatus::columnValue)
                    .toArray());
    if (event != null) {
      PostgresEventStore.WRITTEN.bind(query, List.of(event));
    }
    return query.map((row, context) -> offer(row)).findOne();
  }

  private Optional<OfferMove> refusal(OfferId id, OfferStep step, @Nullable BehavioralEvent event) {
    Optional<BundleOffer> found = find(id);
    if (found.isEmpty()) {
      return Optional.of(new OfferMove.NotFound());
    }
    BundleOffer offer = found.get();
    if (event != null && !offer.made().customer().equals(event.customer())) {
      throw new InvalidInputException("event", "must be of the offer's customer");
    }
    OfferStatus status = offer.statusAt(step.at());
    if (status == step.to()) {
      return Optional.of(new OfferMove.AlreadyThere(offer));
    }
    return status.canBecome(step.to())
        ? Optional.empty()
        : Optional.of(new OfferMove.NotPossible(offer, status));
  }

  private static Optional<UUID> uuid(OfferId id) {
    try {
      UUID uuid = UUID.fromString(id.value());
      // Java reads shorter forms too, which no store gave.
      return uuid.toString().equalsIgnoreCase(id.value()) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }
}
