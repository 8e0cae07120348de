package dev.customerintelligence.examples.storefront.seed;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.examples.storefront.shop.OrderBook;
import dev.customerintelligence.examples.storefront.shop.ProductRange;
import dev.customerintelligence.examples.storefront.visitor.RecentRecognitions;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.storage.Storage;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;

/** Seeds while Spring makes the other beans. */
@Configuration(proxyBeanMethods = false)
class SeedConfiguration {
  /** Spring waits for it before it lets the first request in, and does not start if it fails. */
  @Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
  @Lazy(false)
  @DependsOn({"customerIntelligence", "recentRecognitions"})
  Seed seed(
      CustomerIntelligence library,
      Storage storage,
      HashKey hashKey,
      OrderBook book,
      ProductRange products,
      RecentRecognitions recent,
      InstantSource clock) {
    Seed seed = new Seed(library, storage, hashKey, book, products, recent, clock);
    seed.run();
    return seed;
  }
}
