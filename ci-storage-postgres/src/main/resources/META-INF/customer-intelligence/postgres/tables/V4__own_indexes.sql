-- The library's own indexes, built beside running writers. Hashes and addresses compare by bytes
-- (COLLATE "C"): that is what they are, and it keeps the planner from taking the document's
-- indexes, which have no order by time.

CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_customer_email
  ON ${schema}.customer_intelligence ((lower(customer_email) COLLATE "C"));
CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_customer_score
  ON ${schema}.customer_intelligence
  (profile_score DESC NULLS LAST, (lower(customer_email) COLLATE "C")) WHERE total_orders > 0;
CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_customer_window
  ON ${schema}.customer_intelligence
  (next_prime_window_start, (lower(customer_email) COLLATE "C"), total_orders);

CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_device_fingerprint
  ON ${schema}.device_tracking ((browser_fingerprint COLLATE "C"), last_seen DESC NULLS LAST);
CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_device_ip
  ON ${schema}.device_tracking ((ip_hash COLLATE "C"), last_seen DESC NULLS LAST);
CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_device_email
  ON ${schema}.device_tracking
  ((lower(customer_email) COLLATE "C"), last_seen DESC NULLS LAST);

CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_offer_email
  ON ${schema}.bundle_offers ((lower(customer_email) COLLATE "C"), offered_at DESC NULLS LAST);
CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_offer_offered
  ON ${schema}.bundle_offers (offered_at);
CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_offer_due
  ON ${schema}.bundle_offers ((coalesce(expires_at, coalesce(offered_at, created_at) + INTERVAL '7 days')))
  WHERE coalesce(status, 'pending') IN ('pending', 'viewed', 'added_to_cart');

CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_event_email
  ON ${schema}.behavioral_events
  ((lower(customer_email) COLLATE "C"), created_at DESC NULLS LAST, id DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_event_time
  ON ${schema}.behavioral_events (created_at, event_type);
CREATE INDEX CONCURRENTLY IF NOT EXISTS ci_event_anonymous_customer
  ON ${schema}.behavioral_events (customer_id) WHERE customer_email IS NULL OR customer_email = '';
