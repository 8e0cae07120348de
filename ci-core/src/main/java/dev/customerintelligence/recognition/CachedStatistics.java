package dev.customerintelligence.recognition;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest population statistics: read by the first caller who needs them, renewed in the
 * background by whoever finds them old. Readers never wait for a renewal.
 */
final class CachedStatistics {
  private static final Logger LOG = LoggerFactory.getLogger(CachedStatistics.class);

  private record Reading(PopulationStatistics statistics, Instant oldFrom) {}

  private final Supplier<PopulationStatistics> source;
  private final Duration maxAge;
  private final InstantSource clock;
  private final Executor background;
  private final AtomicBoolean renewing = new AtomicBoolean();
  private volatile @Nullable Reading reading;

  CachedStatistics(
      Supplier<PopulationStatistics> source,
      Duration maxAge,
      InstantSource clock,
      Executor background) {
    this.source = source;
    this.maxAge = maxAge;
    this.clock = clock;
    this.background = background;
  }

  PopulationStatistics get(Instant now) {
    Reading newest = reading;
    if (newest == null) {
      return readFirst();
    }
    if (now.isAfter(newest.oldFrom()) && renewing.compareAndSet(false, true)) {
      renewInBackground();
    }
    return newest.statistics();
  }

  PopulationStatistics renew() {
    Instant started = clock.instant();
    Reading fresh = new Reading(source.get(), started.plus(maxAge));
    reading = fresh;
    return fresh.statistics();
  }

  private synchronized PopulationStatistics readFirst() {
    Reading already = reading;
    return already == null ? renew() : already.statistics();
  }

  /** Keeps a source that fails from being asked by every visitor. */
  private void postpone() {
    Reading newest = reading;
    if (newest != null) {
      reading = new Reading(newest.statistics(), clock.instant().plus(maxAge));
    }
  }

  private void renewInBackground() {
    try {
      background.execute(
          () -> {
            try {
              renew();
            } catch (RuntimeException e) {
              postpone();
              LOG.warn(
                  "Population statistics could not be renewed ({}); the old ones stay in use",
                  e.getClass().getName());
            } finally {
              renewing.set(false);
            }
          });
    } catch (RejectedExecutionException e) {
      renewing.set(false);
    }
  }
}
