package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.time.LocalDate;
import java.util.List;

/**
 * How forecasts are checked on a shop's past. Immutable.
 *
 * @param splits rising days, at least one: a model sees what happened until a split, that day
 *     included, and forecasts at every order after it, until the next split
 * @param end the last day of the data, after the splits
 * @param followUpDays for how long each forecast is watched, 1..3650; orders later than {@code end}
 *     less this are not forecast from, as nobody could watch them so long
 * @param policy what windows are stated by, beside those of fixed levels
 */
public record EvaluationPlan(
    List<LocalDate> splits, LocalDate end, int followUpDays, ForecastPolicy policy) {
  private static final int MAX_DAYS = 3650;

  /**
   * Checks the plan.
   *
   * @throws InvalidInputException naming the component that is missing or out of order
   */
  public EvaluationPlan {
    splits = Inputs.list("splits", splits);
    Inputs.required("end", end);
    Inputs.required("policy", policy);
    Inputs.between("followUpDays", followUpDays, 1, MAX_DAYS);
    if (splits.isEmpty()) {
      throw new InvalidInputException("splits", "must be at least one day");
    }
    for (int i = 0; i < splits.size(); i++) {
      LocalDate next = i + 1 < splits.size() ? splits.get(i + 1) : end;
      if (!splits.get(i).isBefore(next)) {
        throw new InvalidInputException(
            "splits",
            "must rise and end before " + end + "; " + next + " follows " + splits.get(i));
      }
    }
  }

  /**
   * Returns a plan with one split and the default policy.
   *
   * @throws InvalidInputException naming the component that is missing or out of order
   */
  public static EvaluationPlan of(LocalDate split, LocalDate end, int followUpDays) {
    return new EvaluationPlan(
        List.of(Inputs.required("splits", split)), end, followUpDays, ForecastPolicy.defaults());
  }
}
