package dev.customerintelligence.storage.postgres;

import static dev.customerintelligence.storage.postgres.People.EMAIL;

import dev.customerintelligence.recognition.Device;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Devices of another store, merged with those that are held. */
final class SyncedDevices {
  private record Browser(String customer, String signal) {
    static Browser of(Device device) {
      return new Browser(
          device.customer().value(),
          device.fingerprint() == null ? "@" + ip(device) : device.fingerprint().value());
    }
  }

  private static final ColumnArrays<Device> WRITTEN =
      ColumnArrays.<Device>none()
          .with("id", "uuid", PostgresDeviceStore::id)
          .with("customer_email", "text", device -> device.customer().value())
          .with("customer_id", "int", Device::customerId)
          .with("ip_hash", "text", SyncedDevices::ip)
          .with("browser_fingerprint", "text", device -> Values.text(device.fingerprint()))
          .with("first_seen", "timestamp", device -> Values.time(device.firstSeen()))
          .with("last_seen", "timestamp", device -> Values.time(device.lastSeen()))
          .with("visit_count", "int", Device::visitCount)
          .with(
              "user_agent",
              "text",
              device -> device.userAgent() == null ? null : device.userAgent().value())
          .with(
              "geo_country",
              "text",
              device -> device.place() == null ? null : device.place().country())
          .with(
              "geo_city", "text", device -> device.place() == null ? null : device.place().city());

  private static final String SAME =
      """
      {email} = r.customer_email COLLATE "C"
        AND (d.browser_fingerprint COLLATE "C" = r.browser_fingerprint
          OR (r.browser_fingerprint IS NULL AND d.browser_fingerprint IS NULL
            AND d.ip_hash COLLATE "C" = r.ip_hash))
      """
          .replace("{email}", EMAIL.replace("customer_email", "d.customer_email"));

  /** What the newer one knows, what else the older one knows, and the higher count of visits. */
  private static final String MERGE =
      """
      WITH r AS MATERIALIZED (SELECT {values} FROM {rows})
      UPDATE {schema}.device_tracking AS d SET
        customer_id = {customer_id}, ip_hash = coalesce({ip_hash}, ''), user_agent = {user_agent},
        geo_country = {geo_country}, geo_city = {geo_city},
        first_seen = least(d.first_seen, r.first_seen),
        last_seen = greatest(d.last_seen, r.last_seen),
        visit_count = greatest(d.visit_count, r.visit_count)
      FROM r WHERE {same}
        AND (d.last_seen IS NULL OR d.last_seen < r.last_seen
          OR d.first_seen IS NULL OR d.first_seen > r.first_seen
          OR d.visit_count IS NULL OR d.visit_count < r.visit_count)
      """
          .replace("{values}", WRITTEN.values())
          .replace("{rows}", WRITTEN.rows())
          .replace("{same}", SAME)
          .replace("{customer_id}", newer("d.customer_id", "r.customer_id"))
          .replace("{ip_hash}", newer("nullif(d.ip_hash, '')", "nullif(r.ip_hash, '')"))
          .replace("{user_agent}", newer("d.user_agent", "r.user_agent"))
          .replace("{geo_country}", newer("d.geo_country", "r.geo_country"))
          .replace(
              "{geo_city}",
              "CASE WHEN r.geo_country IS NULL OR (d.geo_country IS NOT NULL AND d.last_seen >"
                  + " r.last_seen) THEN d.geo_city ELSE r.geo_city END");

  private static final String INSERT =
      """
      WITH r AS MATERIALIZED (SELECT {values} FROM {rows})
      INSERT INTO {schema}.device_tracking ({names})
      SELECT {names} FROM r WHERE NOT EXISTS (SELECT FROM {schema}.device_tracking d WHERE {same})
      ORDER BY r.id ON CONFLICT DO NOTHING
      """
          .replace("{values}", WRITTEN.values())
          .replace("{rows}", WRITTEN.rows())
          .replace("{names}", WRITTEN.names())
          .replace("{same}", SAME);

  private SyncedDevices() {}

  /** Writes devices; returns how many rows were made or changed. */
  static int write(Handle handle, Database database, Collection<Device> devices) {
    Map<Browser, Device> distinct = new LinkedHashMap<>();
    devices.forEach(device -> distinct.merge(Browser.of(device), device, Device::mergedWith));
    if (distinct.isEmpty()) {
      return 0;
    }
    List<Device> rows = List.copyOf(distinct.values());
    int merged = WRITTEN.bind(handle.createUpdate(database.sql(MERGE)), rows).execute();
    return merged + WRITTEN.bind(handle.createUpdate(database.sql(INSERT)), rows).execute();
  }

  private static String newer(String held, String other) {
    return "CASE WHEN d.last_seen > r.last_seen THEN coalesce({held}, {other})"
        .replace("{held}", held)
        .replace("{other}", other)
        .concat(" ELSE coalesce(" + other + ", " + held + ") END");
  }

  private static String ip(Device device) {
    return device.ipHash() == null ? "" : device.ipHash().value();
  }
}
