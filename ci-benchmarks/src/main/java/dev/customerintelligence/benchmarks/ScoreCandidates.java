package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.MemoryShop;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.benchmarks.page.Limit;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.PopulationStatistics;
import dev.customerintelligence.recognition.Recognition;
import dev.customerintelligence.recognition.RecognitionModel;
import dev.customerintelligence.recognition.RecognitionScorer;
import dev.customerintelligence.recognition.SignalStatistics;
import dev.customerintelligence.recognition.VisitSignals;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The pure scorer alone. */
@Section(
    order = 20,
    title = "Score candidates",
    text =
        "The pure scorer on candidates that are there already: half of them share the visit's"
            + " fingerprint, half its address. It answers with the ten most probable and their"
            + " evidence, however many there are.",
    unit = "candidate")
@Limit(says = "allocated per candidate, of 2", of = "score2", metric = Limit.ALLOCATED, unit = "B")
@Limit(
    says = "allocated per candidate, of 64",
    of = "score64",
    metric = Limit.ALLOCATED,
    unit = "B")
@Limit(
    says = "allocated per candidate, of 128",
    of = "score128",
    metric = Limit.ALLOCATED,
    unit = "B")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScoreCandidates {
  /** Visits with what their keys found. */
  @State(Scope.Benchmark)
  public static class Data {
    private static final Population POPULATION = new Population(10_000);
    private static final long CUSTOMERS = 1_000_000;

    private final RecognitionModel model = RecognitionModel.defaults();
    private final PopulationStatistics statistics =
        new PopulationStatistics(
            CUSTOMERS,
            CUSTOMERS,
            new SignalStatistics<Fingerprint>(1.1, Map.of()),
            new SignalStatistics<IpHash>(1.5, Map.of()));
    private VisitSignals signals;
    private DeviceMatches two;
    private DeviceMatches sixtyFour;
    private DeviceMatches hundredTwentyEight;

    /** Makes them. */
    @Setup
    public void make() {
      Device visitor = device(0);
      signals =
          new VisitSignals(
              visitor.fingerprint(),
              List.of(new IpHash("f".repeat(64))),
              visitor.userAgent(),
              visitor.place());
      two = matches(2);
      sixtyFour = matches(64);
      hundredTwentyEight = matches(128);
    }

    private DeviceMatches matches(int candidates) {
      List<Device> sameBrowser =
          IntStream.range(0, candidates / 2)
              .mapToObj(i -> with(device(i), signals.fingerprint(), device(i).ipHash()))
              .toList();
      List<Device> sameAddress =
          IntStream.range(candidates / 2, candidates)
              .mapToObj(i -> with(device(i), device(i).fingerprint(), signals.ipHashes().get(0)))
              .toList();
      return DeviceMatches.newest(sameBrowser, sameAddress, 64);
    }

    private static Device device(int number) {
      return POPULATION.device(number, MemoryShop.ipHasher());
    }

    private static Device with(
        Device device,
        @org.jspecify.annotations.Nullable Fingerprint fingerprint,
        @org.jspecify.annotations.Nullable IpHash ipHash) {
      return new Device(
          device.customer(),
          device.customerId(),
          fingerprint,
          ipHash,
          device.userAgent(),
          device.place(),
          device.firstSeen(),
          device.lastSeen(),
          device.visitCount());
    }

    private Recognition score(DeviceMatches matches) {
      return RecognitionScorer.score(signals, matches, statistics, model, Population.NOW);
    }
  }

  /** Scores a quiet visit. */
  @Benchmark
  @OperationsPerInvocation(2)
  public Recognition score2(Data data) {
    return data.score(data.two);
  }

  /** Scores a visit with both keys half full. */
  @Benchmark
  @OperationsPerInvocation(64)
  public Recognition score64(Data data) {
    return data.score(data.sixtyFour);
  }

  /** Scores a visit with both keys full. */
  @Benchmark
  @OperationsPerInvocation(128)
  public Recognition score128(Data data) {
    return data.score(data.hundredTwentyEight);
  }
}
