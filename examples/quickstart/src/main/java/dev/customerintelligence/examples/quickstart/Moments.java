package dev.customerintelligence.examples.quickstart;

import java.time.Instant;
import java.time.ZoneOffset;

/** The moments that the library takes. */
final class Moments {
  static final String RULE = "must lie in the years 1000 to 9999";

  private static final int FIRST_YEAR = 1000;
  private static final int LAST_YEAR = 9999;

  private Moments() {}

  static boolean isTaken(Instant moment) {
    int year = moment.atOffset(ZoneOffset.UTC).getYear();
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  }
}
