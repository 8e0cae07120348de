package dev.customerintelligence.sync;

import dev.customerintelligence.error.StorageUnavailableException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits while a store is away, says so, and tries again. */
final class Persistence {
  private static final double JITTER = 0.2;

  private final FailsafeExecutor<Object> executor;

  /**
   * @param longestOutage when to give up; null for never
   */
  Persistence(SyncPolicy policy, @Nullable Duration longestOutage, Telemetry telemetry) {
    RetryPolicyBuilder<Object> retries =
        RetryPolicy.builder()
            .handle(StorageUnavailableException.class)
            .withMaxAttempts(-1)
            .withBackoff(policy.firstDelay(), policy.longestDelay())
            .withJitter(JITTER)
            .onRetryScheduled(
                event ->
                    telemetry.waiting(
                        event.getLastException(), event.getAttemptCount(), event.getDelay()));
    if (longestOutage != null) {
      retries.withMaxDuration(longestOutage);
    }
    executor =
        Failsafe.with(retries.build())
            .onSuccess(
                event -> {
                  if (event.getAttemptCount() > 1) {
                    telemetry.resumed(event.getAttemptCount());
                  }
                });
  }

  <T> T call(Supplier<T> work) {
    try {
      return executor.get(work::get);
    } catch (FailsafeException e) {
      // Only an interruption between two attempts comes here.
      Thread.currentThread().interrupt();
      throw new StorageUnavailableException("Interrupted while a store was away", null);
    }
  }
}
