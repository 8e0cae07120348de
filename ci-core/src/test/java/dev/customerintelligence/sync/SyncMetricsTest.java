package dev.customerintelligence.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.TestClock;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import dev.customerintelligence.sync.Shaky.Fate;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SyncMetricsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");
  private static final SyncPolicy POLICY =
      SyncPolicy.defaults()
          .withTolerance(Duration.ofSeconds(3), Duration.ofSeconds(30))
          .withWaits(Duration.ofNanos(1), Duration.ofNanos(2), Duration.ofMinutes(1));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SimulatedSource source = new SimulatedSource();
  private final List<Double> waiting = new ArrayList<>();
  private boolean away;
  private final SyncService service =
      new SyncService(
          Shaky.port(SyncSource.class, source, this::fate),
          new InMemoryStorage(
                  new TombstoneHasher(
                      HashKey.of(
                          "test", "a secret for tests".repeat(3).getBytes(StandardCharsets.UTF_8)),
                      List.of()),
                  new TestClock(NOW))
              .syncTarget()
              .orElseThrow(),
          customers -> Map.of(),
          POLICY,
          this::on,
          new TestClock(NOW));

  @Test
  void nothingIsKnownBeforeTheFirstRun() {
    new SyncMetrics(service).bindTo(registry);

    assertThat(seconds("ci.sync.lag")).isNaN();
    assertThat(seconds("ci.sync.last.success")).isNaN();
    assertThat(gauge("ci.sync.differences")).isNaN();
    assertThat(gauge("ci.sync.rows.per.second")).isZero();
    assertThat(gauge("ci.sync.waiting")).isZero();
    assertThat(rows("written")).isZero();
  }

  @Test
  void showsWhatTheStateSays() {
    new SyncMetrics(service, "source", "shop").bindTo(registry);
    for (int i = 0; i < 5; i++) {
      source.write(
          SyncTable.PROFILES, null, EmailAddress.of("c" + i + "@example.com"), i, Duration.ZERO);
    }
    source.write(
        SyncTable.PROFILES, null, EmailAddress.of("x@example.com"), 1, false, Duration.ZERO);
    source.settle();

    service.runOnce();

    assertThat(seconds("ci.sync.lag")).isEqualTo(3);
    assertThat(seconds("ci.sync.last.success")).isEqualTo(NOW.toEpochMilli() / 1e3);
    assertThat(gauge("ci.sync.differences")).as("the unreadable row").isEqualTo(1);
    assertThat(rows("written")).isEqualTo(5);
    assertThat(rows("skipped")).as("when followed and when compared").isEqualTo(2);
    Set<String> results = new HashSet<>();
    for (Meter meter : registry.getMeters()) {
      assertThat(meter.getId().getTag("source")).isEqualTo("shop");
      if (meter.getId().getTag("result") != null) {
        results.add(meter.getId().getTag("result"));
      }
    }
    assertThat(results)
        .containsExactlyInAnyOrder("read", "written", "unchanged", "removed", "skipped");
  }

  @Test
  void showsThatAStoreIsAway() {
    new SyncMetrics(service).bindTo(registry);
    away = true;

    service.runOnce();

    assertThat(waiting).containsExactly(1.0, 0.0);
  }

  private Fate fate() {
    boolean now = away;
    away = false;
    return now ? Fate.AWAY_BEFORE : Fate.GOOD;
  }

  private void on(SyncEvent event) {
    if (event instanceof SyncEvent.Waiting || event instanceof SyncEvent.Resumed) {
      waiting.add(gauge("ci.sync.waiting"));
    }
  }

  private double seconds(String name) {
    return registry.get(name).timeGauge().value(TimeUnit.SECONDS);
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private double rows(String result) {
    return registry.get("ci.sync.rows").tag("result", result).functionCounter().count();
  }
}
