package dev.customerintelligence.examples.storefront.library;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.examples.storefront.StorefrontProperties;
import dev.customerintelligence.examples.storefront.shop.OrderBook;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.postgres.PostgresStorage;
import dev.customerintelligence.sync.ContinuousSync;
import dev.customerintelligence.sync.SyncMetrics;
import dev.customerintelligence.sync.SyncPolicy;
import dev.customerintelligence.sync.SyncService;
import dev.customerintelligence.sync.SyncSource;
import dev.customerintelligence.sync.SyncState;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Postgres that is kept in step with the shop's own storage, for reading. Thread-safe. */
public final class Follower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final String EMBEDDED = "embedded";
  private static final int CONNECTIONS = 4;

  private final @Nullable EmbeddedServer server;
  private final HikariDataSource pool;
  private final Storage target;
  private final SyncService sync;
  private final ContinuousSync running;

  Follower(
      StorefrontProperties properties,
      Storage shop,
      HashKey hashKey,
      OrderBook orders,
      MeterRegistry meters,
      InstantSource clock) {
    SyncSource source =
        shop.syncSource()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "storefront.follower needs --storage=mysql or memory: Postgres can follow,"
                            + " but not be followed"));
    server = properties.follower().equals(EMBEDDED) ? EmbeddedServer.postgres() : null;
    HikariConfig config = new HikariConfig();
    config.setPoolName("follower");
    config.setJdbcUrl(server == null ? properties.follower() : server.jdbcUrl());
    config.setMaximumPoolSize(CONNECTIONS);
    pool = new HikariDataSource(config);
    target =
        PostgresStorage.on(pool)
            .migration(PostgresStorage.Migration.MIGRATE)
            .build()
            .open(new TombstoneHasher(hashKey, List.of()));
    sync =
        new SyncService(
            source,
            target.syncTarget().orElseThrow(),
            orders,
            SyncPolicy.defaults(),
            event -> LOG.debug("{}", event),
            clock);
    new SyncMetrics(sync).bindTo(meters);
    running = sync.start();
  }

  /** Returns how far it has followed. */
  public SyncState state() {
    return sync.state();
  }

  @Override
  public void close() throws IOException {
    running.close();
    target.close();
    pool.close();
    if (server != null) {
      server.close();
    }
  }
}
