package dev.customerintelligence.profile;

/**
 * The cells of the recency and frequency grid: every score is in exactly one.
 *
 * <p>The grid is the one in common use. It does not look at the monetary score.
 */
public enum RfmSegment {
  /** Bought just now, and often: R 5, F 4-5. */
  CHAMPIONS,
  /** Buys often, and not long ago: R 3-4, F 4-5. */
  LOYAL,
  /** Bought lately, and more than once: R 4-5, F 2-3. */
  POTENTIAL_LOYALIST,
  /** Bought just now for the first time or so: R 5, F 1. */
  NEW,
  /** Bought lately for the first time or so: R 4, F 1. */
  PROMISING,
  /** In the middle of both: R 3, F 3. */
  NEED_ATTENTION,
  /** Bought seldom, and a while ago: R 3, F 1-2. */
  ABOUT_TO_SLEEP,
  /** Bought often once, and long ago: R 1-2, F 3-4. */
  AT_RISK,
  /** Bought most often of all once, and long ago: R 1-2, F 5. */
  CANT_LOSE,
  /** Bought seldom, and long ago: R 1-2, F 1-2. */
  HIBERNATING;

  /** By recency 1 to 5, then by frequency 1 to 5. */
  private static final RfmSegment[][] GRID = {
    {HIBERNATING, HIBERNATING, AT_RISK, AT_RISK, CANT_LOSE},
    {HIBERNATING, HIBERNATING, AT_RISK, AT_RISK, CANT_LOSE},
    {ABOUT_TO_SLEEP, ABOUT_TO_SLEEP, NEED_ATTENTION, LOYAL, LOYAL},
    {PROMISING, POTENTIAL_LOYALIST, POTENTIAL_LOYALIST, LOYAL, LOYAL},
    {NEW, POTENTIAL_LOYALIST, POTENTIAL_LOYALIST, CHAMPIONS, CHAMPIONS},
  };

  static RfmSegment of(int recency, int frequency) {
    return GRID[recency - 1][frequency - 1];
  }
}
