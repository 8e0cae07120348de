package dev.customerintelligence.examples.operations;

import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far long work is, with rate and estimated end: a bar on a terminal, else a line at times. */
final class Progress implements AutoCloseable {
  private static final int BAR_MILLIS = 200;
  private static final int LINE_MILLIS = 10_000;
  private static final int LINE_WIDTH = 110;

  private final ProgressBar bar;

  Progress(String work, String unit, PrintWriter err, boolean terminal) {
    ProgressBarBuilder builder =
        ProgressBar.builder()
            .setTaskName(work)
            .setUnit(" " + unit, 1)
            .setInitialMax(-1)
            .showSpeed()
            .setStyle(ProgressBarStyle.ASCII);
    if (terminal) {
      builder.setUpdateIntervalMillis(BAR_MILLIS);
    } else {
      builder
          .setUpdateIntervalMillis(LINE_MILLIS)
          .setConsumer(
              new DelegatingProgressBarConsumer(
                  line -> {
                    err.println(line.strip());
                    err.flush();
                  },
                  LINE_WIDTH));
    }
    bar = builder.build();
  }

  /** Shows so much of so much; a total below 0 is not known. */
  void show(long done, long total) {
    bar.maxHint(total);
    bar.stepTo(done);
  }

  @Override
  public void close() {
    bar.close();
  }
}
