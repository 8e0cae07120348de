package dev.customerintelligence.examples.storefront.library;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.examples.storefront.StorefrontProperties;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.mysql.MysqlStorage;
import dev.customerintelligence.storage.postgres.PostgresStorage;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The storage on a server. Spring closes what depends first: the library, then the pool, then the
 * server.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${storefront.storage}' != 'memory'")
class DatabaseConfiguration {
  private static final int CONNECTIONS = 16;
  // Longer, and visitors would queue behind a store that is away instead of being told.
  private static final long PATIENCE_MILLIS = 2000;

  @Bean
  @ConditionalOnExpression("'${storefront.jdbc-url}'.isBlank()")
  EmbeddedServer embeddedServer(StorefrontProperties properties) {
    return properties.storage() == StorefrontProperties.StorageKind.POSTGRES
        ? EmbeddedServer.postgres()
        : EmbeddedServer.mariaDb();
  }

  @Bean
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
  @ConditionalOnProperty(name = "storefront.storage", havingValue = "postgres")
  StorageFactory postgres(HikariDataSource dataSource) {
    return PostgresStorage.on(dataSource).migration(PostgresStorage.Migration.MIGRATE).build();
  }

  @Bean
  @ConditionalOnProperty(name = "storefront.storage", havingValue = "mysql")
  StorageFactory mysql(HikariDataSource dataSource) {
    return MysqlStorage.on(dataSource).migration(MysqlStorage.Migration.MIGRATE).build();
  }
}
