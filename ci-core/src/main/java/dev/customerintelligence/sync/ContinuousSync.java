package dev.customerintelligence.sync;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.customerintelligence.error.CustomerIntelligenceException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A sync that goes on until it is closed. Thread-safe.
 *
 * <p>A recalculation of profiles is followed at the next poll; {@link #wake} has it followed at
 * once.
 */
public final class ContinuousSync implements AutoCloseable {
  private static final Duration LONGEST_BATCH = Duration.ofSeconds(30);

  private final SyncPolicy policy;
  private final Telemetry telemetry;
  private final Runnable follow;
  private final Runnable sweep;
  private final Semaphore calls = new Semaphore(0);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          new ThreadFactoryBuilder().setDaemon(true).setNameFormat("ci-sync").build());

  ContinuousSync(SyncPolicy policy, Telemetry telemetry, Runnable follow, Runnable sweep) {
    this.policy = policy;
    this.telemetry = telemetry;
    this.follow = follow;
    this.sweep = sweep;
    thread.execute(this::run);
  }

  /** Begins the next round at once, for example after a recalculation; returns without waiting. */
  public void wake() {
    calls.release();
  }

  /** Ends the sync; a batch that is under way is written or not, as a whole. */
  @Override
  public void close() {
    thread.shutdownNow();
    MoreExecutors.shutdownAndAwaitTermination(thread, LONGEST_BATCH);
  }

  private void run() {
    long lastSweep = System.nanoTime();
    round(follow);
    round(sweep);
    while (pause()) {
      round(follow);
      if (System.nanoTime() - lastSweep >= policy.sweepInterval().toNanos()) {
        lastSweep = System.nanoTime();
        round(sweep);
      }
    }
  }

  private boolean pause() {
    try {
      calls.tryAcquire(policy.pollInterval().toNanos(), TimeUnit.NANOSECONDS);
      calls.drainPermits();
      return !thread.isShutdown();
    } catch (InterruptedException closed) {
      return false;
    }
  }

  private void round(Runnable work) {
    try {
      if (!thread.isShutdown()) {
        work.run();
      }
    } catch (CustomerIntelligenceException e) {
      if (!thread.isShutdown()) {
        telemetry.tell(new SyncEvent.RoundFailed(e.getMessage(), e));
      }
    }
  }
}
