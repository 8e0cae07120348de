package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Purchases;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.forecast.Forecast;
import dev.customerintelligence.forecast.ForecastPolicy;
import dev.customerintelligence.forecast.Forecaster;
import dev.customerintelligence.forecast.PurchaseModel;
import dev.customerintelligence.forecast.PurchasePredictor;
import dev.customerintelligence.forecast.PurchaseSummary;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.numbers.gamma.LogGamma;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Predicting single customers. */
@Section(
    order = 130,
    title = "Predict a customer's purchases",
    text =
        "For one customer of the BG/NBD, and of the MBG/NBD whose customers differ in regularity:"
            + " the expected orders of a quarter, and the whole forecast with its window, beside three log-gamma calls, which is what the textbook's"
            + " likelihood of one customer takes.",
    unit = "customer")
@Ratio(says = "expected orders / 3 log-gamma calls", of = "expectedOrders", by = "logGammas")
@Ratio(says = "whole forecast / 3 log-gamma calls", of = "forecast", by = "logGammas")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PredictPurchases {
  private static final LocalDate TODAY = LocalDate.of(2026, 10, 1);

  /** The models. */
  public enum Model {
    /** Exponential gaps. */
    BG_NBD,
    /** Gamma gaps, more or less regular by customer. */
    MIXED
  }

  /** The model and the customers. */
  @State(Scope.Benchmark)
  public static class Data {
    private final List<PurchaseSummary> summaries = Purchases.drawn(10_000);

    /** Which model. */
    @Param public Model model = Model.BG_NBD;

    private PurchasePredictor predictor;
    private Forecaster forecaster;
    private int next;

    /** Makes the model ready. */
    @Setup
    public void make() {
      PurchaseModel known = model == Model.MIXED ? Purchases.MIXED : Purchases.BG_NBD;
      predictor = known.predictor();
      forecaster = Forecaster.of(known, ForecastPolicy.defaults());
    }

    private PurchaseSummary next() {
      next = next == summaries.size() - 1 ? 0 : next + 1;
      return summaries.get(next);
    }
  }

  /** Expects the orders of a quarter. */
  @Benchmark
  public double expectedOrders(Data data) {
    return data.predictor.expectedOrders(data.next(), 90);
  }

  /** Forecasts all there is. */
  @Benchmark
  public Forecast forecast(Data data) {
    return data.forecaster.forecast(data.next(), TODAY);
  }

  /** Calls log-gamma. */
  @Benchmark
  public double logGammas(Data data) {
    int x = data.next().frequency();
    return LogGamma.value(Purchases.R + x)
        + LogGamma.value(Purchases.B + x)
        - LogGamma.value(Purchases.A + Purchases.B + x);
  }
}
