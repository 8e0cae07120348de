package dev.customerintelligence.forecast;

import dev.customerintelligence.internal.Inputs;
import org.apache.commons.numbers.gamma.LogGamma;

/** The Pareto/NBD of Schmittlein, Morrison and Colombo (1987). */
final class ParetoPredictor implements PurchasePredictor {
  private static final Quadrature DISCOUNT = new Quadrature(64);
  private static final double TAIL = 45;

  private final double r;
  private final double alpha;
  private final double s;
  private final double beta;

  ParetoPredictor(PurchaseModel model) {
    r = model.parameter("r");
    alpha = model.parameter("alpha");
    s = model.parameter("s");
    beta = model.parameter("beta");
  }

  @Override
  public double logLikelihood(PurchaseSummary summary) {
    int x = Inputs.required("summary", summary).frequency();
    return LogGamma.value(r + x)
        - LogGamma.value(r)
        + r * Math.log(alpha)
        + s * Math.log(beta)
        + SpecialFunctions.logAddExp(logAlive(summary), logGone(summary));
  }

  @Override
  public double probabilityAlive(PurchaseSummary summary) {
    Inputs.required("summary", summary);
    return 1 / (1 + Math.exp(logGone(summary) - logAlive(summary)));
  }

  @Override
  public double expectedOrders(PurchaseSummary summary, double time) {
    double age = Inputs.required("summary", summary).age();
    return probabilityAlive(summary)
        * (r + summary.frequency())
        / (alpha + age)
        * livingTime(beta + age, Ahead.time(time));
  }

  @Override
  public double expectedOrdersOfNewCustomer(double time) {
    return r / alpha * livingTime(beta, Ahead.time(time));
  }

  @Override
  public double discountedOrders(PurchaseSummary summary, double time, double rate) {
    Ahead.timeOrForever(time);
    Ahead.rate(rate);
    double known = beta + Inputs.required("summary", summary).age();
    double until = Math.min(time, TAIL / rate);
    // In v = ln(1 + t / known), where the heavy tail of life times is gentle.
    double living =
        DISCOUNT.integrate(
            v -> known * Math.exp(-rate * known * Math.expm1(v) + (1 - s) * v),
            0,
            Math.log1p(until / known));
    return probabilityAlive(summary) * (r + summary.frequency()) / (alpha + summary.age()) * living;
  }

  @Override
  public NextOrderDistribution nextOrder(PurchaseSummary summary) {
    Inputs.required("summary", summary);
    ParetoGapLaw law =
        new ParetoGapLaw(r + summary.frequency(), alpha + summary.age(), s, beta + summary.age());
    double logOdds = logAlive(summary) - logGone(summary);
    double logAlive = -SpecialFunctions.logAddExp(0, -logOdds);
    double logGone = -SpecialFunctions.logAddExp(0, logOdds);
    double logStopsFirst = Math.log(-Math.expm1(law.logReturning()));
    return new NextOrderDistribution(
        logAlive + law.logReturning(),
        SpecialFunctions.logAddExp(logGone, logAlive + logStopsFirst),
        law);
  }

  private double logAlive(PurchaseSummary summary) {
    return -(r + summary.frequency()) * Math.log(alpha + summary.age())
        - s * Math.log(beta + summary.age());
  }

  /** ln of s times the integral over when the customer may have stopped. */
  private double logGone(PurchaseSummary summary) {
    return ParetoIntegral.log(
        r + summary.frequency(), alpha, s, beta, summary.recency(), summary.age());
  }

  /** How long a customer known for so long can be expected to live within a time ahead. */
  private double livingTime(double known, double time) {
    double log = Math.log1p(time / known);
    double power = (s - 1) * log;
    return power == 0 ? known * log : known * log * -Math.expm1(-power) / power;
  }
}
