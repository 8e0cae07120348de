package dev.customerintelligence.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.bundle.BundlePolicy;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpAddress;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.identity.TrustedProxies;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The code of docs/concepts.md. */
class ConceptsPageTest {
  @Test
  void configuration() {
    byte[] secretFromYourVault = HashKey.generate("x").secret();
    byte[] lastYearsSecret = HashKey.generate("y").secret();
    CustomerIntelligence ci =
        CustomerIntelligence.builder()
            .hashKey(HashKey.of("2026", secretFromYourVault))
            .previousHashKeys(List.of(HashKey.of("2025", lastYearsSecret)))
            .storage(InMemoryStorage::new)
            .clock(InstantSource.system())
            .profilePolicy(
                ProfilePolicy.defaults()
                    .withPaidStatuses(Set.of("completed", "processing"))
                    .withExcludedProducts(Set.of(ProductId.of(999))))
            .bundlePolicy(BundlePolicy.defaults().withHighValueScore(new BigDecimal("85")))
            .build();
    assertThat(ci.analytics().topCustomers()).isEmpty();
    ci.close();
  }

  @Test
  void errors() {
    String typed = "ada";
    String shown = "";
    try {
      EmailAddress.of(typed);
    } catch (InvalidInputException e) {
      shown = e.field(); // "email"
    } catch (StorageUnavailableException e) {
      throw e; // try again later
    }
    assertThat(shown).isEqualTo("email");
  }

  @Test
  void addresses() {
    String remoteAddress = "10.0.0.3";
    List<String> forwardedFor = List.of("203.0.113.7, 10.0.0.2");
    TrustedProxies proxies = TrustedProxies.of("10.0.0.0/8");
    Optional<IpAddress> client = proxies.clientAddress(remoteAddress, forwardedFor);
    assertThat(client).isEqualTo(IpAddress.parse("203.0.113.7"));
  }

  @Test
  void migrationFromWeakHashes() {
    HashKey key = HashKey.generate("2026");
    IpHasher hasher = IpHasher.hmac(key).alsoReading(IpHasher.weakSha256());
    assertThat(hasher.hash(IpAddress.parse("203.0.113.7").orElseThrow()).all()).hasSize(2);
  }
}
