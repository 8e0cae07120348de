package dev.customerintelligence.profile;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The cuts between RFM scores: a value's grade is one more than the number of cuts that it reaches.
 * Immutable. Equal customers always score equally, however many share a grade then.
 *
 * @param recencyDays four days, not falling; more days give a lower score
 * @param frequency four numbers of orders, not falling
 * @param monetary four amounts, not falling
 */
public record RfmThresholds(
    List<Double> recencyDays, List<Double> frequency, List<Double> monetary) {
  private static final double[] QUANTILES = {0.2, 0.4, 0.6, 0.8};
  private static final int GRADES = QUANTILES.length + 1;

  /**
   * Checks the cuts.
   *
   * @throws InvalidInputException naming the component that has not four numbers, or falls
   */
  public RfmThresholds {
    recencyDays = cuts("recencyDays", recencyDays);
    frequency = cuts("frequency", frequency);
    monetary = cuts("monetary", monetary);
  }

  /**
   * Cuts customers into fifths as the R package {@code rfm} does: at the quantiles of type 7
   * (Hyndman and Fan 1996), plus 1.
   *
   * @param customers at least one
   * @throws InvalidInputException naming {@code customers}, when there are none
   */
  public static RfmThresholds quantiles(Collection<RfmMeasure> customers) {
    List<RfmMeasure> all = List.copyOf(Inputs.required("customers", customers));
    if (all.isEmpty()) {
      throw new InvalidInputException("customers", "must be at least one");
    }
    return new RfmThresholds(
        fifths(all, RfmMeasure::recencyDays),
        fifths(all, RfmMeasure::frequency),
        fifths(all, measure -> measure.monetary().doubleValue()));
  }

  /** Returns the score of a customer. */
  public RfmScore score(RfmMeasure measure) {
    Inputs.required("measure", measure);
    return new RfmScore(
        GRADES + 1 - grade(recencyDays, measure.recencyDays()),
        grade(frequency, measure.frequency()),
        grade(monetary, measure.monetary().doubleValue()));
  }

  /** The quantiles of type 7 at 20, 40, 60 and 80 %. */
  static double[] quantiles(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return Arrays.stream(QUANTILES)
        .map(
            share -> {
              double place = share * (sorted.length - 1);
              int below = (int) place;
              double next = sorted[Math.min(below + 1, sorted.length - 1)];
              return sorted[below] + (place - below) * (next - sorted[below]);
            })
        .toArray();
  }

  private static List<Double> fifths(
      List<RfmMeasure> customers, ToDoubleFunction<RfmMeasure> value) {
    double[] quantiles = quantiles(customers.stream().mapToDouble(value).toArray());
    return Arrays.stream(quantiles).mapToObj(quantile -> quantile + 1).toList();
  }

  private static int grade(List<Double> cuts, double value) {
    int reached = 0;
    while (reached < cuts.size() && value >= cuts.get(reached)) {
      reached++;
    }
    return reached + 1;
  }

  private static List<Double> cuts(String field, List<Double> cuts) {
    List<Double> copy = Inputs.list(field, cuts);
    if (copy.size() != QUANTILES.length) {
      throw new InvalidInputException(
          field, "must be " + QUANTILES.length + " cuts, are " + copy.size());
    }
    double last = -Double.MAX_VALUE;
    for (double cut : copy) {
      last = Inputs.between(field, cut, last, Double.MAX_VALUE);
    }
    return copy;
  }
}
