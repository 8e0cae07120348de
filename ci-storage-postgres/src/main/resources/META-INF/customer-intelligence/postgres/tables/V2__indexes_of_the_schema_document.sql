-- The indexes of the schema document, where they are missing, built beside running writers.

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_customer_intelligence_email
  ON ${schema}.customer_intelligence (customer_email);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_customer_intelligence_fingerprint
  ON ${schema}.customer_intelligence (browser_fingerprint);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_customer_intelligence_ip_hash
  ON ${schema}.customer_intelligence (ip_hash);

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_device_tracking_fingerprint
  ON ${schema}.device_tracking (browser_fingerprint);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_device_tracking_ip_hash
  ON ${schema}.device_tracking (ip_hash);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_device_tracking_email
  ON ${schema}.device_tracking (customer_email);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_device_tracking_last_seen
  ON ${schema}.device_tracking (last_seen DESC);

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_bundle_offers_email
  ON ${schema}.bundle_offers (customer_email);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_bundle_offers_status
  ON ${schema}.bundle_offers (status);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_bundle_offers_expires_at
  ON ${schema}.bundle_offers (expires_at);

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_behavioral_events_email
  ON ${schema}.behavioral_events (customer_email);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_behavioral_events_type
  ON ${schema}.behavioral_events (event_type);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_behavioral_events_created_at
  ON ${schema}.behavioral_events (created_at DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_behavioral_events_fingerprint
  ON ${schema}.behavioral_events (browser_fingerprint);
