package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.bundle.BundleLinesJson;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.sync.SourceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes rows of a source into the shop's tables, and remembers each. */
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

  /** A row that was written, with the checksum of what is held since. */
  private record Written(Write write, long checksum) {}

  private static final ColumnArrays<Write> VERSION =
      ColumnArrays.<Write>none()
          .with("version", "timestamp", write -> Values.time(write.row().changedAt()));

  private static final ColumnArrays<Written> REMEMBERED =
      ColumnArrays.<Written>none()
          .with("number", "bigint", row -> row.write().row().number())
          .with("target_id", "uuid", row -> row.write().id())
          .with("version", "timestamp", row -> Values.time(row.write().row().changedAt()))
          .with("checksum", "bigint", row -> row.write().row().checksum())
          .with("written", "bigint", Written::checksum);

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

  private static final ColumnArrays<Write> OFFER_ROWS = OFFERS.and(VERSION);
  private static final ColumnArrays<Write> PROFILE_ROWS = PROFILES.and(VERSION);

  private static final String REMEMBER =
      """
      INSERT INTO {schema}.ci_sync_rows (source, table_name, {names})
      SELECT :source, :table, {values} FROM {rows}
      ON CONFLICT (source, table_name, number) DO UPDATE SET
        target_id = excluded.target_id, version = excluded.version,
        checksum = excluded.checksum, written = excluded.written
      """
          .replace("{names}", REMEMBERED.names())
          .replace("{values}", REMEMBERED.values())
          .replace("{rows}", REMEMBERED.rows());

  private static final String INSERT_PROFILES =
      """
      INSERT INTO {schema}.customer_intelligence AS c ({names}, created_at, updated_at)
      SELECT {values}, now() AT TIME ZONE 'UTC', r.version::timestamp FROM {rows}
      ORDER BY r.customer_email COLLATE "C"
      ON CONFLICT (customer_email) DO NOTHING
      RETURNING c.id, {checksum} AS written
      """
          .replace("{names}", PROFILES.names())
          .replace("{values}", PROFILES.values())
          .replace("{rows}", PROFILE_ROWS.rows())
          .replace("{checksum}", SyncedTable.PROFILES.checksum());

  /** A name is never replaced by none. */
  private static final String UPDATE_PROFILES =
      """
      UPDATE {schema}.customer_intelligence AS c
      SET {assignments}, updated_at = r.version::timestamp
      FROM {rows} WHERE c.id = r.id::uuid
      RETURNING c.id, {checksum} AS written
      """
          .replace("{assignments}", PROFILES.assignments())
          .replace("r.first_name::text", "coalesce(r.first_name, c.first_name)")
          .replace("r.last_name::text", "coalesce(r.last_name, c.last_name)")
          .replace("{rows}", PROFILE_ROWS.rows())
          .replace("{checksum}", SyncedTable.PROFILES.checksum());

  /** The cart stays, as only this store has it. */
  private static final String UPSERT_OFFERS =
      """
      INSERT INTO {schema}.bundle_offers AS c ({names}, created_at, updated_at)
      SELECT {values}, now() AT TIME ZONE 'UTC', r.version::timestamp FROM {rows} ORDER BY r.id
      ON CONFLICT (id) DO UPDATE SET {assignments}, updated_at = excluded.updated_at
      RETURNING c.id, {checksum} AS written
      """
          .replace("{names}", OFFERS.names())
          .replace("{values}", OFFERS.values())
          .replace("{rows}", OFFER_ROWS.rows())
          .replace("{assignments}", OFFERS.excluded())
          .replace("{checksum}", SyncedTable.OFFERS.checksum());

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
    if (writes.isEmpty()) {
      return List.of();
    }
    Map<UUID, Long> checksums = new HashMap<>();
    columns
        .bind(handle.createQuery(database.sql(sql)), writes)
        .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getLong("written")))
        .forEach(row -> checksums.put(row.getKey(), row.getValue()));
    List<Written> written = new ArrayList<>();
    for (Write write : writes) {
      Long checksum = checksums.get(write.id());
      if (checksum != null) {
        written.add(new Written(write, checksum));
      }
    }
    // Not in one statement: to join what it returns, the server would try all pairs.
    if (!written.isEmpty()) {
      REMEMBERED
          .bind(handle.createUpdate(database.sql(REMEMBER)), written)
          .bind("source", source)
          .bind("table", table.table())
          .execute();
    }
    return written.stream().map(row -> row.write().row().number()).toList();
  }

  private static Function<Write, @Nullable Object> time(
      Function<BundleOffer, @Nullable Instant> moment) {
    return write -> Values.time(moment.apply(write.offer()));
  }
}
