package dev.customerintelligence.storage.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Lets several threads begin at the same moment. */
final class Together {
  private static final long PATIENCE_SECONDS = 120;

  private Together() {}

  /** Runs each task on a thread of its own and returns their results, in the same sequence. */
  static <T> List<T> run(List<? extends Callable<? extends T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      CyclicBarrier start = new CyclicBarrier(tasks.size());
      List<Future<T>> running = new ArrayList<>();
      for (Callable<? extends T> task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                  return task.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : running) {
        results.add(result.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Runs one task on as many threads and returns the results. */
  static <T> List<T> run(int threads, Callable<? extends T> task) throws Exception {
    return run(Collections.nCopies(threads, task));
  }
}
