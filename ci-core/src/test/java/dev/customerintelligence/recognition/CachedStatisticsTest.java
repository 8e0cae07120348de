package dev.customerintelligence.recognition;

import static dev.customerintelligence.recognition.TestDevices.NOW;
import static dev.customerintelligence.recognition.TestDevices.population;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.internal.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedStatisticsTest {
  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  private final TestClock clock = new TestClock(NOW);
  private final AtomicInteger reads = new AtomicInteger();
  private final List<Runnable> background = new ArrayList<>();
  private final CachedStatistics statistics =
      new CachedStatistics(this::read, MAX_AGE, clock, background::add);
  private RuntimeException failure;

  @Test
  void isReadByTheFirstCallerAndKept() {
    assertThat(statistics.get(NOW).customers()).isEqualTo(1);
    assertThat(statistics.get(NOW)).isSameAs(statistics.get(NOW));
    assertThat(reads).hasValue(1);
    assertThat(background).isEmpty();
  }

  @Test
  void isReadOnceHoweverManyNeedItFirst() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CachedStatistics slow =
        new CachedStatistics(
            () -> {
              reading.countDown();
              await(mayEnd);
              return read();
            },
            MAX_AGE,
            clock,
            background::add);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      List<Future<PopulationStatistics>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(callers.submit(() -> slow.get(NOW)));
      }
      await(reading);
      assertThat(answers).as("all wait for the first reading").noneMatch(Future::isDone);
      mayEnd.countDown();
      for (Future<PopulationStatistics> answer : answers) {
        assertThat(answer.get(10, TimeUnit.SECONDS).customers()).isEqualTo(1);
      }
      assertThat(reads).hasValue(1);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void isRenewedInTheBackgroundOnceItIsOld() {
    statistics.get(NOW);

    statistics.get(NOW.plus(MAX_AGE));
    assertThat(background).as("not yet old").isEmpty();
    assertThat(statistics.get(NOW.plus(MAX_AGE).plusNanos(1)).customers())
        .as("the reader does not wait")
        .isEqualTo(1);
    assertThat(background).hasSize(1);

    runBackground();
    assertThat(statistics.get(NOW).customers()).isEqualTo(2);
    assertThat(reads).hasValue(2);
  }

  @Test
  void isRenewedByOneAtATime() {
    statistics.get(NOW);
    clock.advance(Duration.ofMinutes(2));

    for (int i = 0; i < 10; i++) {
      statistics.get(clock.instant());
    }
    assertThat(background).hasSize(1);
    runBackground();

    statistics.get(clock.instant());
    assertThat(background).as("fresh as of the renewal").isEmpty();
    clock.advance(Duration.ofMinutes(2));
    statistics.get(clock.instant());
    assertThat(background).hasSize(1);
  }

  @Test
  void keepsTheOldOnesWhenARenewalFailsAndTriesAgain() {
    statistics.get(NOW);
    clock.advance(Duration.ofMinutes(2));
    statistics.get(clock.instant());
    failure = new StorageUnavailableException("away", null);
    runBackground();

    assertThat(statistics.get(clock.instant()).customers()).isEqualTo(1);
    assertThat(background).as("a source that fails is left in peace for a while").isEmpty();
    clock.advance(Duration.ofMinutes(2));
    assertThat(statistics.get(clock.instant()).customers()).isEqualTo(1);
    assertThat(background).as("then a reader asks again").hasSize(1);
    failure = null;
    runBackground();
    assertThat(statistics.get(clock.instant()).customers()).isEqualTo(3);
  }

  @Test
  void keepsTheOldOnesWhenTheExecutorRefuses() {
    AtomicInteger refusals = new AtomicInteger();
    CachedStatistics refused =
        new CachedStatistics(
            this::read,
            MAX_AGE,
            clock,
            task -> {
              refusals.incrementAndGet();
              throw new RejectedExecutionException("closed");
            });
    refused.get(NOW);
    clock.advance(Duration.ofMinutes(2));

    assertThat(refused.get(clock.instant()).customers()).isEqualTo(1);
    assertThat(refused.get(clock.instant()).customers()).isEqualTo(1);
    assertThat(refusals).as("asked again, not stuck").hasValue(2);
    assertThat(reads).hasValue(1);
  }

  @Test
  void tellsTheFirstCallerThatTheStoreIsAwayAndTriesAgain() {
    failure = new StorageUnavailableException("away", null);
    assertThatThrownBy(() -> statistics.get(NOW)).isSameAs(failure);
    failure = null;

    assertThat(statistics.get(NOW).customers()).isEqualTo(2);
  }

  @Test
  void isRenewedAtOnceWhenAsked() {
    assertThat(statistics.renew().customers()).isEqualTo(1);
    assertThat(statistics.renew().customers()).isEqualTo(2);
    assertThat(statistics.get(NOW).customers()).isEqualTo(2);
    failure = new StorageUnavailableException("away", null);
    assertThatThrownBy(statistics::renew).isSameAs(failure);
    assertThat(statistics.get(NOW).customers()).isEqualTo(2);
  }

  private PopulationStatistics read() {
    int read = reads.incrementAndGet();
    if (failure != null) {
      throw failure;
    }
    return population(read);
  }

  private void runBackground() {
    List<Runnable> tasks = List.copyOf(background);
    background.clear();
    tasks.forEach(Runnable::run);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
