package dev.customerintelligence.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Counts, by the JVM's flight recorder, how often a thread waited for a monitor or a lock that the
 * library took: of what waits, the innermost method outside the JDK is the library's.
 */
public final class LockWaits implements InternalProfiler {
  /** The name of the metric. */
  public static final String METRIC = "lock.waits";

  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.");
  private static final String LIBRARY = "dev.customerintelligence.";
  private static final String BENCHMARKS = LIBRARY + "benchmarks.";

  private @Nullable Recording recording;

  @Override
  public String getDescription() {
    return "Waits for locks of the library";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    start();
  }

  @Override
  public Collection<ScalarResult> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    return List.of(new ScalarResult(METRIC, stop(), "waits", AggregationPolicy.SUM));
  }

  void start() {
    Recording started = new Recording();
    started.enable("jdk.JavaMonitorEnter").withoutThreshold().withStackTrace();
    started.enable("jdk.ThreadPark").withoutThreshold().withStackTrace();
    started.start();
    recording = started;
  }

  long stop() {
    try (Recording stopped = recording) {
      if (stopped == null) {
        throw new IllegalStateException("Nothing was started");
      }
      stopped.stop();
      Path file = Files.createTempFile("locks", ".jfr");
      try {
        stopped.dump(file);
        return RecordingFile.readAllEvents(file).stream().filter(LockWaits::isOurs).count();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOurs(RecordedEvent event) {
    RecordedStackTrace stack = event.getStackTrace();
    if (stack == null) {
      return false;
    }
    for (RecordedFrame frame : stack.getFrames()) {
      String type = frame.getMethod().getType().getName();
      if (JDK.stream().noneMatch(type::startsWith)) {
        return type.startsWith(LIBRARY) && !type.startsWith(BENCHMARKS);
      }
    }
    return false;
  }
}
