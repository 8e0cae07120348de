package dev.customerintelligence.internal;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one thing ahead on a thread of its own. For one thread. */
public final class ReadAhead<T> implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          new ThreadFactoryBuilder().setDaemon(true).setNameFormat("ci-read-ahead").build());
  private @Nullable Future<T> next;

  /** Begins to read; what was begun before must have been taken. */
  public void start(Supplier<T> reading) {
    next = thread.submit(reading::get);
  }

  /** Returns what was read, or throws what the reading threw. */
  public T take() {
    try {
      return Uninterruptibles.getUninterruptibly(Objects.requireNonNull(next));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Gives up what is being read. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
