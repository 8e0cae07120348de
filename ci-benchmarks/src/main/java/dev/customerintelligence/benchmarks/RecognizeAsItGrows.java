package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Traffic;
import dev.customerintelligence.benchmarks.data.Visits;
import dev.customerintelligence.benchmarks.page.Found;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.benchmarks.server.DatabaseShop;
import dev.customerintelligence.recognition.Recognition;
import dev.customerintelligence.recognition.RecognitionService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Recognition on a database that grows. */
@Section(
    order = 31,
    title = "Recognise on a database that grows",
    text =
        "One call of RecognitionService.recognize for a visit from a quiet address, with ever more"
            + " devices in the table. What Postgres does not have in its own cache it takes from the"
            + " system's.",
    grows = true)
@Ratio(
    says = "quiet, 2,000,000 devices / 100,000",
    of = "recognise[devices=2000000]",
    by = "recognise[devices=100000]",
    atMost = 1.5)
@Ratio(
    says = "quiet, 4,000,000 devices / 100,000",
    of = "recognise[devices=4000000]",
    by = "recognise[devices=100000]",
    atMost = 1.5)
@Found(
    "At 4,000,000 devices MariaDB's information_schema tells of 1.4 GB of rows and 1.8 GB of indexes."
        + " With a cache of 1 GB, which was three times too small, a recognition took 2.6 times as"
        + " long as at 100,000, as it waited for the disk.")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RecognizeAsItGrows {
  /** The library and the visits. */
  @State(Scope.Benchmark)
  public static class Data {
    private RecognitionService recognition;
    private Visits visits;
    private int next;

    /** Makes both. */
    @Setup
    public void make(DatabaseShop shop) {
      recognition = shop.recognition();
      visits = Visits.of(shop.devices, Traffic.QUIET, DatabaseShop.ipHasher());
    }
  }

  /** Recognises one visitor. */
  @Benchmark
  public Recognition recognise(Data data) {
    return data.recognition.recognize(data.visits.visit(data.next++));
  }
}
