package dev.customerintelligence.sync;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.TestClock;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  @Test
  void tellsTheStateOfTheSync() {
    SimulatedSource source = new SimulatedSource();
    for (int i = 0; i < 3; i++) {
      source.write(
          SyncTable.PROFILES, null, EmailAddress.of("c" + i + "@example.com"), i, Duration.ZERO);
    }
    source.settle();
    Storage target = new InMemoryStorage(new TombstoneHasher(HashKey.generate("test"), List.of()));
    SyncService sync =
        new SyncService(
            source,
            target.syncTarget().orElseThrow(),
            customers -> Map.of(),
            SyncPolicy.defaults(),
            event -> {},
            new TestClock(NOW));
    MeterRegistry registry = new SimpleMeterRegistry();
    new SyncMetrics(sync).bindTo(registry);
    assertThat(registry.get("ci.sync.lag").gauge().value()).isNaN();
    assertThat(registry.get("ci.sync.last.success").gauge().value()).isNaN();
    assertThat(registry.get("ci.sync.differences").gauge().value()).isNaN();

    sync.runOnce();

    assertThat(registry.get("ci.sync.lag").gauge().value()).isEqualTo(2);
    assertThat(registry.get("ci.sync.last.success").gauge().value())
        .isEqualTo((double) NOW.getEpochSecond());
    assertThat(registry.get("ci.sync.differences").gauge().value()).isZero();
    assertThat(registry.get("ci.sync.waiting").gauge().value()).isZero();
    assertThat(rows(registry, "read")).isEqualTo(3);
    assertThat(rows(registry, "written")).isEqualTo(3);
    assertThat(rows(registry, "unchanged") + rows(registry, "removed")).isZero();
    assertThat(rows(registry, "skipped")).isZero();
    assertRefused("sync", () -> new SyncMetrics(null));
  }

  private static double rows(MeterRegistry registry, String outcome) {
    return registry.get("ci.sync.rows").tag("outcome", outcome).functionCounter().count();
  }
}
