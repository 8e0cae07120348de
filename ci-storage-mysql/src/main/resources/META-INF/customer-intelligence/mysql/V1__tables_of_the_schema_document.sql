-- The tables of the schema document, where they are missing; what exists is left as it is.

CREATE TABLE IF NOT EXISTS `${prefix}wg_customer_intelligence` (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED,
  customer_email VARCHAR(255) NOT NULL,
  ip_hash VARCHAR(64) NOT NULL,
  browser_fingerprint VARCHAR(64),
  geo_country VARCHAR(2),
  geo_city VARCHAR(100),
  favorite_products LONGTEXT,
  peak_spending_quantity INT DEFAULT 0,
  peak_spending_amount DECIMAL(10, 2) DEFAULT 0,
  avg_order_value DECIMAL(10, 2) DEFAULT 0,
  total_orders INT DEFAULT 0,
  last_order_date DATETIME,
  days_since_last_order INT DEFAULT 0,
  purchase_cycle_days INT DEFAULT 14,
  next_prime_window_start DATETIME,
  next_prime_window_end DATETIME,
  profile_score DECIMAL(5, 2) DEFAULT 0,
  last_recalculated DATETIME,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  UNIQUE KEY customer_email (customer_email),
  KEY idx_fingerprint (browser_fingerprint),
  KEY idx_ip_hash (ip_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS `${prefix}wg_device_tracking` (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_email VARCHAR(255) NOT NULL,
  customer_id BIGINT UNSIGNED,
  ip_hash VARCHAR(64) NOT NULL,
  browser_fingerprint VARCHAR(64),
  first_seen DATETIME DEFAULT CURRENT_TIMESTAMP,
  last_seen DATETIME DEFAULT CURRENT_TIMESTAMP,
  visit_count INT DEFAULT 1,
  user_agent TEXT,
  geo_country VARCHAR(2),
  geo_city VARCHAR(100),
  KEY idx_email (customer_email),
  KEY idx_fingerprint (browser_fingerprint),
  KEY idx_ip_hash (ip_hash),
  KEY idx_last_seen (last_seen)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS `${prefix}wg_bundle_offers` (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT UNSIGNED,
  customer_email VARCHAR(255) NOT NULL,
  bundle_products LONGTEXT NOT NULL,
  total_quantity INT NOT NULL,
  base_price DECIMAL(10, 2) NOT NULL,
  discount_amount DECIMAL(10, 2) NOT NULL,
  final_price DECIMAL(10, 2) NOT NULL,
  bonus_points INT DEFAULT 0,
  trigger_reason VARCHAR(50),
  status VARCHAR(20) DEFAULT 'pending',
  offered_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  viewed_at DATETIME,
  responded_at DATETIME,
  expires_at DATETIME,
  conversion_value DECIMAL(10, 2),
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  KEY idx_email (customer_email),
  KEY idx_status (status),
  KEY idx_expires_at (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS `${prefix}wg_behavioral_events` (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  session_id VARCHAR(255),
  customer_id BIGINT UNSIGNED,
  customer_email VARCHAR(255),
  ip_hash VARCHAR(64),
  browser_fingerprint VARCHAR(64),
  event_type VARCHAR(100) NOT NULL,
  event_data LONGTEXT,
  `timestamp` DATETIME DEFAULT CURRENT_TIMESTAMP,
  KEY idx_email (customer_email),
  KEY idx_event_type (event_type),
  KEY idx_timestamp (`timestamp`),
  KEY idx_fingerprint (browser_fingerprint)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
