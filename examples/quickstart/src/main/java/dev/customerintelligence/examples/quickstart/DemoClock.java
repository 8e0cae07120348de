package dev.customerintelligence.examples.quickstart;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is put forward, so that every run gives the same result. */
final class DemoClock implements InstantSource {
  private volatile Instant now;

  DemoClock(Instant start) {
    now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  synchronized void pass(Duration time) {
    now = now.plus(time);
  }
}
