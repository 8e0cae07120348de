package dev.customerintelligence.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a service has done so far, and who is told. Thread-safe. */
final class Telemetry {
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final double NANOS = 1e9;

  private final SyncListener listener;
  private final InstantSource clock;
  private final Map<SyncTable, Duration> lags = new EnumMap<>(SyncTable.class);
  private SyncCounts counts = SyncCounts.NONE;
  private @Nullable Instant lastSuccess;
  private @Nullable Long differences;
  private boolean waiting;
  private @Nullable Instant windowStart;
  private long windowRows;
  private double rowsPerSecond;

  Telemetry(SyncListener listener, InstantSource clock) {
    this.listener = listener;
    this.clock = clock;
  }

  synchronized SyncState state() {
    return new SyncState(
        lags.values().stream().max(Duration::compareTo).orElse(null),
        lastSuccess,
        rowsPerSecond,
        counts,
        differences,
        waiting);
  }

  /** Notes that work begins, so that the time between two runs slows no rate. */
  synchronized void begin() {
    windowStart = clock.instant();
    windowRows = 0;
  }

  synchronized void applied(SyncTable table, SyncCounts batch, @Nullable Duration lag) {
    counts = counts.plus(batch);
    if (lag != null) {
      lags.put(table, lag);
    }
    measure(batch.read());
    tell(new SyncEvent.BatchApplied(table, batch, state()));
  }

  synchronized void caughtUp(SyncTable table, Duration lag) {
    lags.put(table, lag);
    lastSuccess = clock.instant();
    tell(new SyncEvent.CaughtUp(table, state()));
  }

  synchronized void compared(long found) {
    differences = found;
  }

  synchronized void waiting(@Nullable Throwable problem, int attempt, Duration delay) {
    waiting = true;
    tell(
        new SyncEvent.Waiting(
            problem == null ? "" : String.valueOf(problem.getMessage()), attempt, delay));
  }

  synchronized void resumed(int attempts) {
    waiting = false;
    tell(new SyncEvent.Resumed(attempts));
  }

  synchronized void tell(SyncEvent event) {
    listener.on(event);
  }

  private void measure(long rows) {
    Instant now = clock.instant();
    if (windowStart == null) {
      windowStart = now;
    }
    windowRows += rows;
    Duration elapsed = Duration.between(windowStart, now);
    if (elapsed.isZero() || elapsed.isNegative()) {
      return;
    }
    rowsPerSecond = windowRows / (elapsed.getSeconds() + elapsed.getNano() / NANOS);
    if (elapsed.compareTo(WINDOW) > 0) {
      windowStart = now;
      windowRows = 0;
    }
  }
}
