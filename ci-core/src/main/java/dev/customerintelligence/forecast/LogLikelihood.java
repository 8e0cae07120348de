package dev.customerintelligence.forecast;

import org.jspecify.annotations.Nullable;

/**
 * The logarithm of a likelihood over all customers, as a function of parameters above 0. Keeps its
 * working space: for one thread at a time.
 */
interface LogLikelihood {
  /**
   * Returns the value.
   *
   * @param gradient takes the derivatives in the parameters, or null when nobody needs them
   */
  double value(double[] parameters, double @Nullable [] gradient);

  /** Returns the least value of a parameter, by its place. */
  default double lowest(int parameter) {
    return PenalizedObjective.LOWEST;
  }

  /** Returns the greatest value of a parameter, by its place. */
  default double highest(int parameter) {
    return PenalizedObjective.HIGHEST;
  }

  /** Returns over how many customers it sums. */
  int customers();
}
