package dev.customerintelligence.event;

import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.internal.Inputs;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events one by one and stores them in batches on one background thread. Thread-safe.
 *
 * <p>Memory is bounded: at most {@code capacity} events are held, and {@link #write} waits while
 * that many are. While the store is away the writer tries again, waiting longer each time, up to 30
 * seconds. An event that the store refuses is kept until {@link #close}, which reports it; it
 * counts against the capacity. Events reach the store in the order of {@code write}, unless a
 * refused one is among them. A process that is killed loses what it held.
 */
public final class BufferedEventWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BufferedEventWriter.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private sealed interface Entry permits Accepted, Flush, Stop {}

  private record Accepted(BehavioralEvent event) implements Entry {}

  private record Flush(CompletableFuture<Void> done) implements Entry {
    /** Does nothing once it is done. */
    void fail() {
      done.completeExceptionally(new IllegalStateException("the event writer is closed"));
    }
  }

  private record Stop() implements Entry {}

  /**
   * How much to hold and when to store it. Immutable.
   *
   * @param capacity the most events held, {@code batchSize} to 10,000,000; default 10,000
   * @param batchSize the most events stored at once, 1 to 10,000; default 500
   * @param maxDelay how long an event waits at most for its batch to fill; default 1 s
   * @param closeTimeout how long {@link #close} waits for the store; default 30 s
   */
  public record Options(int capacity, int batchSize, Duration maxDelay, Duration closeTimeout) {
    private static final int MAX_BATCH = 10_000;
    private static final int MAX_CAPACITY = 10_000_000;

    /**
     * Checks the options.
     *
     * @throws dev.customerintelligence.error.InvalidInputException naming the option outside its
     *     range
     */
    public Options {
      Inputs.between("batchSize", batchSize, 1, MAX_BATCH);
      Inputs.between("capacity", capacity, batchSize, MAX_CAPACITY);
      Inputs.positive("maxDelay", maxDelay);
      Inputs.positive("closeTimeout", closeTimeout);
    }

    /** Returns the defaults. */
    public static Options defaults() {
      return new Options(10_000, 500, Duration.ofSeconds(1), Duration.ofSeconds(30));
    }
  }

  private final Function<List<BehavioralEvent>, AppendResult> store;
  private final Options options;
  private final Semaphore room;
  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final ReentrantLock acceptance = new ReentrantLock();
  private final FailsafeExecutor<AppendResult> untilAvailable;
  private final Thread worker;
  private final List<BehavioralEvent> refused = new ArrayList<>();
  private final AtomicBoolean closeCalled = new AtomicBoolean();
  private volatile boolean closed;
  private volatile boolean givingUp;
  private List<BehavioralEvent> underWay = List.of();
  private @Nullable Flush flushUnderWay;
  private @Nullable Throwable lastFailure;

  BufferedEventWriter(Function<List<BehavioralEvent>, AppendResult> store, Options options) {
    this.store = store;
    this.options = Inputs.required("options", options);
    this.room = new Semaphore(options.capacity());
    this.untilAvailable =
        Failsafe.with(
            RetryPolicy.<AppendResult>builder()
                .handle(StorageUnavailableException.class)
                .withMaxRetries(-1)
                .withBackoff(FIRST_WAIT, LONGEST_WAIT)
                .abortIf((result, failure) -> givingUp)
                .onRetryScheduled(
                    attempt -> {
                      lastFailure = attempt.getLastException();
                      LOG.warn(
                          "Events wait for their store; attempt {} failed",
                          attempt.getAttemptCount());
                    })
                .build());
    this.worker = new Thread(this::run, "ci-event-writer");
    this.worker.setDaemon(true);
    this.worker.start();
  }

  /**
   * Accepts an event; waits while the buffer is full.
   *
   * @throws InterruptedException when interrupted while waiting; the event is not accepted
   * @throws IllegalStateException when the writer is closed; the event is not accepted
   */
  public void write(BehavioralEvent event) throws InterruptedException {
    Inputs.required("event", event);
    room.acquire();
    accept(event);
  }

  /**
   * Accepts an event unless the buffer stays full for {@code patience}.
   *
   * @return whether the event was accepted
   * @throws InterruptedException when interrupted while waiting; the event is not accepted
   * @throws IllegalStateException when the writer is closed; the event is not accepted
   */
  public boolean tryWrite(BehavioralEvent event, Duration patience) throws InterruptedException {
    Inputs.required("event", event);
    Inputs.required("patience", patience);
    if (!room.tryAcquire(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS)) {
      return false;
    }
    accept(event);
    return true;
  }

  /**
   * Waits until every event accepted before is stored or refused.
   *
   * @throws InterruptedException when interrupted while waiting
   * @throws IllegalStateException when the writer is closed
   */
  public void flush() throws InterruptedException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    enqueue(new Flush(done));
    try {
      done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the writer was closed before it had flushed", e);
    }
  }

  /**
   * Accepts no more, stores what is held, and ends the thread. A second call does nothing. After
   * {@code closeTimeout} a store call that is under way is interrupted and waited for; that it ends
   * then is the store's part.
   *
   * @throws EventsNotWrittenException holding exactly the events that the store refused, or that
   *     could not be stored within {@code closeTimeout}, or before this thread was interrupted
   */
  @Override
  public void close() {
    if (!closeCalled.compareAndSet(false, true)) {
      return;
    }
    acceptNoMore();
    awaitWorker();
    List<BehavioralEvent> lost = new ArrayList<>(refused);
    lost.addAll(underWay);
    for (Entry entry : queue) {
      if (entry instanceof Accepted accepted) {
        lost.add(accepted.event());
      }
    }
    if (!lost.isEmpty()) {
      throw new EventsNotWrittenException(lost, lastFailure);
    }
  }

  private void accept(BehavioralEvent event) {
    enqueue(new Accepted(event));
  }

  private void enqueue(Entry entry) {
    // The lock keeps an entry from being queued behind the one that ends the worker.
    acceptance.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the event writer is closed");
      }
      queue.add(entry);
    } finally {
      acceptance.unlock();
    }
  }

  private void acceptNoMore() {
    acceptance.lock();
    try {
      if (!closed) {
        closed = true;
        queue.add(new Stop());
        // Wakes every caller that waits for room, so that each learns of the closing.
        room.release(Options.MAX_CAPACITY);
      }
    } finally {
      acceptance.unlock();
    }
  }

  private void awaitWorker() {
    boolean interrupted = false;
    try {
      worker.join(options.closeTimeout().toMillis() + 1);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    givingUp = true;
    worker.interrupt();
    while (worker.isAlive()) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      boolean open = true;
      while (open) {
        open = storeNextBatch();
      }
    } catch (InterruptedException e) {
      LOG.debug("The event writer was closed while it waited for the store");
    } finally {
      // Also after an Error, which must leave nobody waiting for a thread that is gone.
      acceptNoMore();
      if (flushUnderWay != null) {
        flushUnderWay.fail();
      }
      for (Entry entry : queue) {
        if (entry instanceof Flush flush) {
          flush.fail();
        }
      }
    }
  }

  private boolean storeNextBatch() throws InterruptedException {
    List<BehavioralEvent> batch = new ArrayList<>();
    underWay = batch;
    Entry entry = queue.take();
    long deadline = System.nanoTime() + options.maxDelay().toNanos();
    while (entry instanceof Accepted accepted) {
      batch.add(accepted.event());
      if (batch.size() == options.batchSize()) {
        break;
      }
      entry = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    flushUnderWay = entry instanceof Flush flush ? flush : null;
    storeAll(batch);
    underWay = List.of();
    if (flushUnderWay != null) {
      flushUnderWay.done().complete(null);
    }
    return !(entry instanceof Stop);
  }

  private void storeAll(List<BehavioralEvent> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    try {
      storeWhenAvailable(List.copyOf(batch));
      room.release(batch.size());
      batch.clear();
    } catch (RuntimeException e) {
      lastFailure = e;
      storeOneByOne(batch);
    }
  }

  private void storeOneByOne(List<BehavioralEvent> batch) throws InterruptedException {
    while (!batch.isEmpty()) {
      BehavioralEvent event = batch.get(0);
      try {
        storeWhenAvailable(List.of(event));
        room.release();
      } catch (RuntimeException e) {
        // Not the exception itself: a driver's message may quote the event.
        LOG.error(
            "Event {} was refused by the store ({}) and is kept until close",
            event.id(),
            e.getClass().getName());
        lastFailure = e;
        refused.add(event);
      }
      batch.remove(0);
    }
  }

  private void storeWhenAvailable(List<BehavioralEvent> events) throws InterruptedException {
    try {
      untilAvailable.get(() -> store.apply(events));
    } catch (StorageUnavailableException e) {
      throw new InterruptedException("closed while the store was away");
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interruption) {
        throw interruption;
      }
      throw e;
    }
  }
}
