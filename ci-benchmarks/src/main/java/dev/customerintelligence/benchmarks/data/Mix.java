package dev.customerintelligence.benchmarks.data;

/**
 * Numbers that look random and depend on their arguments alone (Steele et al. 2014, SplitMix64).
 */
public final class Mix {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final double TWO_TO_53 = 0x1p53;

  private Mix() {}

  /** Returns a number of 64 bits. */
  public static long bits(long stream, long index) {
    long z = (stream * GAMMA) ^ (index * 0xD1B54A32D192ED03L) ^ GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns a number from 0 to {@code bound} - 1. */
  public static int below(int bound, long stream, long index) {
    return (int) Long.remainderUnsigned(bits(stream, index), bound);
  }

  /** Returns a number from 0 to 1, without 1. */
  public static double unit(long stream, long index) {
    return (bits(stream, index) >>> 11) / TWO_TO_53;
  }

  /** Returns 64 hexadecimal digits. */
  public static String hex64(long stream, long index) {
    StringBuilder digits = new StringBuilder(64);
    for (int part = 0; part < 4; part++) {
      String hex = Long.toHexString(bits(stream * 4 + part, index));
      digits.append("0".repeat(16 - hex.length())).append(hex);
    }
    return digits.toString();
  }
}
