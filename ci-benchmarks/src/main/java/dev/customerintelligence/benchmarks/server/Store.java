package dev.customerintelligence.benchmarks.server;

import java.util.Locale;

/** A kind of server. */
public enum Store {
  /** Postgres, embedded unless another is given. */
  POSTGRES,
  /** MariaDB, embedded unless another is given. */
  MARIADB,
  /** MySQL, which cannot be embedded. */
  MYSQL;

  /** Returns the system property that names another server by its JDBC URL, user included. */
  public String property() {
    return "ci.benchmarks." + name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether it speaks MySQL's dialect. */
  public boolean isMysql() {
    return this != POSTGRES;
  }
}
