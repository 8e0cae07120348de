package dev.customerintelligence.event;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.event.BufferedEventWriter.Options;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BufferedEventWriterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final FakeStore store = new FakeStore();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    store.open();
    threads.shutdownNow();
  }

  @Test
  void storesAFullBatchAtOnce() throws Exception {
    BufferedEventWriter writer = writer(10, 3, LONG, LONG);
    for (int i = 0; i < 3; i++) {
      writer.write(event(i));
    }
    store.await(3);
    assertThat(store.batches()).containsExactly(3);
    writer.close();
  }

  @Test
  void storesAnIncompleteBatchAfterItsDelay() throws Exception {
    BufferedEventWriter writer = writer(10, 10, SHORT, LONG);
    writer.write(event(1));
    store.await(1);
    writer.close();
  }

  @Test
  void flushWaitsUntilWhatWasAcceptedIsStored() throws Exception {
    BufferedEventWriter writer = writer(10, 10, LONG, LONG);
    writer.write(event(1));
    writer.write(event(2));
    writer.flush();
    assertThat(store.ids()).containsExactly(id(1), id(2));
    writer.flush();
    writer.close();
  }

  @Test
  void closeStoresWhatIsHeldInTheOrderOfWriting() throws Exception {
    BufferedEventWriter writer = writer(100, 7, LONG, LONG);
    List<UUID> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      writer.write(event(i));
      expected.add(id(i));
    }
    writer.close();
    assertThat(store.ids()).containsExactlyElementsOf(expected);
    writer.close();
  }

  @Test
  void aFullBufferMakesWritersWait() throws Exception {
    store.block();
    BufferedEventWriter writer = writer(2, 1, LONG, LONG);
    writer.write(event(1));
    writer.write(event(2));
    assertThat(writer.tryWrite(event(3), SHORT)).isFalse();
    Future<?> waiting = write(writer, event(4));
    assertThat(waiting.isDone()).isFalse();
    store.open();
    waiting.get();
    assertThat(writer.tryWrite(event(5), LONG)).isTrue();
    writer.close();
    assertThat(store.ids()).containsExactly(id(1), id(2), id(4), id(5));
  }

  @Test
  void waitsForAStoreThatIsAwayAndLosesNothing() throws Exception {
    store.failNext(2, new StorageUnavailableException("away", null));
    BufferedEventWriter writer = writer(10, 2, LONG, LONG);
    writer.write(event(1));
    writer.write(event(2));
    writer.flush();
    assertThat(store.ids()).containsExactly(id(1), id(2));
    writer.close();
  }

  @Test
  void keepsARefusedEventApartAndReportsItAtTheEnd() throws Exception {
    store.refuse(id(2));
    BufferedEventWriter writer = writer(3, 3, LONG, LONG);
    writer.write(event(1));
    writer.write(event(2));
    writer.write(event(3));
    writer.flush();
    assertThat(store.ids()).containsExactly(id(1), id(3));
    writer.write(event(4));
    writer.write(event(5));
    writer.flush();
    assertThat(store.ids()).containsExactly(id(1), id(3), id(4), id(5));
    assertThatThrownBy(writer::close)
        .isInstanceOfSatisfying(
            EventsNotWrittenException.class,
            e -> {
              assertThat(e.events()).containsExactly(event(2));
              assertThat(e).hasMessage("1 events were not written; events() returns them");
              assertThat(e).hasCauseInstanceOf(InvalidInputException.class);
            });
  }

  @Test
  void refusedEventsTakeRoomUntilTheEnd() throws Exception {
    store.refuse(id(1));
    BufferedEventWriter writer = writer(1, 1, LONG, LONG);
    writer.write(event(1));
    writer.flush();
    assertThat(writer.tryWrite(event(2), SHORT)).isFalse();
    assertThatThrownBy(writer::close).isInstanceOf(EventsNotWrittenException.class);
  }

  @Test
  void closeReportsExactlyWhatAStoreThatStaysAwayDidNotTake() throws Exception {
    BufferedEventWriter writer = writer(10, 2, LONG, Duration.ofMillis(300));
    writer.write(event(1));
    writer.write(event(2));
    writer.flush();
    store.failNext(Integer.MAX_VALUE, new StorageUnavailableException("away", null));
    for (int i = 3; i < 8; i++) {
      writer.write(event(i));
    }
    assertThatThrownBy(writer::close)
        .isInstanceOfSatisfying(
            EventsNotWrittenException.class,
            e -> {
              assertThat(e.events())
                  .containsExactly(event(3), event(4), event(5), event(6), event(7));
              assertThat(e).hasCauseInstanceOf(StorageUnavailableException.class);
            });
    assertThat(store.ids()).containsExactly(id(1), id(2));
  }

  @Test
  void aStoreThatSwallowsTheInterruptionIsNotAskedAgain() throws Exception {
    store.block();
    store.swallowInterruption();
    BufferedEventWriter writer = writer(10, 1, LONG, SHORT);
    writer.write(event(1));
    store.awaitCall();
    assertThatThrownBy(writer::close)
        .isInstanceOfSatisfying(
            EventsNotWrittenException.class, e -> assertThat(e.events()).containsExactly(event(1)));
  }

  @Test
  void aFlushThatCanNoLongerSucceedIsTold() throws Exception {
    store.failNext(Integer.MAX_VALUE, new StorageUnavailableException("away", null));
    BufferedEventWriter writer = writer(10, 10, LONG, Duration.ofMillis(200));
    writer.write(event(1));
    Future<?> flush = threads.submit(() -> flushOf(writer));
    store.awaitCall();
    assertThatThrownBy(writer::close).isInstanceOf(EventsNotWrittenException.class);
    assertThatThrownBy(flush::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFlushBehindTheOneUnderWayIsToldToo() throws Exception {
    store.failNext(1, new StackOverflowError());
    store.block();
    BufferedEventWriter writer = writer(10, 10, LONG, LONG);
    writer.write(event(1));
    Future<?> underWay = threads.submit(() -> flushOf(writer));
    store.awaitCall();
    Future<?> behind = threads.submit(() -> flushOf(writer));
    // Nothing tells that a flush has queued up; a shorter wait only makes the test weaker.
    Thread.sleep(200);
    store.open();
    for (Future<?> flush : List.of(underWay, behind)) {
      assertThatThrownBy(flush::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(writer::close).isInstanceOf(EventsNotWrittenException.class);
  }

  @Test
  void aWriterThatNobodyClosesDoesNotKeepTheJvmAlive() throws Exception {
    BufferedEventWriter writer = writer(10, 10, LONG, LONG);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> "ci-event-writer".equals(thread.getName()))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
    writer.close();
  }

  @Test
  void anErrorOfTheStoreLeavesNobodyWaiting() throws Exception {
    store.failNext(1, new StackOverflowError());
    BufferedEventWriter writer = writer(10, 10, LONG, LONG);
    writer.write(event(1));
    assertThatThrownBy(writer::flush).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> writer.write(event(2))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::close)
        .isInstanceOfSatisfying(
            EventsNotWrittenException.class, e -> assertThat(e.events()).containsExactly(event(1)));
  }

  @Test
  void acceptsNothingOnceClosed() {
    BufferedEventWriter writer = writer(10, 10, LONG, LONG);
    writer.close();
    assertThatThrownBy(() -> writer.write(event(1))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> writer.tryWrite(event(1), SHORT))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::flush).isInstanceOf(IllegalStateException.class);
    assertThat(store.ids()).isEmpty();
  }

  @Test
  void whoWaitsForRoomIsToldOfTheClosing() throws Exception {
    store.block();
    BufferedEventWriter writer = writer(1, 1, LONG, LONG);
    writer.write(event(1));
    store.awaitCall();
    Future<?> waiting = write(writer, event(2));
    Future<?> closing = threads.submit(writer::close);
    assertThatThrownBy(waiting::get).hasRootCauseInstanceOf(IllegalStateException.class);
    store.open();
    closing.get();
    assertThat(store.ids()).containsExactly(id(1));
  }

  @Test
  void anInterruptedWriterHasNotWritten() throws Exception {
    store.block();
    BufferedEventWriter writer = writer(1, 1, LONG, LONG);
    writer.write(event(1));
    store.awaitCall();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> writer.write(event(2))).isInstanceOf(InterruptedException.class);
    store.open();
    writer.close();
    assertThat(store.ids()).containsExactly(id(1));
  }

  @Test
  void anInterruptedCloseReportsAndStaysInterrupted() throws Exception {
    store.block();
    BufferedEventWriter writer = writer(2, 1, LONG, LONG);
    writer.write(event(1));
    writer.write(event(2));
    store.awaitCall();
    Thread.currentThread().interrupt();
    assertThatThrownBy(writer::close)
        .isInstanceOfSatisfying(
            EventsNotWrittenException.class,
            e -> assertThat(e.events()).containsExactly(event(1), event(2)));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void sixteenWritersStoreEachEventOnce() throws Exception {
    BufferedEventWriter writer = writer(100, 50, Duration.ofMillis(1), LONG);
    List<Future<?>> writers = new ArrayList<>();
    for (int thread = 0; thread < 16; thread++) {
      int first = thread * 1000;
      writers.add(
          threads.submit(
              () -> {
                for (int i = first; i < first + 1000; i++) {
                  writer.write(event(i));
                }
                return null;
              }));
    }
    for (Future<?> done : writers) {
      done.get();
    }
    writer.close();
    assertThat(store.ids()).hasSize(16_000).doesNotHaveDuplicates();
  }

  @Test
  void refusesBadArguments() {
    BufferedEventWriter writer = writer(10, 10, LONG, LONG);
    assertRefused("event", () -> writeOf(writer, null));
    assertRefused("event", () -> writer.tryWrite(null, SHORT));
    assertRefused("patience", () -> writer.tryWrite(event(1), null));
    assertRefused("options", () -> new BufferedEventWriter(store::append, null));
    assertRefused("batchSize", () -> new Options(10, 0, LONG, LONG));
    assertRefused("batchSize", () -> new Options(20_000, 10_001, LONG, LONG));
    assertRefused("capacity", () -> new Options(9, 10, LONG, LONG));
    assertRefused("capacity", () -> new Options(10_000_001, 10, LONG, LONG));
    assertRefused("maxDelay", () -> new Options(10, 10, Duration.ZERO, LONG));
    assertRefused("maxDelay", () -> new Options(10, 10, null, LONG));
    assertRefused("closeTimeout", () -> new Options(10, 10, LONG, Duration.ofMillis(-1)));
    assertThat(Options.defaults())
        .isEqualTo(new Options(10_000, 500, Duration.ofSeconds(1), Duration.ofSeconds(30)));
    writer.close();
  }

  @Test
  void waitsAsLongAsATimeUnitCanSay() throws Exception {
    BufferedEventWriter writer = writer(10, 10, LONG, LONG);
    assertThat(writer.tryWrite(event(1), Duration.ofDays(200_000))).isTrue();
    writer.close();
  }

  private BufferedEventWriter writer(int capacity, int batch, Duration delay, Duration timeout) {
    return new BufferedEventWriter(store::append, new Options(capacity, batch, delay, timeout));
  }

  private Future<?> write(BufferedEventWriter writer, BehavioralEvent event) {
    return threads.submit(() -> writeOf(writer, event));
  }

  private static Void writeOf(BufferedEventWriter writer, BehavioralEvent event)
      throws InterruptedException {
    writer.write(event);
    return null;
  }

  private static Void flushOf(BufferedEventWriter writer) throws InterruptedException {
    writer.flush();
    return null;
  }

  private static UUID id(int number) {
    return new UUID(0, number);
  }

  private static BehavioralEvent event(int number) {
    return BehavioralEvent.builder(id(number), "test", NOW).build();
  }

  /** A store that can be away, refuse, and be held up. */
  private static final class FakeStore {
    private final List<UUID> ids = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private final List<UUID> refused = new ArrayList<>();
    private final CountDownLatch called = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private boolean swallowsInterruption;
    private int failures;
    private Throwable failure;

    AppendResult append(List<BehavioralEvent> events) {
      called.countDown();
      pass();
      return keep(events);
    }

    private synchronized AppendResult keep(List<BehavioralEvent> events) {
      if (failures > 0) {
        failures--;
        fail(failure);
      }
      for (BehavioralEvent event : events) {
        if (refused.contains(event.id())) {
          throw new InvalidInputException("eventType", "does not fit");
        }
      }
      events.forEach(event -> ids.add(event.id()));
      batches.add(events.size());
      notifyAll();
      return new AppendResult(events.size(), 0, 0);
    }

    private void pass() {
      try {
        gate.await();
      } catch (InterruptedException e) {
        if (!swallowsInterruption) {
          Thread.currentThread().interrupt();
        }
        throw new StorageUnavailableException("interrupted", e);
      }
    }

    private static void fail(Throwable failure) {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }

    void block() {
      gate = new CountDownLatch(1);
    }

    void open() {
      gate.countDown();
    }

    void swallowInterruption() {
      swallowsInterruption = true;
    }

    synchronized void failNext(int times, Throwable what) {
      failures = times;
      failure = what;
    }

    synchronized void refuse(UUID id) {
      refused.add(id);
    }

    synchronized List<UUID> ids() {
      return List.copyOf(ids);
    }

    synchronized List<Integer> batches() {
      return List.copyOf(batches);
    }

    synchronized void await(int count) throws InterruptedException {
      while (ids.size() < count) {
        wait(TimeUnit.SECONDS.toMillis(1));
      }
    }

    void awaitCall() throws InterruptedException {
      called.await();
    }
  }
}
