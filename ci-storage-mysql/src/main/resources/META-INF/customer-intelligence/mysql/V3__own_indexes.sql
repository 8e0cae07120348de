-- The library's own indexes on the shop's tables, built beside running writers. MySQL knows no
-- CREATE INDEX IF NOT EXISTS, so each is made by a statement that depends on what is there.

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_device_tracking' AND INDEX_NAME = 'ci_device_fingerprint'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_device_tracking` ADD INDEX ci_device_fingerprint (browser_fingerprint, last_seen), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_device_tracking' AND INDEX_NAME = 'ci_device_ip'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_device_tracking` ADD INDEX ci_device_ip (ip_hash, last_seen), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_device_tracking' AND INDEX_NAME = 'ci_device_email'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_device_tracking` ADD INDEX ci_device_email (customer_email, last_seen), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_customer_intelligence' AND INDEX_NAME = 'ci_customer_score'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_customer_intelligence` ADD INDEX ci_customer_score (profile_score, total_orders), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_customer_intelligence' AND INDEX_NAME = 'ci_customer_window'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_customer_intelligence` ADD INDEX ci_customer_window (next_prime_window_start, total_orders), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_bundle_offers' AND INDEX_NAME = 'ci_offer_email'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_bundle_offers` ADD INDEX ci_offer_email (customer_email, offered_at), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_bundle_offers' AND INDEX_NAME = 'ci_offer_offered'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_bundle_offers` ADD INDEX ci_offer_offered (offered_at), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_bundle_offers' AND INDEX_NAME = 'ci_offer_due'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_bundle_offers` ADD INDEX ci_offer_due (status, expires_at), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_behavioral_events' AND INDEX_NAME = 'ci_event_email'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_behavioral_events` ADD INDEX ci_event_email (customer_email, `timestamp`), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_behavioral_events' AND INDEX_NAME = 'ci_event_time'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_behavioral_events` ADD INDEX ci_event_time (`timestamp`, event_type), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_behavioral_events' AND INDEX_NAME = 'ci_event_customer'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_behavioral_events` ADD INDEX ci_event_customer (customer_id), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_customer_intelligence' AND INDEX_NAME = 'ci_customer_updated'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_customer_intelligence` ADD INDEX ci_customer_updated (updated_at), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;

SET @ci_ddl = IF(
  EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
    AND TABLE_NAME = '${prefix}wg_bundle_offers' AND INDEX_NAME = 'ci_offer_updated'),
  'DO 0',
  'ALTER TABLE `${prefix}wg_bundle_offers` ADD INDEX ci_offer_updated (updated_at), ALGORITHM=INPLACE, LOCK=NONE');
PREPARE ci_statement FROM @ci_ddl;
EXECUTE ci_statement;
DEALLOCATE PREPARE ci_statement;
