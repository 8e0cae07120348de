package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Traffic;
import dev.customerintelligence.benchmarks.data.Visits;
import dev.customerintelligence.benchmarks.page.Limit;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.benchmarks.run.LockWaits;
import dev.customerintelligence.benchmarks.server.DatabaseShop;
import dev.customerintelligence.recognition.Recognition;
import dev.customerintelligence.recognition.RecognitionService;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** Recognition by many threads. */
@Section(
    order = 90,
    title = "Recognise by many threads",
    text =
        "Recognitions of mixed traffic by 1, 4 and 16 threads, each with a connection of its own,"
            + " beside as many threads that ask for SELECT 1. The time is that of one call as its"
            + " thread sees it: on a machine with fewer cores than threads it grows with them, and"
            + " what counts is that it grows no more than that of SELECT 1. Waits for locks are counted"
            + " by the JVM's flight recorder.")
@Ratio(says = "time of a call, 4 threads / 1", of = "recognise4", by = "recognise1")
@Ratio(says = "time of a call, 16 threads / 1", of = "recognise16", by = "recognise1")
@Ratio(says = "the same of SELECT 1, 4 threads / 1", of = "selectOne4", by = "selectOne1")
@Ratio(says = "the same of SELECT 1, 16 threads / 1", of = "selectOne16", by = "selectOne1")
@Limit(
    says = "waits for a lock of the library, 16 threads",
    of = "recognise16",
    metric = LockWaits.METRIC,
    unit = "",
    atMost = 0)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ScaleThreads {
  /** The library and the visits. */
  @State(Scope.Benchmark)
  public static class Data {
    private final AtomicInteger threads = new AtomicInteger();
    private RecognitionService recognition;
    private Visits visits;

    /** Makes both. */
    @Setup
    public void make(DatabaseShop shop) {
      recognition = shop.recognition();
      visits = Visits.of(shop.devices, Traffic.MIXED, DatabaseShop.ipHasher());
    }
  }

  /** Where a thread is. */
  @State(Scope.Thread)
  public static class Position {
    private int next;

    /** Starts each thread elsewhere. */
    @Setup
    public void start(Data data) {
      next = data.threads.incrementAndGet() * 4099;
    }
  }

  /** One thread. */
  @Benchmark
  @Threads(1)
  public Recognition recognise1(Data data, Position position) {
    return recognise(data, position);
  }

  /** Four threads. */
  @Benchmark
  @Threads(4)
  public Recognition recognise4(Data data, Position position) {
    return recognise(data, position);
  }

  /** Sixteen threads. */
  @Benchmark
  @Threads(16)
  public Recognition recognise16(Data data, Position position) {
    return recognise(data, position);
  }

  /** One thread. */
  @Benchmark
  @Threads(1)
  public int selectOne1(DatabaseShop shop) throws SQLException {
    return shop.selectOne();
  }

  /** Four threads. */
  @Benchmark
  @Threads(4)
  public int selectOne4(DatabaseShop shop) throws SQLException {
    return shop.selectOne();
  }

  /** Sixteen threads. */
  @Benchmark
  @Threads(16)
  public int selectOne16(DatabaseShop shop) throws SQLException {
    return shop.selectOne();
  }

  private static Recognition recognise(Data data, Position position) {
    return data.recognition.recognize(data.visits.visit(position.next++));
  }
}
