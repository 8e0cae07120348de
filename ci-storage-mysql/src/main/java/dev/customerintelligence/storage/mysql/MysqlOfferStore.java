package dev.customerintelligence.storage.mysql;

import static dev.customerintelligence.storage.mysql.People.IS_CUSTOMER;
import static dev.customerintelligence.storage.mysql.People.IS_ERASED;

import com.google.common.collect.Lists;
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
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.storage.row.Rows;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Offers in {@code wg_bundle_offers}. */
final class MysqlOfferStore implements OfferStore {
  static final String COLUMNS =
      "id, customer_id, customer_email, bundle_products, total_quantity, base_price,"
          + " discount_amount, final_price, bonus_points, trigger_reason, status, offered_at,"
          + " viewed_at, responded_at, expires_at, conversion_value, created_at";

  static final String IS_OPEN =
      "(status IS NULL OR status IN ('pending', 'viewed', 'added_to_cart'))";

  /**
   * Whether an offer's time is over: at {@code :now}, or, for one that does not say until when it
   * stands, {@code :unsaid}, which is {@link Rows#OFFER_LIFE} before.
   */
  static final String IS_OVER =
      "(expires_at <= :now OR (expires_at IS NULL AND COALESCE(offered_at, created_at) <= :unsaid))";

  private static final int IDS_PER_STATEMENT = 1000;

  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,18}");

  /**
   * What is known behind a customer's lock, in one request: a row that tells whether the customer
   * was erased, and of one who was not the offer that stands, if one does. Not a join: to sort its
   * rows takes a table.
   */
  private static final String STANDING =
      """
      (SELECT UTC_TIMESTAMP() AS server_now, FALSE AS is_erased, {columns} FROM {offers} {force}
       WHERE {isCustomer} AND {open} AND NOT COALESCE({over}, FALSE) AND NOT {erased}
       ORDER BY offered_at LIMIT 1)
      UNION ALL
      SELECT UTC_TIMESTAMP(), {erased}{nulls}
      """
          .replace("{erased}", IS_ERASED)
          .replace("{nulls}", ", NULL".repeat(COLUMNS.split(",").length))
          .replace("{columns}", COLUMNS)
          .replace("{isCustomer}", IS_CUSTOMER)
          .replace("{open}", IS_OPEN)
          .replace("{over}", IS_OVER)
          .replaceAll(":[a-z]+", "?");

  private static final String FIND = "SELECT " + COLUMNS + " FROM {offers} WHERE id = :offer";

  /**
   * The row's lock is held until the step is done. An erasure deletes offers before events, so a
   * step that is under way adds its event before them, and one that comes later finds no offer.
   */
  private static final String FIND_FOR_UPDATE =
      "SELECT " + COLUMNS + ", UTC_TIMESTAMP() AS server_now FROM {offers} WHERE id = ? FOR UPDATE";

  private static final String UPDATE =
      """
      UPDATE {offers} SET status = ?, viewed_at = ?, responded_at = ?, conversion_value = ?,
        updated_at = ?
      WHERE id = ?
      """;

  private static final String NEWEST_OF =
      """
      SELECT {columns} FROM {offers} {force} WHERE {isCustomer}
      ORDER BY offered_at DESC, id DESC LIMIT :limit
      """
          .replace("{columns}", COLUMNS)
          .replace("{isCustomer}", IS_CUSTOMER);

  private static final String DUE =
      """
      SELECT id, UTC_TIMESTAMP() AS server_now FROM {offers} WHERE {open} AND {over}
      LIMIT :limit FOR UPDATE SKIP LOCKED
      """
          .replace("{open}", IS_OPEN)
          .replace("{over}", IS_OVER);

  private static final String EXPIRE =
      "UPDATE {offers} SET status = 'expired', updated_at = :now WHERE id IN (<ids>)";

  private record Locked(BundleOffer offer, Instant now) {}

  private record Known(@Nullable BundleOffer standing, boolean isErased, Instant now) {}

  private record New(OfferDraft draft, Instant now) {}

  private record Due(long id, Instant now) {}

  private final Database database;
  private final ShopTables.Table table;
  private final SiteTime time;
  private final People people;
  private final EventRows events;
  private final String standing;
  private final String newestOf;
  private final ValueLists<New> made;

  MysqlOfferStore(
      Database database, ShopTables tables, SiteTime time, People people, EventRows events) {
    this.database = database;
    this.table = tables.offers();
    this.time = time;
    this.people = people;
    this.events = events;
    String byCustomer = table.forced("customer_email,offered_at");
    this.standing = STANDING.replace("{force}", byCustomer);
    this.newestOf = NEWEST_OF.replace("{force}", byCustomer);
    this.made = values();
  }

  @Override
  public OfferCreation create(OfferDraft draft) {
    Inputs.required("draft", draft);
    requireStorable(draft);
    return database.inTransaction(
        handle -> {
          people.alone(handle, draft.customer());
          List<Known> known = known(handle, draft);
          if (known.stream().anyMatch(Known::isErased)) {
            return new OfferCreation.CustomerErased();
          }
          return known.stream()
              .flatMap(row -> Stream.ofNullable(row.standing()))
              .findFirst()
              .<OfferCreation>map(OfferCreation.OpenOfferExists::new)
              .orElseGet(
                  () ->
                      new OfferCreation.Created(
                          insert(handle, new New(draft, known.get(0).now()))));
        });
  }

  @Override
  public OfferMove move(OfferId id, OfferStep step, @Nullable BehavioralEvent event) {
    Inputs.required("offerId", id);
    Inputs.required("step", step);
    EventRows.Storable storable = event == null ? null : events.storable(event);
    table.column("conversion_value").decimal("conversionValue", step.conversionValue());
    Optional<Long> key = key(id);
    if (key.isEmpty()) {
      return new OfferMove.NotFound();
    }
    OfferStep stored = new OfferStep(step.to(), time.asStored(step.at()), step.conversionValue());
    return database.inTransaction(handle -> move(handle, key.get(), stored, storable));
  }

  @Override
  public Optional<BundleOffer> find(OfferId id) {
    return key(Inputs.required("offerId", id))
        .flatMap(
            key ->
                database.once(
                    handle ->
                        handle
                            .createQuery(database.sql(FIND))
                            .bind("offer", key)
                            .map((row, context) -> offer(row, time))
                            .findOne()));
  }

  @Override
  public List<BundleOffer> newestOf(EmailAddress customer, int limit) {
    Inputs.required("customer", customer);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.once(
        handle ->
            handle
                .createQuery(database.sql(newestOf))
                .bind("email", customer.value())
                .bind("limit", limit)
                .map((row, context) -> offer(row, time))
                .list());
  }

  @Override
  public int expireDue(Instant now, int limit) {
    Inputs.moment("now", now);
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    return database.inTransaction(
        handle -> {
          List<Due> due =
              handle
                  .createQuery(database.sql(DUE))
                  .bind("now", time.text(now))
                  .bind("unsaid", time.text(now.minus(Rows.OFFER_LIFE)))
                  .bind("limit", limit)
                  .map(
                      (row, context) ->
                          new Due(row.getLong("id"), SiteTime.UTC.readPresent(row, "server_now")))
                  .list();
          for (List<Due> some : Lists.partition(due, IDS_PER_STATEMENT)) {
            handle
                .createUpdate(database.sql(EXPIRE))
                .bind("now", time.text(some.get(0).now()))
                .bindList("ids", some.stream().map(Due::id).toList())
                .execute();
          }
          return due.size();
        });
  }

  /** The schema document's MySQL table has no column for it. */
  @Override
  public boolean supportsCartSnapshot() {
    return false;
  }

  static BundleOffer offer(ResultSet row, SiteTime time) {
    return Rows.offer(new ResultSetRow(row, time));
  }

  private void requireStorable(OfferDraft draft) {
    if (draft.cartSnapshot() != null) {
      throw new InvalidInputException("cartSnapshot", "must be null, as this store keeps no carts");
    }
    table.requireStorable(draft.customer());
    table.customerId(draft.customerId());
    table.column("bundle_products").text("lines", BundleLinesJson.write(draft.lines()));
    table.column("trigger_reason").text("triggerReason", draft.triggerReason());
    table.column("base_price").decimal("basePrice", draft.price().basePrice());
    table.column("discount_amount").decimal("discountAmount", draft.price().discountAmount());
    table.column("final_price").decimal("finalPrice", draft.price().finalPrice());
    table.column("bonus_points").whole("bonusPoints", (long) draft.price().bonusPoints());
    table.column("total_quantity").whole("totalQuantity", (long) draft.totalQuantity());
    if (!time.asStored(draft.expiresAt()).isAfter(time.asStored(draft.offeredAt()))) {
      throw new InvalidInputException(
          "expiresAt",
          "must be after offeredAt on the site's clock, in whole seconds, in this store; is "
              + time.text(draft.expiresAt())
              + " after "
              + time.text(draft.offeredAt()));
    }
  }

  private List<Known> known(Handle handle, OfferDraft draft) {
    List<String> tombstones = people.tombstonesOf(draft.customer());
    String email = draft.customer().value();
    Instant now = draft.offeredAt();
    List<Object> values = new ArrayList<>();
    Collections.addAll(values, email, email, time.text(now), time.text(now.minus(Rows.OFFER_LIFE)));
    values.addAll(tombstones);
    values.addAll(tombstones);
    return Jdbc.query(
        handle.getConnection(),
        Jdbc.withKeys(database.sql(standing), tombstones.size()),
        row ->
            new Known(
                row.getObject("id") == null ? null : offer(row, time),
                row.getBoolean("is_erased"),
                SiteTime.UTC.readPresent(row, "server_now")),
        values.toArray());
  }

  private BundleOffer insert(Handle handle, New offer) {
    long id = made.insert(handle, database.sql("{offers}"), List.of(offer), "");
    return BundleOffer.pending(new OfferId(Long.toString(id)), asStored(offer.draft()));
  }

  private ValueLists<New> values() {
    return ValueLists.<New>none()
        .with("customer_id", offer -> offer.draft().customerId())
        .with("customer_email", offer -> offer.draft().customer().value())
        .with("bundle_products", offer -> BundleLinesJson.write(offer.draft().lines()))
        .with("total_quantity", offer -> offer.draft().totalQuantity())
        .with("base_price", offer -> offer.draft().price().basePrice())
        .with("discount_amount", offer -> offer.draft().price().discountAmount())
        .with("final_price", offer -> offer.draft().price().finalPrice())
        .with("bonus_points", offer -> offer.draft().price().bonusPoints())
        .with("trigger_reason", offer -> offer.draft().triggerReason())
        .with("status", offer -> OfferStatus.PENDING.columnValue())
        .with("offered_at", offer -> time.text(offer.draft().offeredAt()))
        .with("expires_at", offer -> time.text(offer.draft().expiresAt()))
        .with("created_at", offer -> time.text(offer.now()))
        .with("updated_at", offer -> time.text(offer.now()));
  }

  private OfferDraft asStored(OfferDraft draft) {
    return new OfferDraft(
        draft.customer(),
        draft.customerId(),
        draft.lines(),
        draft.price(),
        draft.triggerReason(),
        draft.cartSnapshot(),
        time.asStored(draft.offeredAt()),
        time.asStored(draft.expiresAt()));
  }

  private OfferMove move(
      Handle handle, long id, OfferStep step, EventRows.@Nullable Storable event) {
    List<Locked> found =
        Jdbc.query(
            handle.getConnection(),
            database.sql(FIND_FOR_UPDATE),
            row -> new Locked(offer(row, time), SiteTime.UTC.readPresent(row, "server_now")),
            id);
    if (found.isEmpty()) {
      return new OfferMove.NotFound();
    }
    BundleOffer offer = found.get(0).offer();
    if (event != null && !offer.made().customer().equals(event.event().customer())) {
      throw new InvalidInputException("event", "must be of the offer's customer");
    }
    OfferStatus status = offer.statusAt(step.at());
    if (status == step.to()) {
      return new OfferMove.AlreadyThere(offer);
    }
    if (!status.canBecome(step.to())) {
      return new OfferMove.NotPossible(offer, status);
    }
    BundleOffer after = offer.after(step);
    update(handle, id, after, found.get(0).now());
    if (event != null) {
      events.insert(handle, List.of(event));
    }
    return new OfferMove.Moved(after);
  }

  private void update(Handle handle, long id, BundleOffer offer, Instant now) {
    Jdbc.update(
        handle.getConnection(),
        database.sql(UPDATE),
        offer.storedStatus().columnValue(),
        time.text(offer.viewedAt()),
        time.text(offer.respondedAt()),
        offer.conversionValue(),
        time.text(now),
        id);
  }

  private static Optional<Long> key(OfferId id) {
    // Of the numbers with 19 digits some are too large for a long, and for any counter.
    return ID.matcher(id.value()).matches()
            && new java.math.BigInteger(id.value()).bitLength() < Long.SIZE
        ? Optional.of(Long.valueOf(id.value()))
        : Optional.empty();
  }
}
