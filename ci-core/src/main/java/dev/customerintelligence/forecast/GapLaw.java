package dev.customerintelligence.forecast;

/** The time from the end of observation to the next purchase, of a customer who makes one. */
interface GapLaw {
  /** ln of the probability that it lasts longer than this; 0 at 0. */
  double logSurvival(double time);

  /** The probability that it does not, to full precision where that is small. */
  double cumulative(double time);

  /** ln of the density, per unit of time. */
  double logDensity(double time);

  /** A time of the order of the typical one, above 0. */
  double scale();
}
