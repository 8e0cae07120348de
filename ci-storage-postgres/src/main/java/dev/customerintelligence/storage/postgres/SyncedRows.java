package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.bundle.BundleLinesJson;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.sync.SourceRow;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes rows of a source into the shop's tables, and remembers each. */
final class SyncedRows {
  /**
   * A row to write.
   *
   * @param id under which it is held
   * @param isNew whether it is to be made
   */
  record Write(UUID id, boolean isNew, SourceRow row) {
    PostgresProfileStore.Written profile() {
      return new PostgresProfileStore.Written(id, ((SourceRow.Profile) row).profile());
    }

    BundleOffer offer() {
      return ((SourceRow.Offer) row).offer();
    }
  }

  private static final ColumnArrays<Write> OF_SOURCE =
      ColumnArrays.<Write>none()
          .with("row_number", "bigint", write -> write.row().number())
          .with("row_version", "timestamp", write -> Values.time(write.row().changedAt()))
          .with("row_checksum", "bigint", write -> write.row().checksum())
          .with("is_new", "boolean", Write::isNew);

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

  private static final Staging<Write> STAGED_OFFERS =
      new Staging<>("ci_synced_offers", OFFERS.and(OF_SOURCE));

  private static final Staging<Write> STAGED_PROFILES =
      new Staging<>("ci_synced_profiles", PROFILES.and(OF_SOURCE));

  private static final String INSERT_PROFILES =
      """
      INSERT INTO {schema}.customer_intelligence ({names}, created_at, updated_at)
      SELECT {names}, now() AT TIME ZONE 'UTC', r.row_version FROM {rows}
      WHERE r.is_new ORDER BY r.customer_email COLLATE "C"
      ON CONFLICT (customer_email) DO NOTHING
      """
          .replace("{names}", PROFILES.names())
          .replace("{rows}", STAGED_PROFILES.rows());

  /** A name is never replaced by none. */
  private static final String UPDATE_PROFILES =
      """
      UPDATE {schema}.customer_intelligence AS c
      SET {assignments}, updated_at = r.row_version
      FROM {rows} WHERE c.id = r.id AND NOT r.is_new
      """
          .replace("{assignments}", PROFILES.assignments())
          .replace("r.first_name::text", "coalesce(r.first_name, c.first_name)")
          .replace("r.last_name::text", "coalesce(r.last_name, c.last_name)")
          .replace("{rows}", STAGED_PROFILES.rows());

  /** The cart stays, as only this store has it. */
  private static final String UPSERT_OFFERS =
      """
      INSERT INTO {schema}.bundle_offers ({names}, created_at, updated_at)
      SELECT {names}, now() AT TIME ZONE 'UTC', r.row_version FROM {rows} ORDER BY r.id
      ON CONFLICT (id) DO UPDATE SET {assignments}, updated_at = excluded.updated_at
      """
          .replace("{names}", OFFERS.names())
          .replace("{rows}", STAGED_OFFERS.rows())
          .replace("{assignments}", OFFERS.excluded());

  /** The limit makes the server look up row by row, whatever it believes how many there are. */
  private static final String REMEMBER =
      """
      INSERT INTO {schema}.ci_sync_rows (stream, number, target_id, version, checksum, written)
      SELECT :stream, r.row_number, r.id, r.row_version, r.row_checksum, {checksum}
      FROM {rows} CROSS JOIN LATERAL (
        SELECT * FROM {schema}.{table} c WHERE c.id = r.id LIMIT 1
      ) c
      ON CONFLICT (stream, number) DO UPDATE SET
        target_id = excluded.target_id, version = excluded.version,
        checksum = excluded.checksum, written = excluded.written
      RETURNING number
      """;

  private final Database database;

  SyncedRows(Database database) {
    this.database = database;
  }

  /**
   * Returns the numbers of those that were written; a row that another writer made or deleted
   * meanwhile is not among them.
   */
  Set<Long> writeProfiles(Handle handle, int stream, List<Write> writes) {
    return write(
        handle,
        stream,
        SyncedTable.PROFILES,
        STAGED_PROFILES,
        writes,
        UPDATE_PROFILES,
        INSERT_PROFILES);
  }

  /** Returns the numbers of those that were written. */
  Set<Long> writeOffers(Handle handle, int stream, List<Write> writes) {
    return write(handle, stream, SyncedTable.OFFERS, STAGED_OFFERS, writes, UPSERT_OFFERS);
  }

  private Set<Long> write(
      Handle handle,
      int stream,
      SyncedTable table,
      Staging<Write> staging,
      List<Write> writes,
      String... statements) {
    if (writes.isEmpty()) {
      return Set.of();
    }
    staging.fill(handle, writes);
    for (String statement : statements) {
      handle.execute(database.sql(statement));
    }
    String remember =
        REMEMBER
            .replace("{rows}", staging.rows())
            .replace("{table}", table.table())
            .replace("{checksum}", table.checksum());
    return handle
        .createQuery(database.sql(remember))
        .bind("stream", stream)
        .mapTo(Long.class)
        .collect(Collectors.toSet());
  }

  private static Function<Write, @Nullable Object> time(
      Function<BundleOffer, @Nullable Instant> moment) {
    return write -> Values.time(moment.apply(write.offer()));
  }
}
