package dev.customerintelligence.examples.storefront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.examples.storefront.library.Follower;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.sync.SyncState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop on the servers that come with it. */
class StorageIT {
  private static final String FINGERPRINT = "5e".repeat(32);

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "mysql"})
  void aCustomerComesBackAndBuysTheBundle(String storage) {
    try (RunningShop shop = RunningShop.start("--storage=" + storage)) {
      EmailAddress customer = EmailAddress.of("new@example.com");
      Visitor first = new Visitor(shop.address(), "198.18.0.1");
      first.track(FINGERPRINT);
      first.order(customer.value(), "salt-marsh", 4);
      for (int i = 0; i < 1000 && shop.library().recognition().devicesOf(customer).isEmpty(); i++) {
        LockSupport.parkNanos(10_000_000);
      }
      shop.clock().forward(Duration.ofDays(15));

      Visitor returning = new Visitor(shop.address(), "198.18.0.2");
      returning.track(FINGERPRINT);
      assertThat(returning.get("/api/offers/current").body()).contains("\"status\":\"pending\"");
      String id = shop.library().bundles().openOffer(customer).orElseThrow().id().value();
      returning.post("/api/offers/" + id + "/accept", "");
      returning.submit("/checkout", Map.of("email", customer.value()));
      assertThat(returning.get("/api/offers/" + id).body()).contains("purchased");

      Visitor owner = new Visitor(shop.address(), "198.18.0.3");
      owner.signIn("owner");
      assertThat(owner.get("/dashboard").body()).contains("Top customers", "hibernating");
    }
  }

  @Test
  void theOwnerSeesHowFarASecondStoreHasFollowed() {
    try (RunningShop shop = RunningShop.start("--storage=mysql", "--follower=embedded")) {
      Follower follower = shop.context().getBean(Follower.class);
      for (int i = 0; i < 6000 && follower.state().counts().written() == 0; i++) {
        LockSupport.parkNanos(10_000_000);
      }
      SyncState state = follower.state();
      assertThat(state.differences()).isNotNull();
      assertThat(state.counts().written()).isPositive();
      assertThat(state.counts().skipped()).isZero();
      assertThat(shop.context().getBean(MeterRegistry.class).get("ci.sync.lag").timeGauge().value())
          .isBetween(0.0, 60_000.0);

      Visitor owner = new Visitor(shop.address(), "198.18.0.4");
      owner.signIn("owner");
      assertThat(owner.get("/dashboard").body())
          .containsSubsequence("The store for reading", "Behind the shop", " s</td>", "Waiting");
    }
  }

  @Test
  void aStoreThatCannotBeFollowedIsSaidAtTheStart() {
    assertThatThrownBy(() -> RunningShop.start("--storage=postgres", "--follower=embedded").close())
        .rootCause()
        .hasMessageContaining("storefront.follower");
  }
}
