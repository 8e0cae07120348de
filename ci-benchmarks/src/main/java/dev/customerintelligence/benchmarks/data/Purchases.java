package dev.customerintelligence.benchmarks.data;

import dev.customerintelligence.forecast.ModelSpec;
import dev.customerintelligence.forecast.PurchaseModel;
import dev.customerintelligence.forecast.PurchaseSummary;
import dev.customerintelligence.forecast.Regularity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Summaries of customers who buy as the BG/NBD of the CDNOW sample says; times in days. */
public final class Purchases {
  /** Shape of the purchase rates. */
  public static final double R = 0.2426;

  /** Rate of the purchase rates. */
  public static final double ALPHA = 4.4136 * 7;

  /** First shape of the chances to stop. */
  public static final double A = 0.7929;

  /** Second shape of the chances to stop. */
  public static final double B = 2.4259;

  /** The model of that. */
  public static final PurchaseModel BG_NBD = PurchaseModel.of(ModelSpec.BG_NBD, R, ALPHA, A, B);

  /** A model with as many purchases, to which each customer is as regular as he likes. */
  public static final PurchaseModel MIXED =
      PurchaseModel.of(ModelSpec.MBG_NBD.with(Regularity.MIXED), R, ALPHA, A, B, 3, 2);

  private static final int CDNOW_CUSTOMERS = 2357;
  private static final int FIRST_WEEKS = 84;
  private static final int OBSERVED_DAYS = 272;
  private static final int WEEK = 7;
  private static final Path CDNOW =
      Path.of("..", "shared", "data", "cdnow", "cdnow_customers_summary.csv");

  private Purchases() {}

  /** Returns the CDNOW sample where it is, otherwise as many customers drawn from the model. */
  public static List<PurchaseSummary> cdnow() {
    for (Path file : List.of(CDNOW, Path.of("..").resolve(CDNOW))) {
      if (Files.exists(file)) {
        return read(file);
      }
    }
    return drawn(CDNOW_CUSTOMERS);
  }

  /** Returns so many customers drawn from the model, the same ones each time. */
  public static List<PurchaseSummary> drawn(int customers) {
    SplittableRandom random = new SplittableRandom(20261001);
    List<PurchaseSummary> summaries = new ArrayList<>(customers);
    for (int i = 0; i < customers; i++) {
      double age = OBSERVED_DAYS - random.nextInt(FIRST_WEEKS);
      double rate = gamma(random, R) / ALPHA;
      double a = gamma(random, A);
      double stop = a / (a + gamma(random, B));
      int repeats = 0;
      double last = 0;
      double at = -Math.log1p(-random.nextDouble()) / rate;
      // Whole days, as a shop's orders are counted.
      while (Math.ceil(at) <= age) {
        if (Math.ceil(at) > last) {
          repeats++;
          last = Math.ceil(at);
        }
        if (random.nextDouble() < stop) {
          break;
        }
        at -= Math.log1p(-random.nextDouble()) / rate;
      }
      summaries.add(PurchaseSummary.of(repeats, last, age));
    }
    return summaries;
  }

  /** Marsaglia and Tsang (2000); below shape 1 by their remark in section 6. */
  private static double gamma(SplittableRandom random, double shape) {
    if (shape < 1) {
      return gamma(random, shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  private static List<PurchaseSummary> read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .skip(1)
          .map(line -> line.split(",", -1))
          .map(
              cells ->
                  PurchaseSummary.of(
                      Integer.parseInt(cells[1]),
                      Double.parseDouble(cells[2]) * WEEK,
                      Double.parseDouble(cells[3]) * WEEK))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
