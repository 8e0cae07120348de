-- The tables of the schema document, where they are missing; what exists is left as it is.
-- gen_random_uuid() gives the same ids as the document's uuid_generate_v4(), without an extension.

CREATE TABLE IF NOT EXISTS ${schema}.customer_intelligence (
  id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
  customer_id INTEGER,
  customer_email TEXT NOT NULL UNIQUE,
  first_name TEXT,
  last_name TEXT,
  ip_hash TEXT NOT NULL,
  browser_fingerprint TEXT,
  geo_country TEXT,
  geo_city TEXT,
  favorite_products JSONB,
  peak_spending_quantity INTEGER DEFAULT 0,
  peak_spending_amount DECIMAL(10, 2) DEFAULT 0,
  avg_order_value DECIMAL(10, 2) DEFAULT 0,
  total_orders INTEGER DEFAULT 0,
  last_order_date TIMESTAMP,
  days_since_last_order INTEGER DEFAULT 0,
  purchase_cycle_days INTEGER DEFAULT 14,
  next_prime_window_start TIMESTAMP,
  next_prime_window_end TIMESTAMP,
  profile_score DECIMAL(5, 2) DEFAULT 0,
  last_recalculated TIMESTAMP,
  created_at TIMESTAMP DEFAULT NOW(),
  updated_at TIMESTAMP DEFAULT NOW()
);

CREATE TABLE IF NOT EXISTS ${schema}.device_tracking (
  id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
  customer_email TEXT NOT NULL,
  customer_id INTEGER,
  ip_hash TEXT NOT NULL,
  browser_fingerprint TEXT,
  first_seen TIMESTAMP DEFAULT NOW(),
  last_seen TIMESTAMP DEFAULT NOW(),
  visit_count INTEGER DEFAULT 1,
  user_agent TEXT,
  geo_country TEXT,
  geo_city TEXT,
  UNIQUE (browser_fingerprint, customer_email)
);

CREATE TABLE IF NOT EXISTS ${schema}.bundle_offers (
  id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
  customer_id INTEGER,
  customer_email TEXT NOT NULL,
  bundle_products JSONB NOT NULL,
  total_quantity INTEGER NOT NULL,
  base_price DECIMAL(10, 2) NOT NULL,
  discount_amount DECIMAL(10, 2) NOT NULL,
  final_price DECIMAL(10, 2) NOT NULL,
  bonus_points INTEGER DEFAULT 0,
  trigger_reason TEXT,
  cart_snapshot JSONB,
  status TEXT DEFAULT 'pending',
  offered_at TIMESTAMP DEFAULT NOW(),
  viewed_at TIMESTAMP,
  responded_at TIMESTAMP,
  expires_at TIMESTAMP,
  conversion_value DECIMAL(10, 2),
  created_at TIMESTAMP DEFAULT NOW(),
  updated_at TIMESTAMP DEFAULT NOW()
);

CREATE TABLE IF NOT EXISTS ${schema}.behavioral_events (
  id UUID DEFAULT gen_random_uuid() PRIMARY KEY,
  session_id TEXT,
  customer_id INTEGER,
  customer_email TEXT,
  ip_hash TEXT,
  browser_fingerprint TEXT,
  event_type TEXT NOT NULL,
  event_data JSONB,
  page_url TEXT,
  created_at TIMESTAMP DEFAULT NOW()
);
