package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.bundle.BundleLinesJson;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.sync.SourceRow;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes rows of a source into the shop's tables, and remembers each. */
final class SyncedRows {
  /**
   * A row to write.
   *
   * @param id under which it is held
   * @param madeAt when it was made here; null for one that is held
   */
  record Write(UUID id, @Nullable LocalDateTime madeAt, SourceRow row) {
    PostgresProfileStore.Written profile() {
      return new PostgresProfileStore.Written(id, ((SourceRow.Profile) row).profile());
    }

    BundleOffer offer() {
      return ((SourceRow.Offer) row).offer();
    }
  }

  private static final ColumnArrays<Write> MOMENTS =
      ColumnArrays.<Write>none()
          .with("created_at", "timestamp", Write::madeAt)
          .with("updated_at", "timestamp", write -> Values.time(write.row().changedAt()));

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

  /** How rows of one table are written. */
  private record Layout(SyncedTable table, ColumnArrays<Write> columns, String update) {
    static Layout of(
        SyncedTable table, ColumnArrays<Write> content, UnaryOperator<String> assignments) {
      ColumnArrays<Write> columns = content.and(MOMENTS);
      String update =
          """
          UPDATE {schema}.{table} AS c SET {assignments}, updated_at = r.updated_at::timestamp
          FROM {rows} WHERE c.id = r.id::uuid
          """
              .replace("{table}", table.table())
              .replace("{assignments}", assignments.apply(content.assignments()))
              .replace("{rows}", columns.rows());
      return new Layout(table, columns, update);
    }
  }

  /** A name is never replaced by none. */
  private static final Layout PROFILE_ROWS =
      Layout.of(
          SyncedTable.PROFILES,
          PostgresProfileStore.WRITTEN.of(Write::profile),
          assignments ->
              assignments
                  .replace("r.first_name::text", "coalesce(r.first_name, c.first_name)")
                  .replace("r.last_name::text", "coalesce(r.last_name, c.last_name)"));

  /** The cart stays, as only this store has it. */
  private static final Layout OFFER_ROWS =
      Layout.of(SyncedTable.OFFERS, OFFERS, UnaryOperator.identity());

  /** The limit makes the server look up row by row, whatever it believes how many there are. */
  private static final String REMEMBER =
      """
      INSERT INTO {schema}.ci_sync_rows (stream, number, target_id, version, checksum, written)
      SELECT :stream, r.number, r.id, c.updated_at, r.checksum, {checksum}
      FROM unnest(:numbers, :ids, :checksums) AS r (number, id, checksum)
      CROSS JOIN LATERAL (SELECT * FROM {schema}.{table} c WHERE c.id = r.id LIMIT 1) c
      ON CONFLICT (stream, number) DO UPDATE SET
        target_id = excluded.target_id, version = excluded.version,
        checksum = excluded.checksum, written = excluded.written
      RETURNING number
      """;

  private final Database database;

  SyncedRows(Database database) {
    this.database = database;
  }

  /** As {@link #writeOffers}. */
  Set<Long> writeProfiles(Handle handle, int stream, List<Write> writes) {
    return write(handle, stream, PROFILE_ROWS, writes);
  }

  /**
   * Returns the numbers of those that were written; one that another writer deleted meanwhile is
   * not among them, one that another made meanwhile fails the transaction, which begins anew.
   */
  Set<Long> writeOffers(Handle handle, int stream, List<Write> writes) {
    return write(handle, stream, OFFER_ROWS, writes);
  }

  private Set<Long> write(Handle handle, int stream, Layout layout, List<Write> writes) {
    if (writes.isEmpty()) {
      return Set.of();
    }
    List<Write> held = writes.stream().filter(write -> write.madeAt() == null).toList();
    List<Write> made = writes.stream().filter(write -> write.madeAt() != null).toList();
    if (!held.isEmpty()) {
      layout.columns().bind(handle.createUpdate(database.sql(layout.update())), held).execute();
    }
    if (!made.isEmpty()) {
      BulkCopy.insert(
          handle, database.sql("{schema}.") + layout.table().table(), layout.columns(), made);
    }
    return remember(handle, stream, layout.table(), writes);
  }

  private Set<Long> remember(Handle handle, int stream, SyncedTable table, List<Write> writes) {
    String remember =
        REMEMBER.replace("{table}", table.table()).replace("{checksum}", table.checksum());
    return handle
        .createQuery(database.sql(remember))
        .bind("stream", stream)
        .bindArray(
            "numbers", Long.class, writes.stream().map(write -> write.row().number()).toArray())
        .bindArray("ids", UUID.class, writes.stream().map(Write::id).toArray())
        .bindArray(
            "checksums", Long.class, writes.stream().map(write -> write.row().checksum()).toArray())
        .mapTo(Long.class)
        .collect(Collectors.toSet());
  }

  private static Function<Write, @Nullable Object> time(
      Function<BundleOffer, @Nullable Instant> moment) {
    return write -> Values.time(moment.apply(write.offer()));
  }
}
