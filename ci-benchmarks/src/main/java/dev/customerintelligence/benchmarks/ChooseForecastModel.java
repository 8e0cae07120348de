package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Purchases;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.forecast.FitOptions;
import dev.customerintelligence.forecast.ForecastService;
import dev.customerintelligence.forecast.ModelChoice;
import dev.customerintelligence.forecast.ModelFitter;
import dev.customerintelligence.forecast.ModelSpec;
import dev.customerintelligence.forecast.PurchaseSummary;
import dev.customerintelligence.forecast.Regularity;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** Choosing among the models that a shop's fit compares. */
@Section(
    order = 125,
    title = "Choose a forecast model",
    text =
        "What ForecastService.fit does with the customers it has read, at most 20,000: the MBG/NBD"
            + " with exponential, Gamma and mixed Gamma gaps, from three starts each. Beside it,"
            + " as many log-gamma calls as the textbook's likelihood makes, three for each customer"
            + " and each shape of the mixture in each evaluation.")
@Ratio(says = "choice / the textbook's log-gamma calls", of = "choose", by = "logGammas")
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
@Fork(jvmArgsAppend = "-Xmx1g")
public class ChooseForecastModel {
  private static final ModelSpec MIXED = ModelSpec.MBG_NBD.with(Regularity.MIXED);
  private static final int SHAPES = 20;

  /** The summaries. */
  @State(Scope.Benchmark)
  public static class Data {
    /** How many customers. */
    @Param({"2000", "20000"})
    public int fitted;

    private List<PurchaseSummary> summaries;
    private long calls;

    /** Makes them, and counts the evaluations of a choice. */
    @Setup
    public void make() {
      summaries = Purchases.drawn(Math.min(fitted, ForecastService.MAX_FITTED_CUSTOMERS));
      for (ModelChoice.Candidate candidate : chosen(summaries).candidates()) {
        long each = 3L * summaries.size() * candidate.fitted().diagnostics().evaluations();
        calls += candidate.fitted().model().spec().equals(MIXED) ? SHAPES * each : each;
      }
    }
  }

  /** Fits the models and chooses. */
  @Benchmark
  public ModelChoice choose(Data data) {
    return chosen(data.summaries);
  }

  /** Calls log-gamma. */
  @Benchmark
  public double logGammas(Data data) {
    return FitForecasts.logGammas(data.summaries, data.calls);
  }

  private static ModelChoice chosen(List<PurchaseSummary> summaries) {
    return ModelFitter.choose(
        summaries,
        List.of(ModelSpec.MBG_NBD, ModelSpec.MBG_NBD.with(Regularity.GAMMA), MIXED),
        FitOptions.defaults());
  }
}
