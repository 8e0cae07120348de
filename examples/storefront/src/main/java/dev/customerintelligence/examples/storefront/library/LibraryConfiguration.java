package dev.customerintelligence.examples.storefront.library;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.examples.storefront.StorefrontProperties;
import dev.customerintelligence.examples.storefront.shop.OrderBook;
import dev.customerintelligence.examples.storefront.shop.ProductRange;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.identity.TrustedProxies;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.StorageFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The library as a bean. */
@Configuration(proxyBeanMethods = false)
class LibraryConfiguration {
  @Bean
  @ConditionalOnMissingBean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  HashKey hashKey(StorefrontProperties properties) {
    if (properties.givenServer().isPresent() && properties.givenHashKey().isEmpty()) {
      throw new IllegalStateException(
          "storefront.hash-key must be given with a server of your own: under another key nothing"
              + " that it keeps is found again. 'openssl rand -base64 32' makes one");
    }
    return properties
        .givenHashKey()
        .map(secret -> HashKey.of("storefront", Base64.getDecoder().decode(secret)))
        .orElseGet(() -> HashKey.generate("storefront"));
  }

  @Bean
  Storage storage(StorageFactory factory, HashKey hashKey) {
    return factory.open(new TombstoneHasher(hashKey, List.of()));
  }

  @Bean
  CustomerIntelligence customerIntelligence(
      HashKey hashKey,
      Storage storage,
      InstantSource clock,
      OrderBook orders,
      ProductRange products) {
    return CustomerIntelligence.builder()
        .hashKey(hashKey)
        .storage(tombstones -> SharedStorage.of(storage))
        .clock(clock)
        .orderHistory(orders)
        .catalogue(products)
        .build();
  }

  /** The second store, where one follows. */
  @Bean
  @Nullable Follower follower(
      StorefrontProperties properties,
      Storage storage,
      HashKey hashKey,
      OrderBook orders,
      MeterRegistry meters,
      InstantSource clock) {
    return properties.follower().isBlank()
        ? null
        : new Follower(properties, storage, hashKey, orders, meters, clock);
  }

  @Bean
  TrustedProxies trustedProxies(StorefrontProperties properties) {
    return TrustedProxies.of(properties.trustedProxies().toArray(String[]::new));
  }
}
