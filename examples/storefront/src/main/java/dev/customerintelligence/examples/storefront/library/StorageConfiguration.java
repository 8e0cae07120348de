package dev.customerintelligence.examples.storefront.library;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.examples.storefront.StorefrontProperties;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import dev.customerintelligence.storage.mysql.MysqlStorage;
import dev.customerintelligence.storage.postgres.PostgresStorage;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Where the library keeps things. Pool and server are made when they are asked for, and not chosen
 * by conditions: those are decided when the jar is built. Spring closes what was made last first:
 * the library, then the pool, then the server.
 */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {
  private static final int CONNECTIONS = 16;
  // Longer, and visitors would queue behind a store that is away instead of being told.
  private static final long PATIENCE_MILLIS = 2000;

  @Bean
  StorageFactory storageFactory(
      StorefrontProperties properties, ObjectProvider<HikariDataSource> pool) {
    return switch (properties.storage()) {
      case MEMORY -> InMemoryStorage::new;
      case POSTGRES ->
          PostgresStorage.on(pool.getObject()).migration(PostgresStorage.Migration.MIGRATE).build();
      case MYSQL ->
          MysqlStorage.on(pool.getObject()).migration(MysqlStorage.Migration.MIGRATE).build();
    };
  }

  @Bean
  @Lazy
  HikariDataSource dataSource(
      StorefrontProperties properties,
      ObjectProvider<EmbeddedServer> embedded,
      MeterRegistry meters) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(properties.givenServer().orElseGet(() -> embedded.getObject().jdbcUrl()));
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setMetricRegistry(meters);
    return new HikariDataSource(config);
  }

  @Bean
  @Lazy
  EmbeddedServer embeddedServer(StorefrontProperties properties) {
    return properties.storage() == StorefrontProperties.StorageKind.POSTGRES
        ? EmbeddedServer.postgres()
        : EmbeddedServer.mariaDb();
  }
}
