package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The Gamma-Gamma model of what a customer spends per purchase (Fader and Hardie 2013): one value
 * with a JSON form. Immutable.
 *
 * <p>Amounts of a customer are Gamma(p, rate nu); nu is Gamma(q, rate v) over customers. It takes
 * the amounts as independent of how often a customer buys.
 *
 * @param version the form of this value; {@value #VERSION}
 * @param p shape of a customer's amounts, above 0 and at most 1e9
 * @param q shape of the heterogeneity, above 1 and at most 1e9: the mean over customers would not
 *     exist at 1 and below
 * @param v scale of the heterogeneity, in the unit of the amounts, above 0 and at most 1e9
 */
public record SpendModel(int version, double p, double q, double v) {
  /** The version that this library reads and writes. */
  public static final int VERSION = 1;

  private static final double MAX = 1e9;

  /**
   * Checks the model.
   *
   * @throws InvalidInputException naming the component that is outside its range
   */
  public SpendModel {
    ForecastJson.version(version, VERSION);
    Inputs.between("p", p, Double.MIN_NORMAL, MAX);
    Inputs.between("q", q, Math.nextUp(1.0), MAX);
    Inputs.between("v", v, Double.MIN_NORMAL, MAX);
  }

  /**
   * Returns a model.
   *
   * @throws InvalidInputException naming the parameter that is outside its range
   */
  public static SpendModel of(double p, double q, double v) {
    return new SpendModel(VERSION, p, q, v);
  }

  /**
   * Returns the mean amount to expect of a customer's purchases: between what the customer spent
   * and what all do, the nearer to the former the more repeat purchases there were.
   */
  public double expectedSpend(PurchaseSummary summary) {
    int x = Inputs.required("summary", summary).frequency();
    return p * (v + x * summary.monetaryValue()) / (p * x + q - 1);
  }

  /**
   * Returns the natural logarithm of the density of the customer's mean repeat amount; 0 without
   * repeats.
   *
   * @throws InvalidInputException naming {@code monetaryValue}, when there are repeats and it is 0
   */
  public double logLikelihood(PurchaseSummary summary) {
    int x = Inputs.required("summary", summary).frequency();
    if (x == 0) {
      return 0;
    }
    double mean =
        Inputs.between(
            "monetaryValue", summary.monetaryValue(), Double.MIN_NORMAL, Double.MAX_VALUE);
    return LogGamma.value(p * x + q)
        - LogGamma.value(p * x)
        - LogGamma.value(q)
        + q * Math.log(v)
        + (p * x - 1) * Math.log(mean)
        + p * x * Math.log(x)
        - (p * x + q) * Math.log(x * mean + v);
  }
}
