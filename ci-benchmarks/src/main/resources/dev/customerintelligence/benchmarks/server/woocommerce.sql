-- WooCommerce's and WordPress' own tables, keys included, as far as orders need them.
CREATE TABLE {p}options (
  option_id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  option_name varchar(191) NOT NULL DEFAULT '', option_value longtext NOT NULL,
  autoload varchar(20) NOT NULL DEFAULT 'yes', UNIQUE KEY option_name (option_name));
CREATE TABLE {p}posts (
  ID bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, post_title text NOT NULL,
  post_status varchar(20) NOT NULL DEFAULT 'publish', post_name varchar(200) NOT NULL DEFAULT '',
  post_date datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
  post_parent bigint unsigned NOT NULL DEFAULT 0, post_type varchar(20) NOT NULL DEFAULT 'post',
  KEY post_name (post_name(191)), KEY type_status_date (post_type, post_status, post_date, ID),
  KEY post_parent (post_parent));
CREATE TABLE {p}wc_orders (
  id bigint unsigned NOT NULL PRIMARY KEY, status varchar(20), currency varchar(10),
  type varchar(20), tax_amount decimal(26,8), total_amount decimal(26,8),
  customer_id bigint unsigned, billing_email varchar(320), date_created_gmt datetime,
  date_updated_gmt datetime, parent_order_id bigint unsigned,
  KEY status (status), KEY date_created (date_created_gmt),
  KEY customer_id_billing_email (customer_id, billing_email(171)),
  KEY billing_email (billing_email(191)), KEY type_status_date (type, status, date_created_gmt),
  KEY parent_order_id (parent_order_id), KEY date_updated (date_updated_gmt));
CREATE TABLE {p}wc_order_addresses (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, order_id bigint unsigned NOT NULL,
  address_type varchar(20), first_name text, last_name text, email varchar(320),
  KEY order_id (order_id), UNIQUE KEY address_type_order_id (address_type, order_id),
  KEY email (email(191)));
CREATE TABLE {p}wc_order_operational_data (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, order_id bigint unsigned,
  date_paid_gmt datetime, date_completed_gmt datetime, UNIQUE KEY order_id (order_id));
CREATE TABLE {p}wc_orders_meta (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, order_id bigint unsigned,
  meta_key varchar(255), meta_value text, KEY meta_key_value (meta_key(100), meta_value(82)),
  KEY order_id_meta_key_meta_value (order_id, meta_key(100), meta_value(82)));
CREATE TABLE {p}woocommerce_order_items (
  order_item_id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_item_name text NOT NULL, order_item_type varchar(200) NOT NULL DEFAULT '',
  order_id bigint unsigned NOT NULL, KEY order_id (order_id));
CREATE TABLE {p}woocommerce_order_itemmeta (
  meta_id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_item_id bigint unsigned NOT NULL, meta_key varchar(255), meta_value longtext,
  KEY order_item_id (order_item_id), KEY meta_key (meta_key(32)))
