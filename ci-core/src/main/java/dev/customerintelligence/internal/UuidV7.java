package dev.customerintelligence.internal;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Time-ordered ids, version 7 of RFC 9562, section 5.7. */
public final class UuidV7 {
  private static final long RANDOM_A = 0xFFFL;
  private static final long RANDOM_B = 0x3FFFFFFFFFFFFFFFL;

  private UuidV7() {}

  /** Returns an id that sorts by the millisecond of {@code at}. */
  public static UUID at(Instant at, RandomGenerator random) {
    long high = (at.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & RANDOM_A);
    long low = 0x8000000000000000L | (random.nextLong() & RANDOM_B);
    return new UUID(high, low);
  }
}
