package dev.customerintelligence.storage.mysql;

import com.google.common.collect.ImmutableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The tables' names under the site's prefix. */
final class Tables {
  static final String PROFILES = "wg_customer_intelligence";
  static final String DEVICES = "wg_device_tracking";
  static final String OFFERS = "wg_bundle_offers";
  static final String EVENTS = "wg_behavioral_events";
  static final String TOMBSTONES = "ci_tombstones";
  static final String AUDIT = "ci_privacy_audit";
  static final String PENDING_ERASURES = "ci_pending_erasures";
  static final String FORECASTS = "ci_forecasts";
  static final String FORECAST_MODELS = "ci_forecast_models";
  static final String EVENT_IDS = "ci_event_ids";
  static final String LOCKS = "ci_locks";
  static final String HISTORY = "ci_schema_history";

  private static final ImmutableMap<String, String> PLACEHOLDERS =
      ImmutableMap.<String, String>builder()
          .put("{profiles}", PROFILES)
          .put("{devices}", DEVICES)
          .put("{offers}", OFFERS)
          .put("{events}", EVENTS)
          .put("{tombstones}", TOMBSTONES)
          .put("{audit}", AUDIT)
          .put("{pendingErasures}", PENDING_ERASURES)
          .put("{forecasts}", FORECASTS)
          .put("{forecastModels}", FORECAST_MODELS)
          .put("{eventIds}", EVENT_IDS)
          .put("{locks}", LOCKS)
          .buildOrThrow();

  private final String prefix;
  private final ConcurrentMap<String, String> statements = new ConcurrentHashMap<>();

  Tables(String prefix) {
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }

  String named(String table) {
    return prefix + table;
  }

  /**
   * Returns a statement with the quoted names in the places of {@code {devices}} and so on, the
   * same object for the same template: JDBI looks statements up by their text, and a new text's
   * hash takes longer than the look-up. Templates are kept, so none may hold a value.
   */
  String sql(String template) {
    String sql = statements.get(template);
    return sql == null ? statements.computeIfAbsent(template, this::withNames) : sql;
  }

  /** As {@link #sql}, for a text that is used once or kept elsewhere. */
  String withNames(String template) {
    String sql = template;
    for (var placeholder : PLACEHOLDERS.entrySet()) {
      sql = sql.replace(placeholder.getKey(), "`" + prefix + placeholder.getValue() + "`");
    }
    return sql;
  }
}
