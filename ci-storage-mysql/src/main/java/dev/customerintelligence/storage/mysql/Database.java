package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.mysql.Transactions;
import javax.sql.DataSource;

/** The tables of one site. */
final class Database extends Transactions {
  private final Tables tables;

  Database(DataSource dataSource, Tables tables) {
    super(dataSource);
    this.tables = tables;
  }

  Tables tables() {
    return tables;
  }

  /** Returns a statement with the tables' names in the places of {@code {devices}} and so on. */
  String sql(String template) {
    return tables.sql(template);
  }
}
