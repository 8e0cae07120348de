package dev.customerintelligence.sync;

import dev.customerintelligence.internal.Inputs;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shows {@link SyncService#state} as Micrometer meters; the only class of the library that needs
 * {@code io.micrometer:micrometer-core}, which is an optional dependency. Thread-safe.
 *
 * <table>
 *   <caption>The meters</caption>
 *   <tr><th>name<th>what it is
 *   <tr><td>{@code ci.sync.lag}<td>{@link SyncState#lag}; it is measured when a batch was written
 *       and does not grow while a store is away: watch the last success too
 *   <tr><td>{@code ci.sync.last.success}<td>{@link SyncState#lastSuccess}, as time since 1970
 *   <tr><td>{@code ci.sync.rows.per.second}<td>{@link SyncState#rowsPerSecond}
 *   <tr><td>{@code ci.sync.differences}<td>{@link SyncState#differences}
 *   <tr><td>{@code ci.sync.waiting}<td>1 while a store is away, else 0
 *   <tr><td>{@code ci.sync.rows}<td>counters of {@link SyncCounts}, a tag {@code result} for each
 * </table>
 *
 * <p>What is not known yet is {@code NaN}. A registry holds the service weakly: keep it.
 */
// Whoever uses this has Micrometer; nobody else should need it.
@SuppressWarnings("exports")
public final class SyncMetrics implements MeterBinder {
  private static final double NANOS = 1e9;

  private final SyncService service;
  private final Tags tags;

  /**
   * Prepares the meters.
   *
   * @param service whose state is shown
   * @param tags for all meters, pairs of key and value: tells several syncs of one process apart
   * @throws IllegalArgumentException when there is a key without a value
   */
  public SyncMetrics(SyncService service, String... tags) {
    this.service = Inputs.required("service", service);
    this.tags = Tags.of(tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    time("ci.sync.lag", state -> seconds(state.lag()))
        .description("How far the target was behind the source's clock after the newest batch")
        .register(registry);
    time("ci.sync.last.success", state -> seconds(state.lastSuccess()))
        .description("When the target was last brought up to date, since 1970")
        .register(registry);
    gauge("ci.sync.rows.per.second", SyncState::rowsPerSecond)
        .description("Rows read in the newest second or more of work")
        .register(registry);
    gauge("ci.sync.differences", state -> number(state.differences()))
        .description("Rows that differed in the newest comparison")
        .register(registry);
    gauge("ci.sync.waiting", state -> state.waiting() ? 1 : 0)
        .description("Whether a store is away")
        .register(registry);
    count(registry, "read", SyncCounts::read);
    count(registry, "written", SyncCounts::written);
    count(registry, "unchanged", SyncCounts::unchanged);
    count(registry, "removed", SyncCounts::removed);
    count(registry, "skipped", SyncCounts::skipped);
  }

  private TimeGauge.Builder<SyncService> time(String name, ToDoubleFunction<SyncState> seconds) {
    return TimeGauge.builder(
            name, service, TimeUnit.SECONDS, sync -> seconds.applyAsDouble(sync.state()))
        .tags(tags);
  }

  private Gauge.Builder<SyncService> gauge(String name, ToDoubleFunction<SyncState> value) {
    return Gauge.builder(name, service, sync -> value.applyAsDouble(sync.state())).tags(tags);
  }

  private void count(MeterRegistry registry, String result, ToLongFunction<SyncCounts> rows) {
    FunctionCounter.builder(
            "ci.sync.rows", service, sync -> rows.applyAsLong(sync.state().counts()))
        .tags(tags)
        .tag("result", result)
        .description("What became of rows")
        .baseUnit("rows")
        .register(registry);
  }

  private static double seconds(@Nullable Duration duration) {
    return duration == null ? Double.NaN : duration.getSeconds() + duration.getNano() / NANOS;
  }

  private static double seconds(@Nullable Instant moment) {
    return seconds(moment == null ? null : Duration.between(Instant.EPOCH, moment));
  }

  private static double number(@Nullable Long value) {
    return value == null ? Double.NaN : value;
  }
}
