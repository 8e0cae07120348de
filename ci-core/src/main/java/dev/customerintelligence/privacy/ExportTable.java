package dev.customerintelligence.privacy;

import com.google.common.collect.ImmutableList;

/** The tables of an export, in the order in which a {@link PersonVisitor} is shown them. */
enum ExportTable {
  CUSTOMER_INTELLIGENCE(
      "customer_intelligence",
      "customer_id",
      "customer_email",
      "first_name",
      "last_name",
      "ip_hash",
      "browser_fingerprint",
      "geo_country",
      "geo_city",
      "favorite_products",
      "peak_spending_quantity",
      "peak_spending_amount",
      "avg_order_value",
      "total_orders",
      "last_order_date",
      "days_since_last_order",
      "purchase_cycle_days",
      "next_prime_window_start",
      "next_prime_window_end",
      "profile_score",
      "last_recalculated"),
  DEVICE_TRACKING(
      "device_tracking",
      "customer_email",
      "customer_id",
      "ip_hash",
      "browser_fingerprint",
      "first_seen",
      "last_seen",
      "visit_count",
      "user_agent",
      "geo_country",
      "geo_city"),
  BUNDLE_OFFERS(
      "bundle_offers",
      "id",
      "customer_id",
      "customer_email",
      "bundle_products",
      "total_quantity",
      "base_price",
      "discount_amount",
      "final_price",
      "bonus_points",
      "trigger_reason",
      "cart_snapshot",
      "status",
      "offered_at",
      "viewed_at",
      "responded_at",
      "expires_at",
      "conversion_value"),
  BEHAVIORAL_EVENTS(
      "behavioral_events",
      "id",
      "session_id",
      "customer_id",
      "customer_email",
      "ip_hash",
      "browser_fingerprint",
      "event_type",
      "event_data",
      "page_url",
      "created_at"),
  FORECASTS("ci_forecasts", "customer_email", "as_of", "forecast");

  private final String tableName;
  private final ImmutableList<String> columns;

  ExportTable(String tableName, String... columns) {
    this.tableName = tableName;
    this.columns = ImmutableList.copyOf(columns);
  }

  String tableName() {
    return tableName;
  }

  ImmutableList<String> columns() {
    return columns;
  }
}
