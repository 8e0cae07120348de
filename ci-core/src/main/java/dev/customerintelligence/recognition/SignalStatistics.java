package dev.customerintelligence.recognition;

import dev.customerintelligence.internal.Inputs;
import java.util.Map;

/**
 * How the values of one signal spread over the customers. Immutable.
 *
 * @param <V> the kind of value
 * @param meanCustomersPerValue mean number of distinct customers who share a value, 0 without
 *     values
 * @param crowded the values that more devices share than a key may return, and by how many
 *     customers these are used; may be incomplete
 */
public record SignalStatistics<V>(double meanCustomersPerValue, Map<V, Long> crowded) {
  /**
   * Checks the statistics.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code
   *     meanCustomersPerValue}, when it is negative or not finite
   */
  public SignalStatistics {
    Inputs.between("meanCustomersPerValue", meanCustomersPerValue, 0, Double.MAX_VALUE);
    crowded = Map.copyOf(Inputs.required("crowded", crowded));
  }

  /** Returns the statistics of a signal without values. */
  public static <V> SignalStatistics<V> none() {
    return new SignalStatistics<>(0, Map.of());
  }

  @Override
  public String toString() {
    return "SignalStatistics[mean=" + meanCustomersPerValue + ", crowded=" + crowded.size() + "]";
  }
}
