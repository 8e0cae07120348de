package dev.customerintelligence.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter shown = new StringWriter();
  private final AtomicLong nanoTime = new AtomicLong(-5);

  @Test
  void writesOverOneLineOnATerminal() {
    Progress progress = progress(true);

    after(Duration.ofMillis(99));
    progress.update(() -> "too soon");
    after(Duration.ofMillis(1));
    progress.update(() -> "half");
    progress.finish("done");

    assertThat(shown.toString()).isEqualTo("\rhalf\u001b[K\rdone\u001b[K" + System.lineSeparator());
  }

  @Test
  void writesALineEveryFewSecondsElsewhere() {
    Progress progress = progress(false);

    after(Duration.ofMillis(2999));
    progress.update(() -> "too soon");
    after(Duration.ofMillis(1));
    progress.update(() -> "half");
    progress.update(() -> "too soon again");
    progress.finish("done");

    assertThat(shown.toString().lines()).containsExactly("half", "done");
  }

  private Progress progress(boolean terminal) {
    return new Progress(new PrintWriter(shown), terminal, nanoTime::get);
  }

  private void after(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }
}
