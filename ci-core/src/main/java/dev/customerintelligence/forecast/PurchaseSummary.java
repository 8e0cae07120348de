package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;

/**
 * What the models need to know of one customer's purchases, counted from the first. Immutable.
 *
 * <p>The names are those of the buy-till-you-die literature: {@code recency} is the customer's age
 * at the last purchase, so a high value means a recent one.
 *
 * @param frequency x, the number of repeat purchases: days with a purchase, less one; 0 or more
 * @param recency t_x, time from the first purchase to the last; 0 without repeats, otherwise above
 * @param age T, time from the first purchase to the end of observation, at least {@code recency}
 * @param sumLogGaps the sum of the natural logarithms of the gaps between purchases; 0 without
 *     repeats
 * @param monetaryValue mean amount of the repeat purchases, 0 or more; 0 without repeats
 */
public record PurchaseSummary(
    int frequency, double recency, double age, double sumLogGaps, double monetaryValue) {
  private static final double TOLERANCE = 1e-9;

  /**
   * Checks the summary.
   *
   * @throws InvalidInputException naming the component that is outside what its description says,
   *     or not finite; {@code sumLogGaps}, when it is more than equal gaps would give
   */
  public PurchaseSummary {
    Inputs.between("frequency", frequency, 0, Integer.MAX_VALUE);
    Inputs.between("age", age, 0, Double.MAX_VALUE);
    Inputs.between("monetaryValue", monetaryValue, 0, Double.MAX_VALUE);
    if (frequency == 0) {
      Inputs.between("recency", recency, 0, 0);
      Inputs.between("sumLogGaps", sumLogGaps, 0, 0);
      Inputs.between("monetaryValue", monetaryValue, 0, 0);
    } else {
      Inputs.between("recency", recency, Double.MIN_NORMAL, age);
      double most = frequency * Math.log(recency / frequency);
      Inputs.between(
          "sumLogGaps", sumLogGaps, -Double.MAX_VALUE, most + TOLERANCE * (1 + Math.abs(most)));
    }
  }

  /** Returns a customer without repeat purchases, observed for this long. */
  public static PurchaseSummary ofNewCustomer(double age) {
    return new PurchaseSummary(0, 0, age, 0, 0);
  }

  /**
   * Returns a summary for models that see no regularity nor spend: its gaps are taken as equal and
   * its amounts as 0.
   *
   * @throws InvalidInputException naming the component that is out of range
   */
  public static PurchaseSummary of(int frequency, double recency, double age) {
    double logGaps = frequency > 0 ? frequency * Math.log(recency / frequency) : 0;
    return new PurchaseSummary(frequency, recency, age, logGaps, 0);
  }

  /** Returns c, how long the customer has been waited for. */
  public double waited() {
    return age - recency;
  }
}
