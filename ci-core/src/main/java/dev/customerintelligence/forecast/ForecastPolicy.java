package dev.customerintelligence.forecast;

import dev.customerintelligence.internal.Inputs;

/**
 * What forecasts are to say. Immutable.
 *
 * @param horizonDays for how long orders, spend and value are forecast, 1..36,500; default 365
 * @param yearlyDiscountRate by how much a year makes money worth less, above 0 and at most 10;
 *     default 0.1
 * @param windowLevel the probability that the window of the next order states, 0.001..0.999;
 *     default 0.8
 * @param minGaps how many gaps between a customer's own purchases a window needs, 0..1000; with
 *     fewer it is too early to say; default 1
 * @param maxWindowDays the widest window that says anything, 1..36,500; default 365
 */
public record ForecastPolicy(
    int horizonDays,
    double yearlyDiscountRate,
    double windowLevel,
    int minGaps,
    int maxWindowDays) {
  private static final int MAX_DAYS = 36_500;
  private static final double MAX_RATE = 10;
  private static final int MAX_GAPS = 1000;
  private static final double DAYS_PER_YEAR = 365.25;
  private static final ForecastPolicy DEFAULTS = new ForecastPolicy(365, 0.1, 0.8, 1, 365);

  /**
   * Checks the policy.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the part that is outside
   *     its range
   */
  public ForecastPolicy {
    Inputs.between("horizonDays", horizonDays, 1, MAX_DAYS);
    Inputs.between("yearlyDiscountRate", yearlyDiscountRate, Double.MIN_NORMAL, MAX_RATE);
    Inputs.between("windowLevel", windowLevel, 0.001, 0.999);
    Inputs.between("minGaps", minGaps, 0, MAX_GAPS);
    Inputs.between("maxWindowDays", maxWindowDays, 1, MAX_DAYS);
  }

  /** Returns the defaults. */
  public static ForecastPolicy defaults() {
    return DEFAULTS;
  }

  double dailyDiscountRate() {
    return Math.log1p(yearlyDiscountRate) / DAYS_PER_YEAR;
  }
}
