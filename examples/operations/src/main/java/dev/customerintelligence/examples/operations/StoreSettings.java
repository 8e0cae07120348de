package dev.customerintelligence.examples.operations;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Where a store is and how to enter it.
 *
 * @param role {@code source} or {@code target}
 * @param url its JDBC URL, without a password
 * @param prefix of WordPress' tables, on MySQL and MariaDB
 * @param zone of the site's clock, on MySQL and MariaDB
 * @param schema on Postgres
 */
record StoreSettings(
    String role,
    String url,
    @Nullable String user,
    @Nullable String password,
    String prefix,
    ZoneId zone,
    String schema) {

  boolean isPostgres() {
    return url.startsWith("jdbc:postgresql:");
  }

  @Override
  public String toString() {
    return role + " " + url;
  }
}
