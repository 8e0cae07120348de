package dev.customerintelligence.woocommerce;

import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Reads from the shop's tables and translates what fails. */
final class ShopDatabase {
  private final Jdbi jdbi;
  private final String prefix;

  ShopDatabase(DataSource dataSource, String prefix) {
    this.jdbi = Jdbi.create(dataSource);
    this.prefix = prefix;
  }

  /** Returns a statement with the prefix in the place of {@code {p}}. */
  String sql(String template) {
    return template.replace("{p}", prefix);
  }

  /** Does work that is one query. */
  <T> T once(Function<Handle, T> work) {
    try {
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw SqlErrors.translate(e);
    }
  }

  /** Does work whose queries all see the same state, so that an order and its lines fit. */
  <T> T snapshot(Function<Handle, T> work) {
    try {
      return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::apply);
    } catch (JdbiException e) {
      throw SqlErrors.translate(e);
    }
  }
}
