package dev.customerintelligence.examples.operations;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.mysql.MysqlStorage;
import dev.customerintelligence.storage.postgres.PostgresStorage;
import dev.customerintelligence.woocommerce.WooCommerce;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One of the two stores, with its connections. */
final class Store implements AutoCloseable {
  private static final int CONNECTIONS = 6;
  private static final long LONGEST_WAIT_MILLIS = 10_000;

  private final StoreSettings settings;
  private final HikariDataSource connections;
  private @Nullable Storage storage;

  Store(StoreSettings settings) {
    this.settings = settings;
    HikariConfig config = new HikariConfig();
    // MySQL's own driver is not shipped, as it is under the GPL; MariaDB's speaks to both.
    config.setJdbcUrl(settings.url().replaceFirst("^jdbc:mysql:", "jdbc:mariadb:"));
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(LONGEST_WAIT_MILLIS);
    config.setPoolName(settings.role());
    connections = new HikariDataSource(config);
  }

  StoreSettings settings() {
    return settings;
  }

  DataSource connections() {
    return connections;
  }

  /** The storage, opened once; its tables must be complete. */
  Storage open(TombstoneHasher tombstones) {
    if (storage == null) {
      storage = settings.isPostgres() ? postgres().open(tombstones) : mysql().open(tombstones);
    }
    return storage;
  }

  PostgresStorage postgres() {
    return PostgresStorage.on(connections).schema(settings.schema()).build();
  }

  MysqlStorage mysql() {
    return MysqlStorage.on(connections).prefix(settings.prefix()).zone(settings.zone()).build();
  }

  /** The WooCommerce shop in the same database. */
  WooCommerce shop() {
    if (settings.isPostgres()) {
      throw new UsageException(
          "--"
              + settings.role()
              + " must be the shop's MySQL or MariaDB here, as orders are in it");
    }
    return WooCommerce.on(connections).prefix(settings.prefix()).build();
  }

  @Override
  public void close() {
    if (storage != null) {
      storage.close();
    }
    connections.close();
  }
}
