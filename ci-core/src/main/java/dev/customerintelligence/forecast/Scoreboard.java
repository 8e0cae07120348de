package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Adds up how forecasts did. */
final class Scoreboard {
  private static final double NAIVE_START = 0.8;
  private static final double NAIVE_END = 1.2;
  private static final double NAIVE_LEVEL = 0.8;
  private static final double[] LEVELS = {0.8, 0.5};
  private static final int BINS = 10;
  private static final double HALF_DAY = 0.5;
  private static final double FAR = 1e9;

  private final int followUp;
  private final Windows naive = new Windows(NAIVE_LEVEL);
  private final Windows[] windows = {new Windows(LEVELS[0]), new Windows(LEVELS[1])};
  private final Windows mostProbable = new Windows(NAIVE_LEVEL);
  private final Windows stated;
  private final int[] binCount = new int[BINS];
  private final double[] binPromised = new double[BINS];
  private final int[] binHappened = new int[BINS];
  private int origins;
  private int returned;
  private int tooEarly;
  private int logScored;
  private double logScore;
  private double censoredLogScore;
  private double crps;

  Scoreboard(int followUp, double statedLevel) {
    this.followUp = followUp;
    stated = new Windows(statedLevel);
  }

  void tooEarly() {
    tooEarly++;
  }

  void add(PurchaseSummary summary, NextOrderDistribution forecast, double next) {
    boolean came = next <= followUp;
    origins++;
    if (came) {
      returned++;
      logScore -= forecast.logDensity(next);
    }
    double mean = summary.recency() / summary.frequency();
    double from = NAIVE_START * mean;
    double width = NAIVE_END * mean - from;
    naive.add(from, width, next, came);
    double best = mostProbableDay(forecast, width);
    mostProbable.add(best, width, next, came);
    for (Windows window : windows) {
      PurchaseWindow shortest = forecast.highestDensityWindow(window.level);
      window.add(shortest.start(), shortest.width(), next, came);
    }
    addLogScore(forecast, next);
    crps += forecast.crps(next, followUp);
    double promised = forecast.probabilityWithin(followUp);
    int bin = Math.min(BINS - 1, (int) (promised * BINS));
    binCount[bin]++;
    binPromised[bin] += promised;
    binHappened[bin] += came ? 1 : 0;
  }

  /** Takes a window of whole days since the day of the forecast, if there is one. */
  void addStated(NextOrderForecast forecast, double next) {
    if (forecast.start() != null && forecast.end() != null) {
      double from = forecast.start().toEpochDay();
      stated.add(from, forecast.end().toEpochDay() - from, next, next <= followUp);
    }
  }

  void addLogScore(NextOrderDistribution forecast, double next) {
    logScored++;
    censoredLogScore -=
        next <= followUp ? forecast.logDensityOfReturn(next) : forecast.logNoneWithin(followUp);
  }

  double censoredLogScore() {
    if (logScored == 0) {
      throw nothingToScore();
    }
    return censoredLogScore / logScored;
  }

  EvaluationReport report() {
    if (returned == 0) {
      throw nothingToScore();
    }
    List<EvaluationReport.CalibrationBin> calibration = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (binCount[bin] > 0) {
        calibration.add(
            new EvaluationReport.CalibrationBin(
                binCount[bin],
                binPromised[bin] / binCount[bin],
                binHappened[bin] / (double) binCount[bin]));
      }
    }
    return new EvaluationReport(
        origins,
        returned,
        tooEarly,
        naive.score(),
        List.of(windows[0].score(), windows[1].score()),
        mostProbable.score(),
        stated.returned == 0 ? null : stated.score(),
        logScore / returned,
        censoredLogScore(),
        crps / origins,
        calibration);
  }

  /** Orders come on whole days: of the days near the best start, the best one. */
  private static double mostProbableDay(NextOrderDistribution forecast, double width) {
    int near = (int) Math.min(FAR, forecast.mostProbableWindow(width).start());
    int best = 0;
    double highest = -1;
    for (int day = Math.max(1, near - 1); day <= near + 2; day++) {
      double inside =
          forecast.cumulative(day + Math.floor(width) + HALF_DAY)
              - forecast.cumulative(day - HALF_DAY);
      if (inside > highest) {
        highest = inside;
        best = day;
      }
    }
    return best;
  }

  private static InvalidInputException nothingToScore() {
    return new InvalidInputException(
        "plan",
        "must leave orders after a split that can be watched to the end of their follow-up and had"
            + " a next one; there are none");
  }

  /** One kind of window. */
  private static final class Windows {
    private final double level;
    private int forecasts;
    private int returned;
    private int inside;
    private double width;
    private double missed;

    Windows(double level) {
      this.level = level;
    }

    void add(double from, double newWidth, double next, boolean came) {
      forecasts++;
      if (came) {
        returned++;
        width += newWidth;
        double early = Math.max(0, from - next);
        double late = Math.max(0, next - from - newWidth);
        missed += early + late;
        if (early == 0 && late == 0) {
          inside++;
        }
      }
    }

    EvaluationReport.WindowScore score() {
      return new EvaluationReport.WindowScore(
          level,
          forecasts,
          inside / (double) returned,
          inside / (double) forecasts,
          width / returned,
          (width + 2 / (1 - level) * missed) / returned);
    }
  }
}
