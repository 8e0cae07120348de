-- What the library keeps for itself; times are UTC, ids 16 bytes.

CREATE TABLE IF NOT EXISTS `${prefix}ci_tombstones` (
  hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  erased_at DATETIME NOT NULL
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS `${prefix}ci_privacy_audit` (
  sequence BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id BINARY(16) NOT NULL UNIQUE,
  at DATETIME NOT NULL,
  action VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  profiles BIGINT NOT NULL,
  devices BIGINT NOT NULL,
  offers BIGINT NOT NULL,
  events BIGINT NOT NULL,
  forecasts BIGINT NOT NULL
) ENGINE=InnoDB;

-- Forecasts are about a person, and never in the shop's own tables.
CREATE TABLE IF NOT EXISTS `${prefix}ci_forecasts` (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_email VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL UNIQUE,
  as_of DATE NOT NULL,
  forecast TEXT CHARACTER SET ascii NOT NULL
) ENGINE=InnoDB;

-- One row: the newest models.
CREATE TABLE IF NOT EXISTS `${prefix}ci_forecast_models` (
  id TINYINT NOT NULL PRIMARY KEY,
  fitted_at DATETIME NOT NULL,
  models TEXT CHARACTER SET ascii NOT NULL
) ENGINE=InnoDB;

-- Which event of the shop's table, whose ids are numbers, has which id in the library.
CREATE TABLE IF NOT EXISTS `${prefix}ci_event_ids` (
  event_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  uuid BINARY(16) NOT NULL UNIQUE
) ENGINE=InnoDB;

-- Rows that are only ever locked, never changed: 256 for batches, 1,024 for single writes.
CREATE TABLE IF NOT EXISTS `${prefix}ci_locks` (
  bucket SMALLINT UNSIGNED NOT NULL PRIMARY KEY
) ENGINE=InnoDB;

INSERT IGNORE INTO `${prefix}ci_locks` (bucket)
SELECT a.n + 16 * b.n + 256 * c.n
FROM (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8
      UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11 UNION ALL SELECT 12
      UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15) a
CROSS JOIN
     (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
      UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8
      UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11 UNION ALL SELECT 12
      UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15) b
CROSS JOIN
     (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3
      UNION ALL SELECT 4) c;

-- Erasures that other stores have yet to follow; they hold the address until these have.
CREATE TABLE IF NOT EXISTS `${prefix}ci_pending_erasures` (
  id BINARY(16) NOT NULL PRIMARY KEY,
  person VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  erased_at DATETIME NOT NULL
) ENGINE=InnoDB;
