package dev.customerintelligence.sync;

import dev.customerintelligence.internal.Inputs;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The state of a sync as metrics of Micrometer, which is an optional dependency of this library.
 * Thread-safe.
 *
 * <ul>
 *   <li>{@code ci.sync.lag}, seconds; not a number before the first table was followed
 *   <li>{@code ci.sync.last.success}, seconds since 1970; not a number before
 *   <li>{@code ci.sync.rate}, rows per second
 *   <li>{@code ci.sync.differences} of the newest comparison; not a number before
 *   <li>{@code ci.sync.waiting}, 1 while a store is away
 *   <li>{@code ci.sync.rows}, a counter by {@code outcome}: read, written, unchanged, removed,
 *       skipped
 * </ul>
 */
// Whoever uses this has Micrometer; nobody else should need it.
@SuppressWarnings("exports")
public final class SyncMetrics implements MeterBinder {
  private static final double MILLIS = 1e3;

  private final SyncService sync;

  /** Observes a sync. */
  public SyncMetrics(SyncService sync) {
    this.sync = Inputs.required("sync", sync);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "lag", "seconds", SyncMetrics::lag);
    gauge(registry, "last.success", "seconds", SyncMetrics::lastSuccess);
    gauge(registry, "rate", "rows", SyncState::rowsPerSecond);
    gauge(registry, "differences", "rows", SyncMetrics::differences);
    gauge(registry, "waiting", "stores", state -> state.waiting() ? 1 : 0);
    rows(registry, "read", SyncCounts::read);
    rows(registry, "written", SyncCounts::written);
    rows(registry, "unchanged", SyncCounts::unchanged);
    rows(registry, "removed", SyncCounts::removed);
    rows(registry, "skipped", SyncCounts::skipped);
  }

  private void gauge(
      MeterRegistry registry, String name, String unit, ToDoubleFunction<SyncState> value) {
    Gauge.builder("ci.sync." + name, sync, service -> value.applyAsDouble(service.state()))
        .baseUnit(unit)
        .register(registry);
  }

  private void rows(MeterRegistry registry, String outcome, ToLongFunction<SyncCounts> count) {
    FunctionCounter.builder(
            "ci.sync.rows", sync, service -> count.applyAsLong(service.state().counts()))
        .tag("outcome", outcome)
        .baseUnit("rows")
        .register(registry);
  }

  private static double lag(SyncState state) {
    Duration lag = state.lag();
    return lag == null ? Double.NaN : lag.toMillis() / MILLIS;
  }

  private static double lastSuccess(SyncState state) {
    Instant at = state.lastSuccess();
    return at == null ? Double.NaN : at.toEpochMilli() / MILLIS;
  }

  private static double differences(SyncState state) {
    Long differences = state.differences();
    return differences == null ? Double.NaN : differences;
  }
}
