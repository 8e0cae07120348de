package dev.customerintelligence.examples.operations;

import dev.customerintelligence.sync.SyncEvent;
import dev.customerintelligence.sync.SyncListener;
import dev.customerintelligence.sync.SyncTable;
import org.jspecify.annotations.Nullable;

/** Shows what a sync does: how far it is, and everything that somebody may want to know. */
final class SyncProgress implements SyncListener, AutoCloseable {
  private final Console console;
  private final boolean quiet;
  private @Nullable Progress progress;
  private @Nullable String work;

  /**
   * @param quiet whether to tell of trouble only, as where nobody looks for hours
   */
  SyncProgress(Console console, boolean quiet) {
    this.console = console;
    this.quiet = quiet;
  }

  @Override
  public void on(SyncEvent event) {
    if (event instanceof SyncEvent.BatchApplied batch) {
      show("writing " + batch.table().tableName(), batch.state().counts().read(), -1);
    } else if (event instanceof SyncEvent.Compared compared) {
      show("comparing " + compared.table().tableName(), compared.doneUpTo(), compared.last());
    } else if (event instanceof SyncEvent.RowSkipped skipped) {
      note("left out: " + skipped.row());
    } else if (event instanceof SyncEvent.DifferenceFound found) {
      note("different: " + found.difference());
    } else if (event instanceof SyncEvent.Waiting waiting) {
      note(
          "waiting "
              + waiting.delay().toMillis()
              + " ms, attempt "
              + waiting.attempt()
              + ": "
              + waiting.problem());
    } else if (event instanceof SyncEvent.Resumed resumed) {
      note("going on after " + resumed.attempts() + " attempts");
    } else if (event instanceof SyncEvent.Overtaken overtaken) {
      note(
          "another sync was faster with "
              + overtaken.table().tableName()
              + "; going on from there");
    } else if (event instanceof SyncEvent.RoundFailed failed) {
      note("a round failed, the next one tries again: " + failed.problem());
    } else if (event instanceof SyncEvent.CaughtUp caughtUp
        && caughtUp.table() == SyncTable.OFFERS) {
      end();
      if (quiet) {
        note("caught up: " + SyncResults.state(caughtUp.state()));
      }
    }
  }

  @Override
  public void close() {
    end();
  }

  private void show(String what, long done, long total) {
    if (quiet) {
      return;
    }
    if (progress == null || !what.equals(work)) {
      end();
      progress = console.progress(what, "rows");
      work = what;
    }
    progress.show(done, total);
  }

  private void note(String text) {
    console.note(text);
  }

  /** Ends the line or the bar, before results are printed. */
  void end() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}
