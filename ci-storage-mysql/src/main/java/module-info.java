/**
 * Keeps the data of Customer Intelligence in an existing WordPress MySQL or MariaDB, and reads
 * WooCommerce's orders and products from it.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.customerintelligence.storage.mysql {
  requires static transitive org.jspecify;
  requires transitive dev.customerintelligence.core;
  requires transitive java.sql;
  requires com.google.common;
  requires dev.failsafe.core;
  requires flyway.core;
  requires org.jdbi.v3.core;

  exports dev.customerintelligence.storage.mysql;
  exports dev.customerintelligence.woocommerce;
}
