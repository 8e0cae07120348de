package dev.customerintelligence.woocommerce;

import dev.customerintelligence.mysql.Transactions;
import javax.sql.DataSource;

/** The shop's own tables. */
final class ShopDatabase extends Transactions {
  private final String prefix;

  ShopDatabase(DataSource dataSource, String prefix) {
    super(dataSource);
    this.prefix = prefix;
  }

  /** Returns a statement with the prefix in the place of {@code {p}}. */
  String sql(String template) {
    return template.replace("{p}", prefix);
  }
}
