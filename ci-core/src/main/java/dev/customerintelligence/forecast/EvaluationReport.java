package dev.customerintelligence.forecast;

import dev.customerintelligence.internal.Inputs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How forecasts did on a shop's past. Immutable.
 *
 * <p>A forecast is made at every order that had at least one gap before it. It returned when the
 * next order came within the follow-up. Times are in days.
 *
 * @param origins how many forecasts were made
 * @param returned how many returned
 * @param tooEarly orders without a gap before them, of which no window was forecast
 * @param naive the window of 0.8 to 1.2 times the customer's mean gap
 * @param windows the shortest windows of 80 and of 50 %
 * @param mostProbable the model's best window of the naive one's width, begun on a whole day
 * @param stated the windows that {@link Forecaster} states under the plan's policy: whole days, and
 *     none where it is too early or too vague; null when nobody returned who had one
 * @param logScore over those who returned, the mean negative logarithm of the density, per day, at
 *     the next order; lower is better
 * @param censoredLogScore over all, the same with the chance of no return in it: those who did not
 *     return count with the probability that they would not; lower is better
 * @param crps over all, the mean continuous ranked probability score until the end of the
 *     follow-up, in days; lower is better
 * @param calibration what was promised of a return within the follow-up against what happened, by
 *     tenths of the promise, empty tenths left out
 */
public record EvaluationReport(
    int origins,
    int returned,
    int tooEarly,
    WindowScore naive,
    List<WindowScore> windows,
    WindowScore mostProbable,
    @Nullable WindowScore stated,
    double logScore,
    double censoredLogScore,
    double crps,
    List<CalibrationBin> calibration) {
  /**
   * How one kind of window did.
   *
   * @param level the probability that Winkler's score takes the window to promise, of those who
   *     return
   * @param forecasts how many such windows there were
   * @param coverage the share of those who returned whose next order lay inside, 0..1
   * @param hit the share of all these forecasts whose next order lay inside, 0..1
   * @param meanWidth over those who returned, in days
   * @param winkler over those who returned, the mean of Winkler's (1972) score, in days: the width,
   *     and 2 / (1 - level) for each day by which the order was missed; lower is better
   */
  public record WindowScore(
      double level, int forecasts, double coverage, double hit, double meanWidth, double winkler) {}

  /**
   * One line of a calibration table.
   *
   * @param forecasts how many, at least 1
   * @param promised their mean probability, 0..1
   * @param happened the share that came true, 0..1
   */
  public record CalibrationBin(int forecasts, double promised, double happened) {}

  /**
   * Copies the lists.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming what is null
   */
  public EvaluationReport {
    Inputs.required("naive", naive);
    windows = Inputs.list("windows", windows);
    Inputs.required("mostProbable", mostProbable);
    calibration = Inputs.list("calibration", calibration);
  }
}
