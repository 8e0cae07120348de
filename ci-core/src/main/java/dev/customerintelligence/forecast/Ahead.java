package dev.customerintelligence.forecast;

import dev.customerintelligence.internal.Inputs;

/** Checks how far ahead a prediction is asked to look; beyond these bounds arithmetic overflows. */
final class Ahead {
  private static final double LONGEST = 1e100;
  private static final double LEAST_RATE = 1e-50;

  private Ahead() {}

  static double time(double time) {
    return Inputs.between("time", time, 0, LONGEST);
  }

  static double timeOrForever(double time) {
    return time == Double.POSITIVE_INFINITY ? time : time(time);
  }

  static double rate(double rate) {
    return Inputs.between("rate", rate, LEAST_RATE, Double.MAX_VALUE);
  }
}
