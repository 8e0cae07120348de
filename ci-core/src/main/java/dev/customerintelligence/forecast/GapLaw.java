package dev.customerintelligence.forecast;

/** The time from the end of observation to the next purchase, of a customer who makes one. */
interface GapLaw {
  /** ln of the probability that it lasts longer than this. */
  double logSurvival(double time);

  /** The density, per unit of time. */
  double density(double time);

  /** A time of the order of the typical one, above 0. */
  double scale();
}
