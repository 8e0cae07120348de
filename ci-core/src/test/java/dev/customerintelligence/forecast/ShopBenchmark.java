package dev.customerintelligence.forecast;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the library's evaluation says of three models on one published shop: computed once for all
 * tests.
 *
 * @param name as its publishers call it
 * @param file what its plots' names end with
 * @param followUpDays for how long forecasts are watched
 * @param exponential the MBG/NBD
 * @param gamma with one regularity for all
 * @param mixed with one for each customer
 */
record ShopBenchmark(
    String name, String file, int followUpDays, Result exponential, Result gamma, Result mixed) {
  private static final FitOptions ONE_START = new FitOptions(1, 0);

  private static @Nullable ShopBenchmark onlineRetail;
  private static @Nullable ShopBenchmark cdnow;

  /** A model and how it did. */
  record Result(FittedModel fitted, EvaluationReport report) {}

  /** UCI Online Retail, or skips the test where it is not present. */
  static synchronized ShopBenchmark onlineRetail() throws IOException {
    if (onlineRetail == null) {
      onlineRetail =
          of(
              "UCI Online Retail",
              "online-retail",
              PublishedShops.onlineRetail(),
              PublishedShops.ONLINE_RETAIL_SPLIT,
              PublishedShops.ONLINE_RETAIL_END,
              90);
    }
    return onlineRetail;
  }

  /** The sample of CDNOW, or skips the test where it is not present. */
  static synchronized ShopBenchmark cdnow() throws IOException {
    if (cdnow == null) {
      cdnow =
          of(
              "CDNOW",
              "cdnow",
              PublishedShops.cdnow(),
              PublishedShops.CDNOW_SPLIT,
              PublishedShops.CDNOW_END,
              180);
    }
    return cdnow;
  }

  private static ShopBenchmark of(
      String name,
      String file,
      List<PurchaseDays> shop,
      LocalDate split,
      LocalDate end,
      int followUpDays) {
    EvaluationPlan plan = EvaluationPlan.of(split, end, followUpDays);
    return new ShopBenchmark(
        name,
        file,
        followUpDays,
        result(shop, plan, Regularity.POISSON),
        result(shop, plan, Regularity.GAMMA),
        result(shop, plan, Regularity.MIXED));
  }

  private static Result result(List<PurchaseDays> shop, EvaluationPlan plan, Regularity gaps) {
    FittedModel fitted =
        ModelFitter.fit(
            PurchaseDays.summaries(shop, plan.splits().get(0)),
            ModelSpec.MBG_NBD.with(gaps),
            ONE_START);
    return new Result(fitted, ForecastEvaluation.evaluate(shop, plan, fitted.model()));
  }
}
