package dev.customerintelligence.forecast;

import org.jspecify.annotations.Nullable;

/**
 * What a fit minimises: the negative mean of the logarithm of the likelihood, in the logarithms of
 * the parameters, with a wall at their bounds and perhaps a pull towards a centre.
 */
final class PenalizedObjective {
  static final double LOWEST = 1e-4;
  static final double HIGHEST = 1e4;

  private static final double AT_BOUND = 1e-3;

  private final LogLikelihood likelihood;
  private final double[] centre;
  private final double regularization;
  private final double[] parameters;
  private int evaluations;

  /**
   * Lays out the working space.
   *
   * @param centre logarithms of the parameters
   * @param regularization the inverse variance of the normal prior around it; 0 for none
   */
  PenalizedObjective(LogLikelihood likelihood, double[] centre, double regularization) {
    this.likelihood = likelihood;
    this.centre = centre.clone();
    this.regularization = regularization;
    parameters = new double[centre.length];
  }

  /** The same pull with another likelihood. */
  PenalizedObjective with(LogLikelihood other) {
    return new PenalizedObjective(other, centre, regularization);
  }

  int evaluations() {
    return evaluations;
  }

  double value(double[] logParameters) {
    return value(logParameters, null);
  }

  double value(double[] logParameters, double @Nullable [] gradient) {
    evaluations++;
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = Math.exp(inside(i, logParameters[i]));
    }
    double customers = likelihood.customers();
    double sum = -likelihood.value(parameters, gradient) / customers;
    for (int i = 0; i < parameters.length; i++) {
      double within = inside(i, logParameters[i]);
      double beyond = logParameters[i] - within;
      double pull = regularization / customers * (within - centre[i]);
      sum += 0.5 * (beyond * beyond + pull * (within - centre[i]));
      if (gradient != null) {
        gradient[i] = beyond == 0 ? pull - gradient[i] * parameters[i] / customers : beyond;
      }
    }
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
  }

  /** The logarithm of the likelihood itself. */
  double logLikelihood(double[] logParameters) {
    double[] at = new double[logParameters.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = Math.exp(inside(i, logParameters[i]));
    }
    return likelihood.value(at, null);
  }

  /** The parameter at a place, or the bound that it is beyond. */
  double inside(int parameter, double logarithm) {
    return Math.max(
        Math.log(likelihood.lowest(parameter)),
        Math.min(Math.log(likelihood.highest(parameter)), logarithm));
  }

  boolean isAtBound(int parameter, double value) {
    return value < likelihood.lowest(parameter) * (1 + AT_BOUND)
        || value > likelihood.highest(parameter) * (1 - AT_BOUND);
  }

  /** The largest absolute component. */
  static double norm(double[] vector) {
    double most = 0;
    for (double component : vector) {
      most = Math.max(most, Math.abs(component));
    }
    return most;
  }
}
