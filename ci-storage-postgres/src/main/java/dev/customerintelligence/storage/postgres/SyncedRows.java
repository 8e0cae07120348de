package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.bundle.BundleLinesJson;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.sync.SourceRow;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes rows of a source into the shop's tables, and remembers each in the same statement. */
final class SyncedRows {
  /**
   * A row to write.
   *
   * @param id under which it is held
   */
  record Write(UUID id, SourceRow row) {
    PostgresProfileStore.Written profile() {
      return new PostgresProfileStore.Written(id, ((SourceRow.Profile) row).profile());
    }

    BundleOffer offer() {
      return ((SourceRow.Offer) row).offer();
    }
  }

  private static final ColumnArrays<Write> REMEMBERED =
      ColumnArrays.<Write>none()
          .with("number", "bigint", write -> write.row().number())
          .with("version", "timestamp", write -> Values.time(write.row().changedAt()))
          .with("checksum", "bigint", write -> write.row().checksum());

  private static final ColumnArrays<Write> OFFERS =
      ColumnArrays.<Write>none()
          .with("id", "uuid", Write::id)
          .with("customer_id", "int", write -> write.offer().made().customerId())
          .with("customer_email", "text", write -> write.offer().made().customer().value())
          .with(
              "bundle_products",
              "jsonb",
              write -> BundleLinesJson.write(write.offer().made().lines()))
          .with("total_quantity", "int", write -> write.offer().made().totalQuantity())
          .with("base_price", "numeric", write -> write.offer().made().price().basePrice())
          .with(
              "discount_amount", "numeric", write -> write.offer().made().price().discountAmount())
          .with("final_price", "numeric", write -> write.offer().made().price().finalPrice())
          .with("bonus_points", "int", write -> write.offer().made().price().bonusPoints())
          .with("trigger_reason", "text", write -> write.offer().made().triggerReason())
          .with("status", "text", write -> write.offer().storedStatus().columnValue())
          .with("offered_at", "timestamp", time(offer -> offer.made().offeredAt()))
          .with("viewed_at", "timestamp", time(BundleOffer::viewedAt))
          .with("responded_at", "timestamp", time(BundleOffer::respondedAt))
          .with("expires_at", "timestamp", time(offer -> offer.made().expiresAt()))
          .with("conversion_value", "numeric", write -> write.offer().conversionValue());

  private static final ColumnArrays<Write> PROFILES =
      PostgresProfileStore.WRITTEN.of(Write::profile);

  private static final ColumnArrays<Write> OFFER_ROWS = OFFERS.and(REMEMBERED);
  private static final ColumnArrays<Write> PROFILE_ROWS = PROFILES.and(REMEMBERED);

  private static final String REMEMBER =
      """
      INSERT INTO {schema}.ci_sync_rows
        (source, table_name, number, target_id, version, checksum, written)
      SELECT :source, :table, r.number, w.id, r.version, r.checksum, w.written
      FROM w JOIN r ON r.id = w.id
      ON CONFLICT (source, table_name, number) DO UPDATE SET
        target_id = excluded.target_id, version = excluded.version,
        checksum = excluded.checksum, written = excluded.written
      RETURNING number
      """;

  private static final String INSERT_PROFILES =
      """
      WITH r AS MATERIALIZED (SELECT {values} FROM {rows}), w AS (
        INSERT INTO {schema}.customer_intelligence AS c ({names}, created_at, updated_at)
        SELECT {names}, now() AT TIME ZONE 'UTC', r.version FROM r
        ORDER BY r.customer_email COLLATE "C"
        ON CONFLICT (customer_email) DO NOTHING
        RETURNING c.id, {checksum} AS written
      )
      """
              .replace("{values}", PROFILE_ROWS.values())
              .replace("{rows}", PROFILE_ROWS.rows())
              .replace("{names}", PROFILES.names())
              .replace("{checksum}", SyncedTable.PROFILES.checksum())
          + REMEMBER;

  /** A name is never replaced by none. */
  private static final String UPDATE_PROFILES =
      """
      WITH r AS MATERIALIZED (SELECT {values} FROM {rows}), w AS (
        UPDATE {schema}.customer_intelligence AS c SET {assignments}, updated_at = r.version
        FROM r WHERE c.id = r.id
        RETURNING c.id, {checksum} AS written
      )
      """
              .replace("{values}", PROFILE_ROWS.values())
              .replace("{rows}", PROFILE_ROWS.rows())
              .replace("{assignments}", PROFILES.assignments())
              .replace("first_name = r.first_name::text", "first_name = coalesce(r.first_name, c.first_name)")
              .replace("last_name = r.last_name::text", "last_name = coalesce(r.last_name, c.last_name)")
              .replace("{checksum}", SyncedTable.PROFILES.checksum())
          + REMEMBER;

  /** The cart stays, as only this store has it. */
  private static final String UPSERT_OFFERS =
      """
      WITH r AS MATERIALIZED (SELECT {values} FROM {rows}), w AS (
        INSERT INTO {schema}.bundle_offers AS c ({names}, created_at, updated_at)
        SELECT {names}, now() AT TIME ZONE 'UTC', r.version FROM r ORDER BY r.id
        ON CONFLICT (id) DO UPDATE SET {assignments}, updated_at = excluded.updated_at
        RETURNING c.id, {checksum} AS written
      )
      """
              .replace("{values}", OFFER_ROWS.values())
              .replace("{rows}", OFFER_ROWS.rows())
              .replace("{names}", OFFERS.names())
              .replace("{assignments}", OFFERS.excluded())
              .replace("{checksum}", SyncedTable.OFFERS.checksum())
          + REMEMBER;

  private final Database database;

  SyncedRows(Database database) {
    this.database = database;
  }

  /** Returns the numbers of those that were made; a row that came between is found next time. */
  List<Long> insertProfiles(Handle handle, String source, List<Write> writes) {
    return write(handle, INSERT_PROFILES, PROFILE_ROWS, source, SyncedTable.PROFILES, writes);
  }

  /** Returns the numbers of those that were changed; a row that went between is made next time. */
  List<Long> updateProfiles(Handle handle, String source, List<Write> writes) {
    return write(handle, UPDATE_PROFILES, PROFILE_ROWS, source, SyncedTable.PROFILES, writes);
  }

  List<Long> upsertOffers(Handle handle, String source, List<Write> writes) {
    return write(handle, UPSERT_OFFERS, OFFER_ROWS, source, SyncedTable.OFFERS, writes);
  }

  private List<Long> write(
      Handle handle,
      String sql,
      ColumnArrays<Write> columns,
      String source,
      SyncedTable table,
      List<Write> writes) {
    return writes.isEmpty()
        ? List.of()
        : columns
            .bind(handle.createQuery(database.sql(sql)), writes)
            .bind("source", source)
            .bind("table", table.table())
            .mapTo(Long.class)
            .list();
  }

  private static Function<Write, @Nullable Object> time(
      Function<BundleOffer, @Nullable Instant> moment) {
    return write -> Values.time(moment.apply(write.offer()));
  }
}
