package dev.customerintelligence.examples.storefront.seed;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands where it was put. Not thread-safe. */
final class SeedClock implements InstantSource {
  private Instant now;

  SeedClock(Instant now) {
    this.now = now;
  }

  void moveTo(Instant next) {
    now = next;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
