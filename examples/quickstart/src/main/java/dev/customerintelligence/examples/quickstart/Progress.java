package dev.customerintelligence.examples.quickstart;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Says how far long work is: on a terminal in one line that is written over, otherwise in a new
 * line every few seconds.
 */
final class Progress {
  private static final long TERMINAL_INTERVAL = Duration.ofMillis(100).toNanos();
  private static final long LINE_INTERVAL = Duration.ofSeconds(3).toNanos();
  private static final String ERASE_REST_OF_LINE = "\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private long last;

  Progress(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** Shows where the work is, unless it was shown a moment ago. */
  void update(Supplier<String> state) {
    long now = nanoTime.getAsLong();
    if (now - last < (terminal ? TERMINAL_INTERVAL : LINE_INTERVAL)) {
      return;
    }
    last = now;
    if (terminal) {
      out.print('\r' + state.get() + ERASE_REST_OF_LINE);
    } else {
      out.println(state.get());
    }
    out.flush();
  }

  /** Shows what the work came to. */
  void finish(String state) {
    out.println(terminal ? '\r' + state + ERASE_REST_OF_LINE : state);
    out.flush();
    last = nanoTime.getAsLong();
  }
}
