package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Purchases;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.forecast.FitOptions;
import dev.customerintelligence.forecast.FittedModel;
import dev.customerintelligence.forecast.ModelFitter;
import dev.customerintelligence.forecast.ModelSpec;
import dev.customerintelligence.forecast.PurchaseSummary;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.numbers.gamma.LogGamma;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Fitting the BG/NBD. */
@Section(
    order = 120,
    title = "Fit a forecast model",
    text =
        "ModelFitter.fit of the BG/NBD with three starts, from raw summaries: 0 stands for the"
            + " CDNOW sample of 2,357 customers where ../shared/data has it, and otherwise for as"
            + " many drawn from the model; other numbers for as many customers drawn from the"
            + " model. Beside it, a plain loop over as many log-gamma calls as the textbook's"
            + " likelihood makes, three for each customer in each evaluation of the same fit; and"
            + " one over as many as the fit makes itself, which are three for each number of"
            + " purchases that occurs: what is left of its time goes into logarithms for each"
            + " customer.")
@Ratio(says = "fit / the textbook's log-gamma calls", of = "fit", by = "logGammas")
@Ratio(says = "fit / its own log-gamma calls", of = "fit", by = "ownLogGammas")
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
@Fork(jvmArgsAppend = "-Xmx4g")
public class FitForecasts {
  /** The summaries. */
  @State(Scope.Benchmark)
  public static class Data {
    /** How many customers; 0 for the CDNOW sample. */
    @Param({"0", "1000000"})
    public int customers;

    private List<PurchaseSummary> summaries;
    private long calls;
    private long ownCalls;

    /** Makes them, and counts a fit's evaluations. */
    @Setup
    public void make() {
      summaries = customers == 0 ? Purchases.cdnow() : Purchases.drawn(customers);
      long evaluations = fitted(summaries).diagnostics().evaluations();
      calls = 3 * evaluations * summaries.size();
      ownCalls =
          3 * evaluations * summaries.stream().map(PurchaseSummary::frequency).distinct().count();
    }
  }

  /** Fits the model. */
  @Benchmark
  public FittedModel fit(Data data) {
    return fitted(data.summaries);
  }

  /** Calls log-gamma. */
  @Benchmark
  public double logGammas(Data data) {
    return logGammas(data.summaries, data.calls);
  }

  /** Calls log-gamma as often as the fit does, which tabulates by number of purchases. */
  @Benchmark
  public double ownLogGammas(Data data) {
    return logGammas(data.summaries, data.ownCalls);
  }

  static double logGammas(List<PurchaseSummary> summaries, long calls) {
    double sum = 0;
    for (long i = 0; i < calls; i++) {
      sum += LogGamma.value(0.25 + summaries.get((int) (i % summaries.size())).frequency());
    }
    return sum;
  }

  private static FittedModel fitted(List<PurchaseSummary> summaries) {
    return ModelFitter.fit(summaries, ModelSpec.BG_NBD, FitOptions.defaults());
  }
}
