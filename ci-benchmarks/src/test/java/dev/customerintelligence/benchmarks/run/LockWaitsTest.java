package dev.customerintelligence.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.benchmarks.data.MemoryShop;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.recognition.Sighting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LockWaitsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void countsAThreadThatWaitsForTheLibrary() throws Exception {
    DeviceStore devices = MemoryShop.emptyStorage().devices();
    Sighting ofOneCustomer = new Population(10).sighting(0, MemoryShop.ipHasher());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long waits = 0;

    while (waits == 0 && System.nanoTime() < deadline) {
      waits = waits(() -> devices.record(ofOneCustomer));
    }

    assertThat(waits).isPositive();
  }

  @Test
  void countsNoLockOfOthers() throws Exception {
    Object lock = new Object();

    assertThat(
            waits(
                () -> {
                  synchronized (lock) {
                    Thread.onSpinWait();
                  }
                }))
        .isZero();
  }

  private static long waits(Runnable work) throws InterruptedException {
    Thread[] threads = new Thread[4];
    LockWaits waits = new LockWaits();
    waits.start();
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int times = 0; times < 100_000; times++) {
                  work.run();
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return waits.stop();
  }
}
