package dev.customerintelligence.internal;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Reads one thing ahead on a thread of its own. For one thread. */
public final class ReadAhead<T> implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          new ThreadFactoryBuilder().setDaemon(true).setNameFormat("ci-read-ahead").build());
  private CompletableFuture<T> next = new CompletableFuture<>();

  /** Begins to read; what was begun before must have been taken. */
  public void start(Supplier<T> reading) {
    next = CompletableFuture.supplyAsync(reading, thread);
  }

  /** Returns what was read, or throws what the reading threw. */
  public T take() {
    try {
      return next.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Gives up what is being read. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
